/* SPDX-License-Identifier: BSD-3-Clause
 * program_layouts.c - layouts that a program's rules and copies ask for beside those that every node has.
 */
#include "program_parts.h"

#include <stdlib.h>
#include <string.h>

bool rxt_program_has_copies(const struct rxt_program *program)
{
    bool has = false;
    for (size_t i = 0; i < program->n_subjects; i++) {
        has |= program->subjects[i].n_copies > 1;
    }
    return has;
}

/* A limit alone is kept by layouts that every node has. */
static bool has_shape(const struct rxt_words *rules)
{
    bool has = false;
    for (size_t i = 0; i < rules->n; i++) {
        has |= strncmp(rules->word[i], "max:", 4) != 0;
    }
    return has;
}

static bool takes(const struct rxt_words *rules, const char *option, size_t n)
{
    bool all = true;
    for (size_t i = 0; i < rules->n && all; i++) {
        all = rxt_program_rule(rules->word[i], option, (long)n, &all) == RXT_OK && all;
    }
    return all;
}

static enum rxt_err add(struct rxt_layout **list, size_t *n, int nodes, size_t ranks, size_t threads)
{
    const struct rxt_layout layout = {nodes, (int)ranks, (int)threads, RXT_BY_SPREAD};
    for (size_t i = 0; i < *n; i++) {
        if (rxt_layout_equal(&(*list)[i], &layout)) {
            return RXT_OK;
        }
    }
    struct rxt_layout *more = realloc(*list, (*n + 1) * sizeof *more);
    if (!more) {
        return rxt_fail(RXT_E_MEMORY, "no room for the layouts of a program");
    }
    *list = more;
    more[(*n)++] = layout;
    return RXT_OK;
}

/* Layouts of at most so many workers, cores left idle, of numbers that no whole node has: 27 ranks of 32 cores. */
static enum rxt_err add_shapes(const struct rxt_program *program, int n_nodes, size_t n_workers,
                               struct rxt_layout **list, size_t *n)
{
    const bool by_ranks = has_shape(&program->ranks_rules), by_threads = has_shape(&program->threads_rules);
    enum rxt_err err = RXT_OK;
    for (size_t ranks = 1; ranks <= n_workers && by_ranks && err == RXT_OK; ranks++) {
        size_t threads =
            takes(&program->ranks_rules, "--ranks", ranks * (size_t)n_nodes) ? n_workers / ranks : 0;
        while (threads > 0 && !takes(&program->threads_rules, "--threads", threads)) {
            threads--;
        }
        err = threads > 0 ? add(list, n, n_nodes, ranks, threads) : RXT_OK;
    }
    for (size_t threads = 1; threads <= n_workers && by_threads && !by_ranks && err == RXT_OK; threads++) {
        err = takes(&program->threads_rules, "--threads", threads)
                  ? add(list, n, n_nodes, n_workers / threads, threads)
                  : RXT_OK;
    }
    return err;
}

enum rxt_err rxt_program_layouts(const struct rxt_program *program, int n_nodes, size_t n_workers,
                                 struct rxt_layout **list, size_t *n)
{
    enum rxt_err err = RXT_OK;
    for (size_t i = 0; i < program->n_subjects && err == RXT_OK; i++) {
        const size_t n_copies = (size_t)program->subjects[i].n_copies, n_each = n_workers / n_copies;
        err = n_copies > 1 && n_each > 0 ? rxt_layout_candidates_of(n_nodes, n_each, list, n) : RXT_OK;
        if (!err) {
            err = add_shapes(program, n_nodes, n_each, list, n);
        }
    }
    return err;
}
