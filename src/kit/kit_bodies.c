/* SPDX-License-Identifier: BSD-3-Clause
 * kit_bodies.c - what bodies do to memory, and whether they rely on the order of each other.
 */
#include "kit_judge.h"
#include "kit_parts.h"

#include <string.h>

enum { WORKERS = 7 };

/* What is compared of two tries of one layout. */
struct ended {
    uint64_t digest;
    enum rxt_err check_err;
};

static struct ended ended(const struct kit *kit)
{
    return (struct ended){kit->result->seen[0].digest, kit->result->seen[0].check_err};
}

/* Whether another try of that layout ended so as the plain one did. */
static bool is_as(const struct kit *kit, struct ended plain)
{
    const struct ended now = ended(kit);
    return kit->is_unsteady || (now.digest == plain.digest && now.check_err == plain.check_err);
}

static void tell(struct kit *kit, enum kit_claim claim)
{
    if (kit->is_unsteady) {
        kit_skip(kit, claim, kit_unsteady);
    } else {
        kit_tell(kit, claim, "%s", "");
    }
}

/* What a partial result holds before a body must not be seen in the answer. */
static enum rxt_err look_at_partials(struct kit *kit)
{
    static const unsigned char poisons[] = {0x00, 0xff, 0x5a};
    struct kit_plan plan = kit_plan_of(kit, 1, 2, RXT_STATIC);
    bool is_well = true;
    plan.way = RXT_RIG_IN_TURN;
    enum rxt_err err = kit_try_for(kit, &plan, CLAIM_PARTIALS, &is_well);
    const struct ended plain = ended(kit);
    plan.guards = true;
    for (size_t i = 0; i < sizeof poisons && err == RXT_OK && is_well && !kit_has_failed(kit, CLAIM_PARTIALS);
         i++) {
        plan.poison = poisons[i];
        err = kit_try_for(kit, &plan, CLAIM_NONE, &is_well);
        if (err != RXT_OK) {
            return err;
        }
        if (kit->result->seen[0].fault[0]) {
            kit_fail(kit, CLAIM_PARTIALS, "%s", kit->result->seen[0].fault);
        } else if (!is_well || !is_as(kit, plain)) {
            kit_fail(
                kit, CLAIM_PARTIALS,
                "the answer is another one when partial results hold bytes 0x%02x before a body: they are not "
                "cleared; a body must set every byte of its own, and add to none",
                (unsigned)poisons[i]);
        }
    }
    tell(kit, CLAIM_PARTIALS);
    return err;
}

static enum rxt_err look_at_writes(struct kit *kit)
{
    bool is_well = false;
    struct kit_plan plan = kit_plan_of(kit, 1, WORKERS, RXT_STATIC);
    plan.way = RXT_RIG_IN_TURN;
    plan.watches = true;
    plan.timeout_s *= 3.0;
    const enum rxt_err err = kit_try_for(kit, &plan, CLAIM_WRITES, &is_well);
    if (err == RXT_OK && kit->result->seen[0].writes[0]) {
        kit_fail(kit, CLAIM_WRITES, "%s", kit->result->seen[0].writes);
    }
    if (err == RXT_OK && kit->result->seen[0].writes_unknown) {
        kit_skip(kit, CLAIM_WRITES,
                 "its memory cannot be compared: it is too large, or /proc/self/maps is not there");
    } else {
        kit_tell(kit, CLAIM_WRITES, "%s", "");
    }
    return err;
}

static enum rxt_err look_at_order(struct kit *kit)
{
    bool is_well = false;
    struct kit_plan plan = kit_plan_of(kit, 1, WORKERS, RXT_STATIC);
    plan.way = RXT_RIG_IN_TURN;
    enum rxt_err err = kit_try_for(kit, &plan, CLAIM_ORDER, &is_well);
    const struct ended plain = ended(kit);
    plan.way = RXT_RIG_BACKWARDS;
    if (err == RXT_OK && is_well) {
        err = kit_try_for(kit, &plan, CLAIM_ORDER, &is_well);
    }
    if (err == RXT_OK && is_well && !is_as(kit, plain)) {
        kit_fail(
            kit, CLAIM_ORDER,
            "the answer is another one when the last chunks are done first: a body reads what another body of "
            "the same loop writes; read from one array and write to another, or make two loops of it");
    }
    tell(kit, CLAIM_ORDER);
    return err;
}

enum rxt_err kit_bodies(struct kit *kit)
{
    if (kit->is_whole) {
        return RXT_OK;
    }
    enum rxt_err err = look_at_partials(kit);
    if (err == RXT_OK && !kit->is_over) {
        err = look_at_writes(kit);
    }
    if (err == RXT_OK && !kit->is_over) {
        err = look_at_order(kit);
    }
    return err;
}
