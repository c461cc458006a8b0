/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_fma.h - the chains of an item of `fma`, and what runs them.
 */
#ifndef RXT_KERNEL_FMA_H
#define RXT_KERNEL_FMA_H

/* Of an item: chains, and the multiply-adds of each. */
enum { FMA_CHAINS = 120, FMA_STEPS = 1000 };

/* Run all chains, of which k starts at first + k: every item differs, or the compiler would compute only one. Returns their
 * sum. */
typedef double fma_chains_fn(double first, double a, double b);

fma_chains_fn fma_chains_avx512;

#endif
