/* SPDX-License-Identifier: BSD-3-Clause
 * decide_work.c - the first question of all: does it compute, or does it wait?
 *
 * CPU time over the time that its threads held their cores. What a thread waited for a core that another had is no wait of
 * its own. A wait that spins is CPU time: of a program whose time in MPI nobody measured, nothing tells it from work.
 */
#include "decide_reason.h"

#include <math.h>
#include <stdio.h>

/* From where on it computes, and below what it waits. */
static const double computes = 0.9, waits = 0.5, starved = 0.95;

/* What is set back between runs is CPU time, and no time of a run. NaN stays what it is. */
static double share_of(double part_s, double held_s)
{
    return part_s > held_s ? 1.0 : part_s / held_s;
}

static void find_of_kernel(const struct rxt_sample *s, struct rxt_row *row)
{
    double ran_s = 0.0, wait_s = 0.0, run_s = 0.0;
    for (size_t i = 0; i < s->n_times; i++) {
        run_s += s->time_s[i];
    }
    for (size_t i = 0; i < s->n_places; i++) {
        ran_s += s->places[i].cpu_s;
        wait_s += s->places[i].run_delay_s;
    }
    const double held_s = run_s * (double)s->n_places; /* none: nothing is known */
    row->busy = share_of(ran_s, held_s);
    row->wanted = share_of(ran_s + wait_s, held_s);
}

/* The cores of a launch: copies side by side hold those of all of them. */
static size_t cores_held(const struct rxt_usage *use, const struct rxt_row *row)
{
    const size_t given = use ? (size_t)use->n_ranks * (size_t)use->n_threads : 0;
    return given > row->workers ? given : row->workers;
}

void rxt_busy_find(const struct rxt_sample *typical, struct rxt_row *row)
{
    if (typical && typical->has_usage) {
        const struct rxt_usage *use = &typical->usage;
        const double held_s = use->wall_s * (double)cores_held(use, row);
        row->busy = use->cpu_s / held_s;
        row->wanted = (use->cpu_s + use->wait_s) / held_s;
    } else if (typical && !typical->is_program) {
        find_of_kernel(typical, row);
    }
}

bool rxt_row_had_cores(const struct rxt_row *row)
{
    return !(row->cpu_share < starved) && !(row->factors.core_time < starved);
}

void rxt_say_no_cores(const struct rxt_row *row, struct rxt_text *text)
{
    const double share = row->cpu_share < starved ? row->cpu_share : row->factors.core_time;
    rxt_text_add(text, "for %.0f %% of the time", 100.0 * (1.0 - share));
}

/* CPU time in which nothing useful was done: the team's waits for other threads and ranks spin. Of a kernel alone known. */
static double spun(const struct rxt_row *row)
{
    const double useful = row->factors.parallel;
    return row->workers > 1 && rxt_row_had_cores(row) && useful < row->busy ? row->busy - useful : 0.0;
}

static void say_share(const struct rxt_row *row, struct rxt_text *text)
{
    const size_t n_cores = cores_held(row->usage, row);
    rxt_text_add(text, "under %s its threads ran for %.0f %% of the time that it held %zu core%s", row->text,
                 100.0 * row->busy, n_cores, n_cores > 1 ? "s" : "");
    if (row->wanted - row->busy > 1.0 - starved) {
        rxt_text_add(text, ", and waited for a core for %.0f %%", 100.0 * (row->wanted - row->busy));
    }
    if (spun(row) > 1.0 - starved) {
        rxt_text_add(text, "; %.0f %% went into waits that spin", 100.0 * spun(row));
    }
}

/* May what looks like work be a wait that spins? Of kernels the team knows. */
static bool may_spin(const struct rxt_row *row)
{
    const struct rxt_usage *use = row->usage;
    return use && ((use->n_ranks > 1 && isnan(use->mpi_high)) || use->n_threads > 1);
}

void rxt_work_write(const struct rxt_verdict_of_kernel *k, char *out, size_t n_bytes)
{
    const struct rxt_row *row = k->recommended ? k->recommended : k->best;
    struct rxt_text text = {0};
    out[0] = '\0';
    if (!row) {
        return;
    }
    const double worked = row->wanted - spun(row);
    if (isnan(worked)) {
        rxt_text_add(&text, "not known whether it computes or waits: its CPU time was not told");
    } else if (worked < waits) {
        rxt_text_add(&text, "it waits more than it computes: ");
        say_share(row, &text);
    } else if (worked < computes) {
        rxt_text_add(&text, "it computes, and waits in between: ");
        say_share(row, &text);
    } else if (may_spin(row)) {
        rxt_text_add(&text, "its cores are busy: ");
        say_share(row, &text);
        rxt_text_add(&text, " (waits that spin are in it%s)",
                     row->usage->n_ranks > 1 ? "; time in MPI was not measured" : "");
    } else {
        rxt_text_add(&text, "it computes: ");
        say_share(row, &text);
    }
    snprintf(out, n_bytes, "%s", rxt_text_of(&text));
    rxt_text_free(&text);
}
