/* SPDX-License-Identifier: BSD-3-Clause
 * machine_quality.c - what came between two moments of a machine.
 */
#include "machine_quality.h"

#include "text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* The system counts in ticks of 10 ms; a page or two of swap, or a clock that steps by a part, is no change. */
static const double least_s = 0.05, least_swap_bytes = 1 << 20, least_clock_change = 0.01;

struct rxt_quality rxt_quality_unknown(void)
{
    return (struct rxt_quality){.steal_share = NAN,
                                .n_throttled = NAN,
                                .throttled_s = NAN,
                                .foreign_cpus = NAN,
                                .load = NAN,
                                .clock_Hz = NAN,
                                .control_s = {NAN, NAN}};
}

static void add_change(struct rxt_text *text, const char *what, const char *before, const char *after)
{
    if (before[0] && after[0] && strcmp(before, after) != 0) {
        rxt_text_add(text, "%s%s %s (%s before)", text->n > 0 ? "; " : "", what, after, before);
    }
}

static void add_number(struct rxt_text *text, const char *what, double before, double after, double unit,
                       const char *name)
{
    rxt_text_add(text, "%s%s %.3g %s (%.3g before)", text->n > 0 ? "; " : "", what, after / unit, name,
                 before / unit);
}

void rxt_moment_changes(const struct rxt_moment *before, const struct rxt_moment *after, char *out,
                        size_t n_bytes)
{
    struct rxt_text text = {0};
    add_change(&text, "governor", before->governor, after->governor);
    add_change(&text, "NUMA balancing", before->numa_balancing, after->numa_balancing);
    add_change(&text, "huge pages", before->huge_pages, after->huge_pages);
    if (fabs(after->limit_Hz - before->limit_Hz) > least_clock_change * before->limit_Hz) {
        add_number(&text, "clock limit", before->limit_Hz, after->limit_Hz, 1e9, "GHz");
    }
    if (fabs(after->swap_bytes - before->swap_bytes) >= least_swap_bytes) {
        add_number(&text, "swap in use", before->swap_bytes, after->swap_bytes, 1 << 20, "MiB");
    }
    snprintf(out, n_bytes, "%s", rxt_text_of(&text));
    rxt_text_free(&text);
}

void rxt_quality_between(const struct rxt_moment *before, const struct rxt_moment *after,
                         struct rxt_quality *out)
{
    const double steal_s = after->steal_s - before->steal_s;
    const double all_s = steal_s + after->busy_s - before->busy_s + after->idle_s - before->idle_s;
    out->steal_share = all_s > 0.0 ? fmin(1.0, fmax(0.0, steal_s / all_s)) : (double)NAN;
    out->n_throttled = fmax(0.0, after->n_throttled - before->n_throttled) + 0.0 * after->n_throttled;
    out->throttled_s = fmax(0.0, after->throttled_s - before->throttled_s) + 0.0 * after->throttled_s;
    out->load = after->load;
    out->clock_Hz = after->clock_Hz;
}

double rxt_busy_between(const struct rxt_moment *before, const struct rxt_moment *after)
{
    const double busy_s = after->busy_s - before->busy_s;
    const double all_s = busy_s + after->idle_s - before->idle_s + after->steal_s - before->steal_s;
    return after->at_s - before->at_s >= least_s && busy_s >= 0.0 && all_s > 0.0
               ? after->n_cpus * busy_s / all_s
               : (double)NAN;
}
