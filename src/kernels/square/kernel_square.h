/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_square.h - the sum of the first squares, by formula.
 */
#ifndef KERNEL_SQUARE_H
#define KERNEL_SQUARE_H

#include <stdint.h>

/** Return 1 + 4 + 9 + ... + n^2 modulo 2^64; n below 2^62. */
uint64_t square_sum(uint64_t n);

#endif
