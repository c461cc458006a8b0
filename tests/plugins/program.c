/* SPDX-License-Identifier: BSD-3-Clause
 * program.c - a program that runs a plug-in's kernel itself: it is linked with librxt, and with OpenMP of its compiler.
 */
#include "rxt/plugin.h"
#include "rxt/run.h"

#ifdef _OPENMP
#include <omp.h>
#endif

#include <stdio.h>

static void print(void *context, const char *line)
{
    (void)context;
    puts(line);
}

int main(int argc, char **argv)
{
    int n = 1;
#ifdef _OPENMP
#pragma omp parallel
    {
#pragma omp single
        n = omp_get_num_threads();
    }
#endif
    printf("%d threads\n", n);
    const enum rxt_err err =
        rxt_kernel_run(rxt_plugin.kernel, "1x2", argv + 1, (size_t)(argc - 1), print, NULL);
    if (err != RXT_OK) {
        printf("%s\n", rxt_reason());
    }
    return rxt_err_status(err);
}
