/* SPDX-License-Identifier: BSD-3-Clause
 * kit.c - the claims, and the order in which they are looked at.
 */
#include "kit_parts.h"

#include "trial_plugin.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name, *what;
    bool
        is_split; /* of a kernel that rxt cuts: one that cuts its own loops has no bodies, chunks, partial results */
} claims[N_CLAIMS] = {
    [CLAIM_DESCRIBED] = {"described", "its description is whole", false},
    [CLAIM_RUNS] = {"runs", "it opens, runs, is checked, and closes", false},
    [CLAIM_RIGHT] = {"right", "its own check finds the answer right", false},
    [CLAIM_AGAIN] = {"again", "a second run gives the same answer", false},
    [CLAIM_SIZES] = {"sizes", "it does the least sizes, primes, and fewer items than workers", false},
    [CLAIM_LAYOUTS] = {"layouts", "one digest under all layouts and schedules", true},
    [CLAIM_ITEMS] = {"items", "its loops are the same under every layout, no item missed or done twice",
                     true},
    [CLAIM_PARTIALS] = {"partials", "bodies write all of their partial result, and nothing beside it", true},
    [CLAIM_WRITES] = {"writes", "no two workers write to the same bytes", true},
    [CLAIM_ORDER] = {"order", "the order in which chunks are done does not matter", true},
    [CLAIM_ALLOCATES] = {"allocates", "no memory is allocated in the timed region", false},
    [CLAIM_IO] = {"io", "nothing is read or written in the timed region", false},
    [CLAIM_FAILS] = {"fails", "its check finds a damaged answer", false},
    [CLAIM_TIME] = {"time", "its default size is big enough to time", false},
    [CLAIM_NEED] = {"need", "it takes no more memory than it tells", false},
    [CLAIM_KEEPS] = {"keeps", "close gives all memory back", false},
    [CLAIM_LAUNCH] = {"launch", "ranks that a launcher starts give that answer, too", false},
    [CLAIM_RACES] = {"races", "ThreadSanitizer finds no race", true},
};

bool kit_has_failed(const struct kit *kit, enum kit_claim claim)
{
    return kit->claims[claim].verdict == RXT_KIT_FAILED;
}

void kit_fail(struct kit *kit, enum kit_claim claim, const char *format, ...)
{
    struct rxt_claim *c = &kit->claims[claim];
    va_list args;
    if (c->verdict != RXT_KIT_FAILED) {
        va_start(args, format);
        vsnprintf(c->note, sizeof c->note, format, args);
        va_end(args);
        c->verdict = RXT_KIT_FAILED;
    }
}

void kit_skip(struct kit *kit, enum kit_claim claim, const char *why)
{
    struct rxt_claim *c = &kit->claims[claim];
    if (c->verdict != RXT_KIT_FAILED) {
        snprintf(c->note, sizeof c->note, "%s", why);
        c->verdict = RXT_KIT_SKIPPED;
    }
}

const char kit_unsteady[] = "its answer is another one each time";

const char kit_no_check[] =
    "it has no check of its own: a study holds its answers under all layouts against each other";

void kit_tell(struct kit *kit, enum kit_claim claim, const char *format, ...)
{
    struct rxt_claim *c = &kit->claims[claim];
    va_list args;
    if (c->verdict != RXT_KIT_FAILED && !(kit->is_whole && claims[claim].is_split)) {
        c->verdict = RXT_KIT_PASSED;
        va_start(args, format);
        vsnprintf(c->note, sizeof c->note, format, args);
        va_end(args);
    }
}

/* What was not looked at so far is said so, and is never taken for passed. */
static void skip_rest(struct kit *kit, const char *why)
{
    for (int c = 0; c < N_CLAIMS; c++) {
        if (kit->claims[c].verdict == RXT_KIT_SKIPPED && !kit->claims[c].note[0]) {
            kit_skip(kit, (enum kit_claim)c, why);
        }
    }
}

static enum rxt_err check_all(struct kit *kit)
{
    static enum rxt_err (*const parts[])(struct kit *) = {kit_sizes, kit_layouts, kit_bodies,
                                                          kit_costs, kit_damage,  kit_launches};
    if (rxt_kernel_check(kit->kernel) != RXT_OK) { /* of a plug-in it has passed, since it was opened */
        kit_fail(kit, CLAIM_DESCRIBED, "%s", rxt_reason());
        skip_rest(kit, "its description is wrong");
        return RXT_OK;
    }
    kit_tell(kit, CLAIM_DESCRIBED, "%s", "");
    enum rxt_err err = kit_begin(kit);
    if (kit->spec->races && !kit->is_over && err == RXT_OK) {
        skip_rest(kit, "races alone are looked for");
        return kit_races(kit);
    }
    kit_skip(kit, CLAIM_RACES, "with --tsan alone");
    for (size_t i = 0; i < sizeof parts / sizeof *parts && !kit->is_over && err == RXT_OK; i++) {
        err = parts[i](kit);
    }
    skip_rest(kit, "it does not run, or hangs");
    return err;
}

static enum rxt_err open_kit(struct kit *kit, const struct rxt_kit_spec *spec)
{
    const size_t n = rxt_setting_params(spec->small);
    *kit = (struct kit){.spec = spec,
                        .kernel = spec->small->kernel,
                        .is_whole = spec->small->kernel->kind == RXT_WHOLE,
                        .timeout_s = spec->timeout_s > 0.0 ? spec->timeout_s : 20.0,
                        .values = calloc(n + 1, sizeof *kit->values),
                        .result = calloc(1, sizeof *kit->result),
                        .first = calloc(1, sizeof *kit->first)};
    if (!kit->values || !kit->result || !kit->first) {
        return rxt_fail(RXT_E_MEMORY, "no room for the conformance kit");
    }
    memcpy(kit->values, spec->small->values, n * sizeof *kit->values);
    kit->base = (struct rxt_setting){.kernel = kit->kernel, .values = kit->values};
    for (int c = 0; c < N_CLAIMS; c++) {
        kit->claims[c] =
            (struct rxt_claim){.name = claims[c].name, .what = claims[c].what, .verdict = RXT_KIT_SKIPPED};
        if (kit->is_whole && claims[c].is_split) {
            kit_skip(kit, (enum kit_claim)c, "a whole kernel has no loops that rxt cuts");
        }
    }
    return RXT_OK;
}

enum rxt_err rxt_kit_run(const struct rxt_kit_spec *spec,
                         void (*tell)(void *context, const struct rxt_claim *claim), void *context,
                         size_t *n_failed)
{
    struct kit kit;
    *n_failed = 0;
    enum rxt_err err = open_kit(&kit, spec);
    if (!err) {
        err = check_all(&kit);
    }
    for (int c = 0; c < N_CLAIMS && err == RXT_OK; c++) {
        *n_failed += kit.claims[c].verdict == RXT_KIT_FAILED;
        tell(context, &kit.claims[c]);
    }
    free(kit.values);
    free(kit.result);
    free(kit.first);
    return err;
}
