/* SPDX-License-Identifier: BSD-3-Clause
 * layout_ground.c - order cores so that every domain is a run, coarse levels before fine ones.
 *
 * Levels nest differently from machine to machine (a NUMA node holds packages, or a package holds
 * NUMA nodes), so their order is read off the cores.
 */
#include "layout_ground.h"

#include <stdlib.h>
#include <string.h>

/* A level that may join: for each spot the number of its domain, dense from 0. */
struct candidate {
    const int *id;
    int n;
    int level; /* of the topology, or one of the two more */
};

struct levels {
    int *ids; /* RXT_GROUND_LEVELS x n_spots */
    struct candidate level[RXT_GROUND_LEVELS];
    int n;
};

bool rxt_choice_has(const struct rxt_choice *choice, const struct rxt_core *core)
{
    return core->kind >= choice->least_kind &&
           (choice->level < 0 || core->domain[choice->level] == choice->domain);
}

int rxt_widest(const struct rxt_topology *topology)
{
    int widest = 1;
    for (size_t c = 0; c < topology->n_cores; c++) {
        widest = topology->cores[c].n_pus > widest ? topology->cores[c].n_pus : widest;
    }
    return widest;
}

size_t rxt_slots(const struct rxt_ground *ground, size_t begin, size_t end, int depth)
{
    size_t n = 0;
    for (size_t s = begin; s < end; s++) {
        n += rxt_slots_of_core(ground->spots[s].width, ground->widest, depth);
    }
    return n;
}

size_t rxt_run_end(const struct rxt_ground *ground, size_t begin, size_t end, int level)
{
    size_t s = begin + 1;
    while (s < end && ground->spots[s].run[level] == ground->spots[begin].run[level]) {
        s++;
    }
    return s;
}

/* Number equal keys alike, in order of appearance; the keys are few or come in runs. */
static int number_keys(const int *key, size_t n, int *id)
{
    int next = 0;
    for (size_t s = 0; s < n; s++) {
        size_t before = s;
        while (before > 0 && key[before - 1] != key[s]) {
            before--;
        }
        id[s] = before > 0 ? id[before - 1] : next++;
    }
    return next;
}

/* Does each domain of fine lie in one domain of coarse? */
static bool refines(const struct candidate *fine, const struct candidate *coarse, size_t n, int *home)
{
    memset(home, 0xff, n * sizeof *home); /* -1 */
    for (size_t s = 0; s < n; s++) {
        int *of = &home[fine->id[s]];
        if (*of >= 0 && *of != coarse->id[s]) {
            return false;
        }
        *of = coarse->id[s];
    }
    return true;
}

/* Add a level at its place among the accepted ones, coarse to fine, if it nests with all of them. */
static void accept(struct levels *levels, struct candidate added, size_t n_spots, int *scratch)
{
    int place = 0;
    for (int l = 0; l < levels->n; l++) {
        const struct candidate *other = &levels->level[l];
        const bool is_finer = added.n >= other->n;
        if (!refines(is_finer ? &added : other, is_finer ? other : &added, n_spots, scratch)) {
            return;
        }
        place += is_finer;
    }
    if (added.n > 1) {
        memmove(&levels->level[place + 1], &levels->level[place],
                (size_t)(levels->n - place) * sizeof *levels->level);
        levels->level[place] = added;
        levels->n++;
    }
}

/* A kind of core is a level, too, inside its package: ranks shall not mix kinds. */
static int key_of(const struct rxt_topology *topology, const struct rxt_spot *spot, int level)
{
    const struct rxt_core *core = &topology->cores[spot->core];
    return level < RXT_LEVELS    ? core->domain[level]
           : level == RXT_LEVELS ? core->domain[RXT_PACKAGE] * topology->n_kinds + core->kind
                                 : (int)spot->core;
}

/* The spots come by kind: with one kind alone, that is no level. */
static bool mixes_kinds(const struct rxt_ground *ground, const struct rxt_topology *topology)
{
    const struct rxt_spot *first = ground->spots, *last = first + ground->n_spots - 1;
    return topology->cores[first->core].kind != topology->cores[last->core].kind;
}

static void find_levels(struct levels *levels, const struct rxt_ground *ground,
                        const struct rxt_topology *topology, int *key, int *scratch)
{
    for (int level = 0; level < RXT_GROUND_LEVELS; level++) {
        int *id = levels->ids + (size_t)level * ground->n_spots;
        for (size_t s = 0; s < ground->n_spots; s++) {
            key[s] = key_of(topology, &ground->spots[s], level);
        }
        if (level != RXT_LEVELS || mixes_kinds(ground, topology)) {
            const int n = number_keys(key, ground->n_spots, id);
            accept(levels, (struct candidate){id, n, level}, ground->n_spots, scratch);
        }
    }
}

