/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_fft_plan.c - the transform of one row, by the FFTW that is opened when `fft` is.
 */
#include "kernel_fft.h"

#ifdef RXT_HAVE_FFTW

#include "kernel_library.h"

#include <fftw3.h>

/* Of the process, as the library is. */
static fftw_complex *(*alloc_complex)(size_t n);
static void (*free_complex)(void *p);
static void (*forget_wisdom)(void);
static fftw_plan (*plan_dft_1d)(int n, fftw_complex *in, fftw_complex *out, int sign, unsigned flags);
static void (*execute_dft)(const fftw_plan plan, fftw_complex *in, fftw_complex *out);
static void (*destroy_plan)(fftw_plan plan);

static enum rxt_err open_fftw(struct rxt_team *team)
{
    static const struct kernel_symbol symbols[] = {{"fftw_alloc_complex", &alloc_complex, false},
                                                   {"fftw_free", &free_complex, false},
                                                   {"fftw_forget_wisdom", &forget_wisdom, false},
                                                   {"fftw_plan_dft_1d", &plan_dft_1d, false},
                                                   {"fftw_execute_dft", &execute_dft, false},
                                                   {"fftw_destroy_plan", &destroy_plan, false},
                                                   {NULL, NULL, false}};
    return destroy_plan ? RXT_OK : kernel_library_open(team, "fft", RXT_HAVE_FFTW, symbols);
}

/* Nothing is measured and nothing remembered from elsewhere: the same plan in every process. */
enum rxt_err fft_plan_open(struct fft *s)
{
    const enum rxt_err err = open_fftw(s->team);
    if (err) {
        return err;
    }
    fftw_complex *in = alloc_complex(s->n), *out = alloc_complex(s->n);
    forget_wisdom();
    s->plan = in && out ? plan_dft_1d((int)s->n, in, out, FFTW_FORWARD, FFTW_ESTIMATE) : NULL;
    free_complex(in);
    free_complex(out);
    return rxt_team_agree(s->team,
                          s->plan ? RXT_OK : rxt_fail(RXT_E_MEMORY, "FFTW has no plan for %zu points", s->n));
}

void fft_plan_row(const struct fft *s, const struct fft_complex *from, struct fft_complex *to)
{
    execute_dft(s->plan, (fftw_complex *)(void *)(size_t)from, (fftw_complex *)(void *)to);
}

void fft_plan_close(struct fft *s)
{
    if (s->plan) {
        destroy_plan(s->plan);
    }
}
#endif
