/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_isa.h - which instruction set a kernel's loop may use: chosen at run time, the same on all ranks.
 *
 * A variant lives in kernel_<name>_avx512.c, which alone is compiled for that set, beside the
 * plain C that is its reference. It must give the same answer, bit for bit.
 */
#ifndef KERNEL_ISA_H
#define KERNEL_ISA_H

#include "rxt/err.h"
#include "rxt/team.h"

/* AVX-512 here means F, CD, BW, DQ, VL, IFMA, VBMI and VBMI2 with PCLMULQDQ: Ice Lake, Zen 4, and later. */
enum kernel_isa { KERNEL_PLAIN, KERNEL_AVX512, KERNEL_ISAS };

/* The variant, or NULL in a build without it: for a table with one entry for each enum kernel_isa. */
#ifdef RXT_HAVE_AVX512
#define KERNEL_AVX512_OF(function) (function)
#else
#define KERNEL_AVX512_OF(function) NULL
#endif

/** Choose the widest set that this build has code for and that every rank's processor has.
 *
 *  team  in  NULL: for this process alone
 *
 *  The environment variable RXT_ISA=plain asks for the reference, on all ranks if any rank has it.
 *
 *  Errors:      none
 *  Collective:  yes, if there is a team
 *  Source:      own
 */
enum kernel_isa kernel_isa_choose(struct rxt_team *team);

/** Return its name, "plain" or "avx512". */
const char *kernel_isa_name(enum kernel_isa isa);

#endif
