/* SPDX-License-Identifier: BSD-3-Clause
 * kernels.c - the table of kernels: a new one is a new file and a line here.
 */
#include "rxt/kernel.h"

#define KERNELS(X)                                                                                           \
    X(square)                                                                                                \
    X(mandelbrot)                                                                                            \
    X(pi)                                                                                                    \
    X(primes)                                                                                                \
    X(factor)                                                                                                \
    X(json)                                                                                                  \
    X(html)                                                                                                  \
    X(words)                                                                                                 \
    X(nbody)                                                                                                 \
    X(heat)                                                                                                  \
    X(matmul)                                                                                                \
    X(fft)                                                                                                   \
    X(sort)                                                                                                  \
    X(stats)                                                                                                 \
    X(kmeans)                                                                                                \
    X(blur)                                                                                                  \
    X(read)                                                                                                  \
    X(fma)                                                                                                   \
    X(cache)                                                                                                 \
    X(cost)

#define DECLARE(name) extern const struct rxt_kernel rxt_kernel_##name;
#define POINT(name)   &rxt_kernel_##name,

KERNELS(DECLARE)

const struct rxt_kernel *const rxt_kernels[] = {KERNELS(POINT) NULL};
