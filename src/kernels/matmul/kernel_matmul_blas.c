/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_matmul_blas.c - the product of two tiles, by the CBLAS that is opened when `matmul` is.
 *
 * A BLAS that starts threads of its own would leave the worker's core. OpenBLAS starts them when it is loaded, unless
 * its environment says otherwise by then. And it asks for a buffer for every thread that calls it, again and again
 * until it gets one: so the room is looked for before.
 */
#include "kernel_matmul.h"

#ifdef RXT_HAVE_CBLAS

#include "kernel_library.h"

#include <cblas.h>

#include <stdlib.h>

typedef void (*dgemm_fn)(enum CBLAS_ORDER, enum CBLAS_TRANSPOSE, enum CBLAS_TRANSPOSE, int m, int n, int k,
                         double alpha, const double *a, int lda, const double *b, int ldb, double beta,
                         double *c, int ldc);

/* Of the process, as the library is. */
static dgemm_fn dgemm;
static void (*set_threads)(int n);
static bool is_ready; /* with room for the buffers of all threads */

/* 128 MiB on x86-64 and less elsewhere, and some for what the library is itself. */
static const size_t buffer_bytes = (size_t)144 << 20;

enum rxt_err matmul_blas_open(struct rxt_team *team)
{
    static const struct kernel_symbol symbols[] = {{"cblas_dgemm", &dgemm, false},
                                                   {"openblas_set_num_threads", &set_threads, true},
                                                   {NULL, NULL, false}};
    if (is_ready) {
        return RXT_OK; /* on all ranks alike */
    }
    setenv("OPENBLAS_NUM_THREADS", "1", 1);
    enum rxt_err err = kernel_library_open(team, "matmul", RXT_HAVE_CBLAS, symbols);
    if (!err && set_threads) {
        set_threads(1);
    }
    /* Behind the library, which takes room itself, and before the first call, which takes the buffer. */
    err = err ? err
              : kernel_library_room(team, "matmul", RXT_HAVE_CBLAS, (size_t)rxt_team_threads(team),
                                    buffer_bytes);
    is_ready = !err;
    return err;
}

void matmul_blas_add(const struct matmul *s, const struct matmul_tile *t, const double *a, const double *b,
                     size_t depth)
{
    dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)t->rows, (int)t->columns, (int)depth, 1.0, a,
          (int)s->n, b, (int)s->n, s->panel ? 1.0 : 0.0, t->c, (int)s->columns);
}
#endif
