/* SPDX-License-Identifier: BSD-3-Clause
 * launch_variables.c - the variables by which run-times are told how many threads to start, and where.
 */
#include "launch_bind_parts.h"

#include "launch_sibling.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>

const struct rxt_thread_variable rxt_thread_variables[] = {
    {"OMP_NUM_THREADS", false},
    {"OPENBLAS_NUM_THREADS", true},
    {"MKL_NUM_THREADS", false},
    {"BLIS_NUM_THREADS", false},
    {"NUMEXPR_NUM_THREADS", false},
    {"NUMBA_NUM_THREADS", false},
    {"VECLIB_MAXIMUM_THREADS", false},
    {"JULIA_NUM_THREADS", false},
    {"RAYON_NUM_THREADS", false},
    {"GOMAXPROCS", false},
    {NULL, false},
};

/* KMP_PLACE_THREADS is the old name of KMP_HW_SUBSET, GOTO_NUM_THREADS that of OPENBLAS_NUM_THREADS. */
const struct rxt_thread_mover rxt_thread_movers[] = {
    {"OMP_PLACES", false},        {"OMP_PROC_BIND", false},
    {"GOMP_CPU_AFFINITY", false}, {"KMP_AFFINITY", false},
    {"KMP_HW_SUBSET", true},      {"KMP_PLACE_THREADS", true},
    {"OMP_THREAD_LIMIT", true},   {"OMP_DYNAMIC", true},
    {"OMP_NESTED", true},         {"OMP_MAX_ACTIVE_LEVELS", true},
    {"KMP_ALL_THREADS", true},    {"KMP_DEVICE_THREAD_LIMIT", true},
    {"GOTO_NUM_THREADS", true},   {NULL, false},
};

static void set(struct rxt_bound *bound, const char *name, const char *value)
{
    setenv(name, value, 1);
    rxt_words_add(&bound->set, "%s=%s", name, value);
}

static void clear(struct rxt_bound *bound, const char *name)
{
    const char *value = getenv(name);
    if (value) {
        rxt_words_add(&bound->cleared, "%s=%s", name, value);
        unsetenv(name);
    }
}

/* For the ranks beside it; and a program that asks may know where it is. */
static void mark(struct rxt_bound *bound)
{
    char pus[8192];
    set(bound, rxt_sibling_mark, rxt_mask_text(&bound->mask, pus, sizeof pus));
}

static void set_places(struct rxt_bound *bound)
{
    struct rxt_text places = {0};
    for (int i = 0; i < bound->n_pus; i++) {
        rxt_text_add(&places, "%s{%d}", i > 0 ? "," : "", bound->pu[i]);
    }
    set(bound, "OMP_PLACES", rxt_text_of(&places));
    set(bound, "OMP_PROC_BIND", "close");
    bound->has_places = true;
    bound->set.failed |= places.failed;
    rxt_text_free(&places);
}

enum rxt_err rxt_bind_tell_threads(const struct rxt_bind_how *how, struct rxt_bound *bound)
{
    char threads[16];
    const bool binds = how->layout.policy != RXT_BY_NONE;
    snprintf(threads, sizeof threads, "%d", how->layout.threads);
    for (const struct rxt_thread_mover *mover = rxt_thread_movers; mover->name; mover++) {
        if (binds || mover->limits) {
            clear(bound, mover->name);
        }
    }
    for (const struct rxt_thread_variable *variable = rxt_thread_variables; variable->name; variable++) {
        if (variable->is_never_1 && how->layout.threads == 1) {
            clear(bound, variable->name);
        } else {
            set(bound, variable->name, threads);
        }
    }
    if (binds) {
        mark(bound);
    }
    if (binds && !how->mask_only && !how->one_process) {
        set_places(bound);
    }
    return bound->set.failed || bound->cleared.failed
               ? rxt_fail(RXT_E_MEMORY, "no room for the variables of threads")
               : RXT_OK;
}

void rxt_bound_free(struct rxt_bound *bound)
{
    free(bound->pu);
    rxt_words_free(&bound->set);
    rxt_words_free(&bound->cleared);
    *bound = (struct rxt_bound){0};
}
