/* SPDX-License-Identifier: BSD-3-Clause
 * kit_damage.c - is the check able to fail? The answer is damaged by the kernel's own spoil, or a chunk is left out.
 */
#include "kit_parts.h"

#include <stdio.h>

enum { LOOPS = 3, PLACES = 3 };

/* What leaving a chunk out did. */
enum notice { NOT_TRIED, BY_NOBODY, BY_DIGEST, BY_CHECK };

static enum rxt_err cut_one(struct kit *kit, const struct kit_map *map, size_t chunk, enum notice *out)
{
    bool is_well = false;
    const struct kit_seen *seen = &kit->result->seen[0];
    struct kit_plan plan = kit_plan_of(kit, 1, 1, RXT_STATIC);
    plan.cut = (struct kit_cut){true, map->n_items, map->grain, chunk};
    const enum rxt_err err = kit_try_for(kit, &plan, CLAIM_NONE, &is_well);
    *out = !is_well || seen->check_err != RXT_OK        ? BY_CHECK
           : seen->digest != kit->first->seen[0].digest ? BY_DIGEST
                                                        : BY_NOBODY;
    return err;
}

/* Has a loop before it the same items in the same chunks? */
static bool is_like_before(const struct kit_map *maps, size_t m)
{
    for (size_t b = 0; b < m; b++) {
        if (maps[b].n_items == maps[m].n_items && maps[b].grain == maps[m].grain) {
            return true;
        }
    }
    return false;
}

/* The best notice over the loops that are tried, of the first, a middle, the last chunk. */
static enum rxt_err cut_place(struct kit *kit, int place, enum notice *out, size_t *item)
{
    const struct kit_seen *whole = &kit->first->seen[0];
    const size_t n_maps = whole->n_maps < KIT_MAPS ? whole->n_maps : KIT_MAPS;
    enum rxt_err err = RXT_OK;
    int n_tried = 0;
    *out = NOT_TRIED;
    for (size_t m = 0; m < n_maps && n_tried < LOOPS && err == RXT_OK && *out != BY_CHECK; m++) {
        const struct kit_map *map = &whole->maps[m];
        const size_t chunk = place == 0 ? 0 : place == 1 ? map->n_chunks / 2 : map->n_chunks - 1;
        enum notice notice = NOT_TRIED;
        if (map->n_chunks > 0 && !is_like_before(whole->maps, m)) {
            err = cut_one(kit, map, chunk, &notice);
            *item = chunk * map->grain;
            n_tried++;
        }
        *out = notice > *out ? notice : *out;
    }
    return err;
}

static enum rxt_err cut_chunks(struct kit *kit, bool must_check)
{
    static const char *const places[PLACES] = {"first", "middle", "last"};
    char under[256];
    enum rxt_err err = RXT_OK;
    const struct kit_plan plan = kit_plan_of(kit, 1, 1, RXT_STATIC);
    kit_plan_text(kit, &plan, under, sizeof under);
    for (int place = 0; place < PLACES && err == RXT_OK && !kit->is_over; place++) {
        enum notice notice = NOT_TRIED;
        size_t item = 0;
        err = cut_place(kit, place, &notice, &item);
        if (err == RXT_OK && notice == BY_NOBODY) {
            kit_fail(
                kit, CLAIM_FAILS,
                "neither check nor digest notices that the %s chunk (from item %zu on) was left out, %s: look at every "
                "item of the answer in both",
                places[place], item, under);
        } else if (err == RXT_OK && notice == BY_DIGEST && must_check) {
            kit_fail(
                kit, CLAIM_FAILS,
                "check does not notice that the %s chunk (from item %zu on) was left out, %s: compare all of the answer "
                "with algebra or known values, or give the kernel a spoil that its check finds",
                places[place], item, under);
        }
    }
    return err;
}

enum rxt_err kit_damage(struct kit *kit)
{
    bool is_well = false;
    char under[256];
    struct kit_plan plan = kit_plan_of(kit, 1, 1, RXT_STATIC);
    plan.spoils = true;
    kit_plan_text(kit, &plan, under, sizeof under);
    if (!kit->kernel->check) {
        kit_skip(kit, CLAIM_FAILS, kit_no_check);
        return RXT_OK;
    }
    enum rxt_err err = kit_try_for(kit, &plan, CLAIM_FAILS, &is_well);
    const struct kit_seen *seen = &kit->result->seen[0];
    const bool can_spoil = kit->kernel->spoil != NULL;
    if (err != RXT_OK || !is_well || kit_has_failed(kit, CLAIM_RIGHT)) {
        kit_skip(kit, CLAIM_FAILS, "its check fails already");
        return err;
    }
    if (can_spoil && seen->spoilt_err != RXT_E_WRONG) {
        kit_fail(
            kit, CLAIM_FAILS,
            "check returned '%s' after spoil had damaged the answer, %s: let it look at what spoil damages, and return "
            "RXT_E_WRONG",
            rxt_err_text(seen->spoilt_err), under);
    }
    if (!kit->is_whole) {
        err = cut_chunks(kit, !can_spoil);
    } else if (!can_spoil) {
        kit_skip(kit, CLAIM_FAILS,
                 "a whole kernel without spoil cannot be damaged from outside: give it one");
        return err;
    }
    kit_tell(kit, CLAIM_FAILS, "%s", can_spoil ? "spoilt by itself; chunks left out" : "chunks left out");
    return err;
}
