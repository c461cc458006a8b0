/* SPDX-License-Identifier: BSD-3-Clause
 * isa.h - which instruction set a kernel's loop may use: chosen at run time, the same on all ranks.
 *
 * A variant lives in a file of its own (here kernel_<name>_avx512.c), which alone is compiled for that set, beside the
 * plain C that is its reference. It must give the same answer, bit for bit.
 */
#ifndef RXT_ISA_H
#define RXT_ISA_H

#include "rxt/team.h"

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* AVX-512 here means F, CD, BW, DQ, VL, IFMA, VBMI and VBMI2 with PCLMULQDQ: Ice Lake, Zen 4, and later. */
enum rxt_isa { RXT_ISA_PLAIN, RXT_ISA_AVX512, RXT_ISAS };

/* The variant, or NULL where the kernel was built without it (RXT_HAVE_AVX512 is not defined): for a table with one
 * entry for each enum rxt_isa. */
#ifdef RXT_HAVE_AVX512
#define RXT_AVX512_OF(function) (function)
#else
#define RXT_AVX512_OF(function) NULL
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
enum rxt_isa rxt_isa_choose(struct rxt_team *team);

/** Return its name, "plain" or "avx512".
 *
 *  Collective:  no
 *  Source:      own
 */
const char *rxt_isa_name(enum rxt_isa isa);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
