/* SPDX-License-Identifier: BSD-3-Clause
 * kit_parts.h - what the sources of the kit share.
 */
#ifndef RXT_KIT_PARTS_H
#define RXT_KIT_PARTS_H

#include "kit.h"
#include "kit_try.h"

/* In the order in which they are told. */
enum kit_claim {
    CLAIM_DESCRIBED,
    CLAIM_RUNS,
    CLAIM_RIGHT,
    CLAIM_AGAIN,
    CLAIM_SIZES,
    CLAIM_LAYOUTS,
    CLAIM_ITEMS,
    CLAIM_PARTIALS,
    CLAIM_WRITES,
    CLAIM_ORDER,
    CLAIM_ALLOCATES,
    CLAIM_IO,
    CLAIM_FAILS,
    CLAIM_TIME,
    CLAIM_NEED,
    CLAIM_KEEPS,
    CLAIM_LAUNCH,
    CLAIM_RACES,
    N_CLAIMS,
    CLAIM_NONE = N_CLAIMS /* of a try that may end in any way */
};

struct kit {
    const struct rxt_kit_spec *spec;
    const struct rxt_kernel *kernel;
    struct rxt_setting base; /* small, its size a prime that gives all workers chunks */
    union rxt_value *values; /* of base */
    union rxt_value *size;   /* of them; NULL: it has no size, or reads a file */
    const struct rxt_param *size_param;
    bool is_whole;
    bool
        is_unsteady; /* one rank of one thread has another answer each time: no other layout's can be judged */
    bool is_over;    /* it does not run, or hangs: nothing else is looked at */
    double timeout_s;
    struct kit_result *result; /* of the last try */
    struct kit_result *first;  /* of the base, under 1x1 */
    struct rxt_claim claims[N_CLAIMS + 1];
};

/** Note that a claim failed; the first sentence stays. */
void kit_fail(struct kit *kit, enum kit_claim claim, const char *format, ...) RXT_PRINTF(3, 4);
/** Note that a claim is not looked at, and why. */
void kit_skip(struct kit *kit, enum kit_claim claim, const char *why);
/* Why answers are not compared of a kernel that is unsteady. */
extern const char kit_unsteady[];
/* Why the check of a whole kernel that has none is not looked at. */
extern const char kit_no_check[];
/** Note that a claim holds, and what was tried; one that has failed stays so. */
void kit_tell(struct kit *kit, enum kit_claim claim, const char *format, ...) RXT_PRINTF(3, 4);
bool kit_has_failed(const struct kit *kit, enum kit_claim claim);

/** A plan of the base under a layout, all else plain. */
struct kit_plan kit_plan_of(const struct kit *kit, int ranks, int threads, enum rxt_sched sched);
/** Write "under 2x3, dynamic, with n=101". */
const char *kit_plan_text(const struct kit *kit, const struct kit_plan *plan, char *out, size_t n_bytes);
/** Try a plan; kit->result says how. It returned, opened, ran, and all ranks agree: *is_well, else the claim has failed. */
RXT_CHECKED enum rxt_err kit_try_for(struct kit *kit, const struct kit_plan *plan, enum kit_claim claim,
                                     bool *is_well);

/** The parts, in this order: see kit.c. */
RXT_CHECKED enum rxt_err kit_begin(struct kit *kit);
RXT_CHECKED enum rxt_err kit_sizes(struct kit *kit);
RXT_CHECKED enum rxt_err kit_layouts(struct kit *kit);
RXT_CHECKED enum rxt_err kit_bodies(struct kit *kit);
RXT_CHECKED enum rxt_err kit_costs(struct kit *kit);
RXT_CHECKED enum rxt_err kit_damage(struct kit *kit);
RXT_CHECKED enum rxt_err kit_launches(struct kit *kit);
RXT_CHECKED enum rxt_err kit_races(struct kit *kit);

#endif