static int by_domain(const void *a, const void *b)
{
    const struct rxt_spot *x = a, *y = b;
    for (int l = 0; l < RXT_GROUND_LEVELS; l++) {
        if (x->run[l] != y->run[l]) {
            return x->run[l] < y->run[l] ? -1 : 1;
        }
    }
    return x->core < y->core ? -1 : 1;
}

/* Sort by the domains, and number them again as they now follow each other. */
static void sort_spots(struct rxt_ground *ground, const struct levels *levels)
{
    struct rxt_spot *spots = ground->spots;
    for (size_t s = 0; s < ground->n_spots; s++) {
        for (int l = 0; l < levels->n; l++) {
            spots[s].run[l] = levels->level[l].id[s];
        }
    }
    qsort(spots, ground->n_spots, sizeof *spots, by_domain);
    for (int l = 0; l < levels->n; l++) {
        int run = -1, last = -1;
        for (size_t s = 0; s < ground->n_spots; s++) {
            run += spots[s].run[l] != last;
            last = spots[s].run[l];
            spots[s].run[l] = run;
        }
    }
}

/* While kinds are mixed, an L2 does not count: powerful cores often have one each, the others share
 * one, and ranks that fit into the latter would leave the former idle. An L2 for each core is that core. */
static void note_levels(struct rxt_ground *ground, const struct levels *levels)
{
    ground->n_levels = levels->n;
    ground->kind_level = -1;
    ground->mixed_goal = levels->n - 1;
    for (int l = 0; l < levels->n; l++) {
        ground->kind_level = levels->level[l].level == RXT_LEVELS ? l : ground->kind_level;
    }
    for (int l = 0; l < levels->n; l++) {
        const int level = levels->level[l].level;
        ground->is_hard[l] = level < RXT_L2 || (level == RXT_L2 && ground->kind_level < 0 &&
                                                (size_t)levels->level[l].n < ground->n_spots);
    }
    while (ground->mixed_goal > ground->kind_level && levels->level[ground->mixed_goal].level >= RXT_L2) {
        ground->mixed_goal--;
    }
}

static enum rxt_err order(struct rxt_ground *ground, const struct rxt_topology *topology)
{
    const size_t n = ground->n_spots;
    struct levels levels = {.ids = calloc((RXT_GROUND_LEVELS + 2) * n + 1, sizeof(int))};
    if (!levels.ids) {
        return rxt_fail(RXT_E_MEMORY, "no room to order %zu cores", n);
    }
    int *key = levels.ids + RXT_GROUND_LEVELS * n;
    find_levels(&levels, ground, topology, key, key + n);
    sort_spots(ground, &levels);
    note_levels(ground, &levels);
    free(levels.ids);
    return RXT_OK;
}

/* The more powerful cores first: domains are numbered in the order in which they appear. */
static void take(struct rxt_ground *ground, const struct rxt_topology *topology,
                 const struct rxt_choice *choice)
{
    for (int kind = topology->n_kinds - 1; kind >= 0; kind--) {
        for (size_t c = 0; c < topology->n_cores; c++) {
            const struct rxt_core *core = &topology->cores[c];
            if (core->kind == kind && rxt_choice_has(choice, core)) {
                ground->spots[ground->n_spots++] = (struct rxt_spot){.core = c, .width = core->n_pus};
            }
        }
    }
}

enum rxt_err rxt_ground_make(struct rxt_ground **out, const struct rxt_topology *topology,
                             const struct rxt_choice *choice)
{
    *out = NULL;
    struct rxt_ground *ground = calloc(1, sizeof *ground);
    struct rxt_spot *spots = calloc(topology->n_cores + 1, sizeof *spots);
    if (!ground || !spots) {
        free(ground);
        free(spots);
        return rxt_fail(RXT_E_MEMORY, "no room to order %zu cores", topology->n_cores);
    }
    ground->spots = spots;
    ground->widest = rxt_widest(topology);
    take(ground, topology, choice);
    const enum rxt_err err = order(ground, topology);
    if (err != RXT_OK) {
        rxt_ground_close(ground);
        return err;
    }
    *out = ground;
    return RXT_OK;
}

void rxt_ground_close(struct rxt_ground *ground)
{
    if (ground) {
        free(ground->spots);
        free(ground);
    }
}
