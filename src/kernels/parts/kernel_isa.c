/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_isa.c - the instruction set of this processor, as far as this build has code for it.
 */

#include "rxt/isa.h"

#include <stdlib.h>
#include <string.h>

static bool has_avx512(void)
{
#ifdef RXT_HAVE_AVX512
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512cd") &&
           __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512ifma") &&
           __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2") &&
           __builtin_cpu_supports("pclmul");
#else
    return false;
#endif
}

enum rxt_isa rxt_isa_choose(struct rxt_team *team)
{
    const char *asked = getenv("RXT_ISA");
    const bool plain = asked && strcmp(asked, "plain") == 0;
    enum rxt_err lack = has_avx512() && !plain ? RXT_OK : RXT_E_ABSENT;
    if (team) {
        lack = rxt_team_agree(team, lack);
    }
    return lack == RXT_OK ? RXT_ISA_AVX512 : RXT_ISA_PLAIN;
}

const char *rxt_isa_name(enum rxt_isa isa)
{
    return isa == RXT_ISA_AVX512 ? "avx512" : "plain";
}
