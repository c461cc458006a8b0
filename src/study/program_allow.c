/* SPDX-License-Identifier: BSD-3-Clause
 * program_allow.c - under which layouts a program can be run.
 */
#include "program_parts.h"

#include <stdio.h>

/* The first of the rules that does not take n; NULL: all take it. They were checked. */
static const char *first_against(const struct rxt_words *rules, const char *what, long n)
{
    for (size_t i = 0; i < rules->n; i++) {
        bool takes = false;
        if (rxt_program_rule(rules->word[i], what, n, &takes) != RXT_OK || !takes) {
            return rules->word[i];
        }
    }
    return NULL;
}

bool rxt_program_allows(const struct rxt_program *program, size_t subject, const struct rxt_layout *layout,
                        char *why, size_t n_bytes)
{
    const struct rxt_program_subject *s = &program->subjects[subject];
    const char *ranks = first_against(&program->ranks_rules, "--ranks", rxt_layout_ranks(layout));
    const char *threads = first_against(&program->threads_rules, "--threads", layout->threads);
    const size_t n_workers = rxt_layout_node_workers(layout), n_used = n_workers * (size_t)s->n_copies;
    const bool is_serial = s->n_copies == 1 && n_workers == 1;
    if (ranks) {
        snprintf(why, n_bytes, "%d rank%s not '%s'", rxt_layout_ranks(layout),
                 rxt_layout_ranks(layout) == 1 ? " is" : "s are", ranks);
    } else if (threads) {
        snprintf(why, n_bytes, "%d thread%s not '%s'", layout->threads,
                 layout->threads == 1 ? " is" : "s are", threads);
    } else if (program->start == RXT_START_ONE && layout->nodes > 1) {
        snprintf(why, n_bytes, "one process cannot be on %d nodes", layout->nodes);
    } else if (s->n_copies > 1 && layout->policy == RXT_BY_NONE) {
        snprintf(why, n_bytes, "copies are bound side by side");
    } else if (s->n_copies > 1 && program->n_cores > 0 && n_used > program->n_cores) {
        snprintf(why, n_bytes, "%d copies of %zu threads do not fit on %zu cores", s->n_copies, n_workers,
                 program->n_cores);
    } else if (rxt_program_has_copies(program) && program->fills && !is_serial &&
               2 * n_used <= program->n_cores) {
        snprintf(why, n_bytes, "%d %s of %zu thread%s leave%s half of the node idle", s->n_copies,
                 s->n_copies > 1 ? "copies" : "copy", n_workers, n_workers > 1 ? "s" : "",
                 s->n_copies > 1 ? "" : "s");
    } else {
        return true;
    }
    return false;
}
