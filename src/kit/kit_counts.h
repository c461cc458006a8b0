/* SPDX-License-Identifier: BSD-3-Clause
 * kit_counts.h - what librxt-kit.so, loaded before the C library, counts for the kit: it and the kit agree here.
 */
#ifndef RXT_KIT_COUNTS_H
#define RXT_KIT_COUNTS_H

#include <stdatomic.h>

struct rxt_kit_counts {
    atomic_int is_on;
    atomic_ulong n_allocations, n_bytes; /* by malloc and its kin, while it is on */
    atomic_long n_kept, n_taken;         /* blocks not given back, and all of them: always */
};

#define RXT_KIT_COUNTS "rxt_kit_counts" /* the name of the one that it exports */

#endif
