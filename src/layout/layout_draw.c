/* SPDX-License-Identifier: BSD-3-Clause
 * layout_draw.c - the machine, with the rank of each core.
 */
#include "layout_draw.h"

#include "machine_show.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 100, CELL = 16 };

/* The ranks of a core: none, one, a range, or the first of several that do not follow each other. */
struct owners {
    int first, last, n; /* n distinct ranks */
};

static void find_owners(const struct rxt_plan *plan, struct owners *owners)
{
    for (size_t i = 0; i < plan->n_places; i++) {
        struct owners *of = &owners[plan->place[i].core];
        const int rank = plan->place[i].rank;
        if (of->n == 0 || rank != of->last) {
            of->first = of->n == 0 ? rank : of->first;
            of->last = rank;
            of->n++;
        }
    }
}

static const char *cell_of(const struct owners *of, char out[CELL])
{
    if (of->n == 0) {
        snprintf(out, CELL, ".");
    } else if (of->n == 1) {
        snprintf(out, CELL, "%d", of->first);
    } else if (of->last - of->first + 1 == of->n) {
        snprintf(out, CELL, "%d-%d", of->first, of->last);
    } else {
        snprintf(out, CELL, "%d+", of->first);
    }
    return out;
}

static bool same_group(const struct rxt_core *a, const struct rxt_core *b)
{
    return a->domain[RXT_PACKAGE] == b->domain[RXT_PACKAGE] && a->domain[RXT_NUMA] == b->domain[RXT_NUMA] &&
           a->domain[RXT_L3] == b->domain[RXT_L3];
}

static void name_group(const struct rxt_topology *topology, const struct rxt_core *core, char *out,
                       size_t n_bytes)
{
    char name[32];
    struct rxt_text text = {0};
    for (int level = 0; level <= RXT_L3; level++) {
        if (topology->has[level]) {
            rxt_show_domain(topology, (enum rxt_level)level, core->domain[level], name, sizeof name);
            rxt_text_add(&text, "%s%s", text.n > 0 ? ", " : "", name);
        }
    }
    snprintf(out, n_bytes, "%s", text.n > 0 ? rxt_text_of(&text) : "cores");
    rxt_text_free(&text);
}

struct drawing {
    const struct rxt_topology *topology;
    struct owners *owners;
    size_t name_width, cell_width;
};

static void measure(struct drawing *drawing)
{
    char name[100], cell[CELL];
    for (size_t c = 0; c < drawing->topology->n_cores; c++) {
        const struct rxt_core *core = &drawing->topology->cores[c];
        const size_t cell_width = strlen(cell_of(&drawing->owners[c], cell));
        drawing->cell_width = cell_width > drawing->cell_width ? cell_width : drawing->cell_width;
        if (c == 0 || !same_group(core, core - 1)) {
            name_group(drawing->topology, core, name, sizeof name);
            drawing->name_width = strlen(name) > drawing->name_width ? strlen(name) : drawing->name_width;
        }
    }
}

static void draw(const struct drawing *drawing, struct rxt_text *out)
{
    char name[100], cell[CELL];
    size_t column = 0;
    for (size_t c = 0; c < drawing->topology->n_cores; c++) {
        const struct rxt_core *core = &drawing->topology->cores[c];
        const bool begins = c == 0 || !same_group(core, core - 1);
        if (begins || column + drawing->cell_width + 1 > WIDTH) {
            name_group(drawing->topology, core, name, sizeof name);
            rxt_text_add(out, "%s%-*s |", c > 0 ? "\n" : "", (int)drawing->name_width, begins ? name : "");
            column = drawing->name_width + 2;
        }
        rxt_text_add(out, " %*s", (int)drawing->cell_width, cell_of(&drawing->owners[c], cell));
        column += drawing->cell_width + 1;
    }
    rxt_text_add(out, "\n\nEach number is a core and tells its rank; a point is a core that stays idle.\n");
}

void rxt_plan_draw(const struct rxt_plan *plan, const struct rxt_topology *topology, struct rxt_text *out)
{
    struct drawing drawing = {.topology = topology,
                              .owners = calloc(topology->n_cores, sizeof *drawing.owners)};
    if (!drawing.owners) {
        out->failed = true;
        return;
    }
    find_owners(plan, drawing.owners);
    measure(&drawing);
    draw(&drawing, out);
    free(drawing.owners);
}
