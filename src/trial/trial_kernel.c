/* SPDX-License-Identifier: BSD-3-Clause
 * trial_kernel.c - what an operation means that a kernel does not have: here, and nowhere else.
 */
#include "trial_kernel.h"

#include <math.h>
#include <stdio.h>

void rxt_kernel_reset(const struct rxt_kernel *kernel, void *state)
{
    if (kernel->reset) {
        kernel->reset(state);
    }
}

void rxt_kernel_need(const struct rxt_kernel *kernel, const union rxt_value *values, struct rxt_need *out)
{
    *out = (struct rxt_need){0};
    if (kernel->need) {
        kernel->need(values, out);
    }
}

void rxt_setting_work(const struct rxt_setting *setting, const void *state, struct rxt_work *out)
{
    const union rxt_value *size = rxt_setting_value(setting, setting->kernel->size_param);
    *out = (struct rxt_work){.items = size ? (double)size->integer : 1.0};
    if (setting->kernel->work) {
        setting->kernel->work(state, out);
    }
}

enum rxt_err rxt_kernel_judge(const struct rxt_kernel *kernel, void *state, bool *is_checked)
{
    *is_checked = kernel->check != NULL;
    return kernel->check ? kernel->check(state) : RXT_OK;
}

bool rxt_kernel_answer(const struct rxt_kernel *kernel, void *state, char *text, size_t n_bytes,
                       bool *is_number)
{
    const bool is_whole = kernel->kind == RXT_WHOLE;
    const double answer = is_whole ? kernel->answer(state) : 0.0;
    *is_number = isfinite(answer);
    text[0] = '\0';
    if (is_whole) {
        snprintf(text, n_bytes, "%.17g", answer);
    }
    return is_whole;
}

double rxt_kernel_tolerance(const struct rxt_kernel *kernel)
{
    return kernel->tolerance > 0.0 ? kernel->tolerance
                                   : 1e-9; /* sums in another order differ in the last digits */
}

bool rxt_kernel_answers_agree(const struct rxt_kernel *kernel, double a, double b)
{
    return fabs(a - b) <= rxt_kernel_tolerance(kernel) * fmax(fabs(a), fabs(b));
}

bool rxt_kernel_digest(const struct rxt_kernel *kernel, void *state, uint64_t *out)
{
    *out = kernel->digest ? kernel->digest(state) : 0;
    return kernel->digest != NULL;
}

bool rxt_kernel_tell(const struct rxt_kernel *kernel, const void *state, char *text, size_t n_bytes)
{
    text[0] = '\0';
    if (kernel->tell) {
        kernel->tell(state, text, n_bytes);
        text[n_bytes - 1] = '\0'; /* it is from outside */
    }
    return kernel->tell != NULL;
}

bool rxt_kernel_spoil(const struct rxt_kernel *kernel, void *state)
{
    if (kernel->spoil) {
        kernel->spoil(state);
    }
    return kernel->spoil != NULL;
}

enum rxt_err rxt_kernel_output(const struct rxt_kernel *kernel, void *state)
{
    return kernel->output ? kernel->output(state) : RXT_OK;
}
