/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_cache.h - what adds up the numbers of a worker.
 */
#ifndef RXT_KERNEL_CACHE_H
#define RXT_KERNEL_CACHE_H

#include <stddef.h>

/* Add up n numbers, a multiple of CACHE_STEP, in several passes. */
enum { CACHE_STEP = 64 };
typedef double cache_sum_fn(const double *x, size_t n, size_t passes);

cache_sum_fn cache_sum_avx512;

#endif
