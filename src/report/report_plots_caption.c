/* SPDX-License-Identifier: BSD-3-Clause
 * report_plots_caption.c - what was measured, in the words that a caption needs: size, nodes, policy, build, rounds.
 */
#include "report_curves.h"
#include "report_parts.h"
#include "report_plots.h"

#include <math.h>
#include <string.h>

static const char *text_of(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_string(value) ? json_string_value(value) : "not recorded";
}

static void add_line(struct rxt_text *out, const char *text)
{
    rxt_text_add_line(out, text, strlen(text));
}

/* The size at one worker and at the most. */
static void add_size(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel)
{
    double least = INFINITY, most = 0.0;
    for (size_t r = 0; r < kernel->n_rows; r++) {
        if (isfinite(kernel->rows[r].size)) {
            least = fmin(least, kernel->rows[r].size);
            most = fmax(most, kernel->rows[r].size);
        }
    }
    if (most > 0.0) {
        rxt_text_add(out, least < most ? "n = %.15g to %.15g" : "n = %.15g", least, most);
    } else {
        rxt_text_add(out, "n not recorded");
    }
}

/* Nodes and policies of the layouts that the pictures show. */
static void add_layouts(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel)
{
    int nodes = 1;
    bool is_used[RXT_POLICIES] = {false};
    const char *before = "; placed by ";
    for (size_t r = 0; r < kernel->n_rows; r++) {
        const struct rxt_layout *layout = &kernel->rows[r].layout;
        nodes = layout->nodes > nodes ? layout->nodes : nodes;
        is_used[layout->policy] |= layout->policy != RXT_BY_NONE;
    }
    rxt_text_add(out, "up to %d node%s", nodes, nodes == 1 ? "" : "s");
    for (int p = 0; p < RXT_POLICIES; p++) {
        if (is_used[p]) {
            rxt_text_add(out, "%s%s", before, rxt_policy_name((enum rxt_policy)p));
            before = ", ";
        }
    }
}

void rxt_plot_caption(struct rxt_text *out, const struct rxt_study *study,
                      const struct rxt_decision *decision, const struct rxt_verdict_of_kernel *kernel)
{
    const struct rxt_header *header = study->header;
    const bool is_weak = decision->scaling == RXT_SCALING_WEAK;
    rxt_text_add(out, "%s scaling of %s, ", is_weak ? "Weak" : "Strong", kernel->kernel);
    add_size(out, kernel);
    rxt_text_add(out, ".\nMachine: ");
    add_line(out, header->cpu ? header->cpu : "unknown CPU");
    rxt_text_add(out, " (");
    add_line(out, header->host ? header->host : "unknown host");
    rxt_text_add(out, "), ");
    add_layouts(out, kernel);
    rxt_text_add(out, ".\nBuild: ");
    add_line(out, text_of(header->build, "compiler"));
    rxt_text_add(out, "; MPI: ");
    add_line(out, text_of(header->versions, "mpi_library"));
    rxt_text_add(out, "; launcher: ");
    add_line(out, header->launcher ? header->launcher : "not recorded");
    rxt_text_add(out, ".\nRounds: %zu, each layout launched once in a round (", decision->n_rounds);
    add_line(out, header->date ? header->date : "no date");
    rxt_text_add(
        out,
        ").\nPoints: medians over the rounds, of each mode the fastest layout of every number of workers. "
        "Bars: 95 %% intervals by order statistics; no bar: no interval. Triangles at an edge: it goes on "
        "beyond.\n");
    rxt_text_add(out, is_weak ? "The work of each worker stays the same: flat is ideal.\n"
                              : "The base is 1x1: one process of one thread. Dotted: ideal.\n");
    if (rxt_curve_points(kernel, RXT_MODE_HYBRID) == 0) {
        rxt_text_add(out, "Hybrid layouts were not measured.\n");
    }
}
