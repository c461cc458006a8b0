/* SPDX-License-Identifier: BSD-3-Clause
 * layout_show.c - a plan as text: a row for each rank, and what lies across a border.
 */
#include "layout_show.h"

#include "layout_draw.h"
#include "machine_show.h"

#include <stdio.h>
#include <string.h>

enum { PACKAGE, NUMA, L3, CORES, PUS, COLUMNS };
static const char *const titles[COLUMNS] = {"package", "NUMA", "L3", "cores", "PUs"};
static const size_t most_bytes[COLUMNS] = {12, 12, 12, 22, 30};

struct row {
    char cell[COLUMNS][32];
};

static struct row row_of(const struct rxt_plan *plan, const struct rxt_topology *topology, int rank)
{
    struct rxt_mask sets[COLUMNS] = {{{0}}};
    struct row row;
    const size_t threads = (size_t)plan->layout.threads;
    for (size_t i = (size_t)rank * threads; i < ((size_t)rank + 1) * threads; i++) {
        const struct rxt_core *core = &topology->cores[plan->place[i].core];
        rxt_mask_add(&sets[PACKAGE], core->package);
        rxt_mask_add(&sets[NUMA], core->numa);
        rxt_mask_add(&sets[L3], core->l3);
        rxt_mask_add(&sets[CORES], core->core);
        rxt_mask_add(&sets[PUS], plan->place[i].pu);
    }
    for (int c = 0; c < COLUMNS; c++) {
        rxt_show_indices(&sets[c], row.cell[c], most_bytes[c] + 1);
    }
    return row;
}

static void show_row(const char *rank, const struct row *row, const size_t width[COLUMNS],
                     struct rxt_text *out)
{
    rxt_text_add(out, "%5s", rank);
    for (int c = 0; c < COLUMNS; c++) {
        rxt_text_add(out, "  %-*s", c == PUS ? 0 : (int)width[c], row->cell[c]);
    }
    rxt_text_add(out, "\n");
}

static void show_rows(const struct rxt_plan *plan, const struct rxt_topology *topology, struct rxt_text *out)
{
    size_t width[COLUMNS] = {0};
    struct row row;
    char rank[16];
    for (int c = 0; c < COLUMNS; c++) {
        snprintf(row.cell[c], sizeof row.cell[c], "%s", titles[c]);
    }
    const struct row head = row;
    for (int r = -1; r < plan->layout.ranks; r++) {
        row = r < 0 ? head : row_of(plan, topology, r);
        for (int c = 0; c < COLUMNS; c++) {
            const size_t columns = rxt_columns(row.cell[c]);
            width[c] = columns > width[c] ? columns : width[c];
        }
    }
    show_row("rank", &head, width, out);
    for (int r = 0; r < plan->layout.ranks; r++) {
        row = row_of(plan, topology, r);
        snprintf(rank, sizeof rank, "%d", r);
        show_row(rank, &row, width, out);
    }
}

static void show_mixed(const struct rxt_plan *plan, const struct rxt_topology *topology, struct rxt_text *out)
{
    struct rxt_mask ranks = {{0}};
    char list[41];
    for (int rank = 0; rank < plan->layout.ranks; rank++) {
        if (rxt_plan_mixes_kinds(plan, topology, rank)) {
            rxt_mask_add(&ranks, rank);
        }
    }
    if (plan->n_mixed > 0) {
        rxt_text_add(
            out,
            "Ranks that mix kinds of cores: %zu (of %d): rank%s %s; their threads are not equally fast.\n",
            plan->n_mixed, plan->layout.ranks, plan->n_mixed > 1 ? "s" : "",
            rxt_show_indices(&ranks, list, sizeof list));
    }
}

static void show_borders(const struct rxt_plan *plan, const struct rxt_topology *topology,
                         struct rxt_text *out)
{
    const char *before = "Ranks over several ";
    for (int level = 0; level < RXT_LEVELS; level++) {
        if (plan->n_cut[level] > 0 && (level != RXT_L2 || topology->n_domains[level] < topology->n_cores)) {
            rxt_text_add(out, "%s%ss: %zu", before, rxt_level_name((enum rxt_level)level),
                         plan->n_cut[level]);
            before = ", ";
        }
    }
    rxt_text_add(out, *before == ',' ? " (of %d).\n" : "No rank lies over several domains.\n",
                 plan->layout.ranks);
    show_mixed(plan, topology, out);
    if (plan->shares_pus) {
        rxt_text_add(out, "Oversubscribed: some hardware threads carry several threads.\n");
    } else if (plan->shares_cores) {
        rxt_text_add(out, "SMT: some cores carry several threads, each on its own hardware thread.\n");
    }
}

void rxt_plan_show(const struct rxt_plan *plan, const struct rxt_topology *topology, struct rxt_text *out)
{
    const struct rxt_layout *layout = &plan->layout;
    char name[RXT_LAYOUT_BYTES];
    rxt_text_add(out, "%s: %d rank%s of %d thread%s a node (%s), policy %s\non ",
                 rxt_layout_text(layout, name, sizeof name), layout->ranks, layout->ranks == 1 ? "" : "s",
                 layout->threads, layout->threads == 1 ? "" : "s", rxt_mode_name(rxt_layout_mode(layout)),
                 rxt_policy_name(layout->policy));
    rxt_text_add_line(out, topology->source, strlen(topology->source));
    rxt_text_add(out, "\n\n");
    show_rows(plan, topology, out);
    rxt_text_add(out, "\n");
    show_borders(plan, topology, out);
    if (layout->policy == RXT_BY_NONE) {
        rxt_text_add(out, "With policy none rxt binds nothing: this is what spread would do.\n");
    }
    rxt_text_add(out, "\n");
    rxt_plan_draw(plan, topology, out);
}
