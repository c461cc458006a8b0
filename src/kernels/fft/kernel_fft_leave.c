/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_fft_leave.c - rows become columns: the way out of a worker's scratch.
 */
#include "kernel_fft.h"

void fft_leave(const struct fft_complex *rows, size_t apart, size_t n, struct fft_complex *columns,
               size_t stride)
{
    for (size_t j = 0; j < n; j++) {
        for (size_t i = 0; i < FFT_BLOCK; i++) {
            columns[j * stride + i] = rows[i * apart + j];
        }
    }
}
