/* SPDX-License-Identifier: BSD-3-Clause
 * report_page_placement.c - the cores of a node as boxes: whom the plan puts there, and who was seen there.
 *
 * What cores there are is known from all placements of the study; of a study of more cores or nodes a part is drawn.
 */
#include "report_page.h"

#include "report_answer.h"
#include "report_svg.h"

#include <stdlib.h>
#include <string.h>

enum { CORES = 1024, PUS = 4096, NODES = 4, PLACES = 6, WIDE = 44, HIGH = 40, SMALL = 22, LARGE_CORES = 32 };

struct core {
    bool is_known;
    int package, numa;
    int n_planned, n_seen; /* over all samples of the layout that is drawn */
    int rank, thread;      /* the last that was planned there, or seen       */
};

struct map {
    const struct rxt_study *study;
    struct core cores[NODES][CORES];
    int core_of[NODES][PUS]; /* -1: not known */
    int n_nodes;
    size_t n_samples; /* of the layout that is drawn */
    bool is_planned;  /* its placements tell of a plan */
    bool is_part;     /* there are cores that are not drawn, or not known by number */
};

static bool is_drawn(const struct rxt_placed *place)
{
    return place->node >= 0 && place->node < NODES && place->core >= 0 && place->core < CORES &&
           place->pu >= 0 && place->pu < PUS;
}

/* Learn the cores from every placement. */
static void learn(struct map *map)
{
    memset(map->core_of, -1, sizeof map->core_of);
    for (size_t i = 0; i < map->study->n_samples; i++) {
        const struct rxt_sample *sample = map->study->samples[i];
        for (size_t p = 0; p < sample->n_places; p++) {
            const struct rxt_placed *place = &sample->places[p];
            map->is_part |= !is_drawn(place);
            if (is_drawn(place)) {
                struct core *core = &map->cores[place->node][place->core];
                *core = (struct core){.is_known = true, .package = place->package, .numa = place->numa};
                map->core_of[place->node][place->pu] = place->core;
                map->n_nodes = place->node >= map->n_nodes ? place->node + 1 : map->n_nodes;
            }
        }
    }
}

static void forget_workers(struct map *map)
{
    for (int node = 0; node < map->n_nodes; node++) {
        for (int c = 0; c < CORES; c++) {
            map->cores[node][c].n_planned = map->cores[node][c].n_seen = 0;
        }
    }
    map->n_samples = 0;
    map->is_planned = false;
}

static void put(struct map *map, const struct rxt_placed *place)
{
    struct core *seen = &map->cores[place->node][place->core];
    seen->n_seen++;
    if (seen->n_planned == 0) {
        seen->rank = place->rank;
        seen->thread = place->thread;
    }
    if (place->planned_pu >= 0 && place->planned_pu < PUS &&
        map->core_of[place->node][place->planned_pu] >= 0) {
        struct core *planned = &map->cores[place->node][map->core_of[place->node][place->planned_pu]];
        planned->n_planned++;
        planned->rank = place->rank;
        planned->thread = place->thread;
        map->is_planned = true;
    }
}

/* Put the workers of all samples of a layout on their cores. */
static void put_layout(struct map *map, const struct rxt_layout *layout)
{
    forget_workers(map);
    for (size_t i = 0; i < map->study->n_samples; i++) {
        const struct rxt_sample *sample = map->study->samples[i];
        if (rxt_layout_equal(&sample->layout, layout) && sample->n_places > 0) {
            map->n_samples++;
            for (size_t p = 0; p < sample->n_places; p++) {
                if (is_drawn(&sample->places[p])) {
                    put(map, &sample->places[p]);
                }
            }
        }
    }
}

static int count_cores(const struct map *map, int node)
{
    int n = 0;
    for (int c = 0; c < CORES; c++) {
        n += map->cores[node][c].is_known;
    }
    return n;
}

/* Its rank and thread, and how many more share the core: "0.3+3". */
static void add_worker(struct rxt_text *out, const struct map *map, const struct core *core, double x,
                       double y, bool is_odd)
{
    char more[16] = "";
    const int n_all = core->n_planned > core->n_seen ? core->n_planned : core->n_seen,
              n_more = n_all / (int)map->n_samples - 1;
    if (n_more > 0) {
        snprintf(more, sizeof more, "+%d", n_more);
    }
    rxt_svg_text(out, x, y, is_odd ? "mid bold" : "mid", "%d.%d%s%s", core->rank, core->thread, more,
                 is_odd ? "!" : "");
}

/* Outlined by its rank's colour if planned, filled if seen; what is not both, or not in all samples, has a "!". */
static void add_core(struct rxt_text *out, const struct map *map, const struct core *core, int c, double x,
                     double y, double size)
{
    const bool is_large = size > SMALL, is_used = core->n_planned + core->n_seen > 0;
    const double high = is_large ? HIGH : SMALL;
    rxt_svg_rect(out, "box", x + 1.0, y + 1.0, size - 2.0, high - 2.0);
    if (is_used) {
        rxt_text_add(out, "<g class=\"m%d\">", core->rank % 4);
        if (core->n_seen > 0) {
            rxt_svg_rect(out, "soft", x + 3.0, y + 3.0, size - 6.0, high - 6.0);
        }
        if (core->n_planned > 0) {
            rxt_svg_rect(out, "line", x + 2.0, y + 2.0, size - 4.0, high - 4.0);
        }
        rxt_text_add(out, "</g>");
    }
    const bool is_odd = is_used && map->is_planned && core->n_seen != core->n_planned;
    if (is_large) {
        rxt_svg_text(out, x + 0.5 * size, y + 14.0, "dim mid", "%d", c);
        if (is_used) {
            add_worker(out, map, core, x + 0.5 * size, y + 30.0, is_odd);
        }
    } else if (is_used) {
        rxt_svg_text(out, x + 0.5 * size, y + 15.0, is_odd ? "mid bold" : "mid", "%d%s", core->rank,
                     is_odd ? "!" : "");
    }
}

/* The cores of a node, a heading a package and NUMA node; return where it ends. */
static double add_node(struct rxt_text *out, const struct map *map, int node, double y)
{
    const double size = count_cores(map, node) <= LARGE_CORES ? WIDE : SMALL,
                 high = size > SMALL ? HIGH : SMALL;
    const struct core *before = NULL;
    double x = 0.0;
    for (int c = 0; c < CORES; c++) {
        const struct core *core = &map->cores[node][c];
        if (!core->is_known) {
            continue;
        }
        if (!before || before->package != core->package || before->numa != core->numa) {
            y += before ? high + 18.0 : 14.0;
            x = 0.0;
            rxt_svg_text(out, 1.0, y - 3.0, "dim",
                         core->numa >= 0 ? "node %d, package %d, NUMA %d" : "node %d, package %d", node,
                         core->package, core->numa);
        } else if (x + 2.0 * size > RXT_SVG_WIDE) {
            y += high;
            x = 0.0;
        } else {
            x += size;
        }
        add_core(out, map, core, c, x, y, size);
        before = core;
    }
    return before ? y + high + 6.0 : y;
}

static void draw(struct rxt_document *out, struct map *map, const struct rxt_row *row, const char *whose)
{
    struct rxt_text boxes = {0}, svg = {0}, title = {0}, about = {0};
    bool is_kept = true;
    double y = 0.0;
    put_layout(map, &row->layout);
    if (map->n_samples == 0) {
        return;
    }
    for (int node = 0; node < map->n_nodes; node++) {
        y = add_node(&boxes, map, node, y);
        for (int c = 0; c < CORES; c++) {
            is_kept &= map->cores[node][c].n_planned == map->cores[node][c].n_seen;
        }
    }
    rxt_text_add(&title, "%s%s", row->text, whose);
    rxt_text_add(&about, "in %zu sample%s: %s", map->n_samples, map->n_samples == 1 ? "" : "s",
                 !map->is_planned ? "no plan binds it, this is where its threads were seen last"
                 : is_kept        ? "every thread was seen where the plan puts it"
                           : "not every thread was seen where the plan puts it, see the cores with a \"!\"");
    rxt_svg_open(&svg, rxt_text_of(&title), rxt_text_of(&about), y);
    rxt_text_add_bytes(&svg, rxt_text_of(&boxes), boxes.n);
    rxt_svg_close(&svg);
    out->failed |= boxes.failed || title.failed || about.failed;
    rxt_document_draw(out, rxt_text_of(&title), rxt_text_of(&about), &svg);
    rxt_text_free(&boxes);
    rxt_text_free(&title);
    rxt_text_free(&about);
}

/* The layouts of the answers, each once. */
static size_t list_layouts(const struct rxt_decision *decision, const struct rxt_row **rows)
{
    size_t n = 0;
    for (size_t k = 0; k < decision->n_kernels && n < PLACES; k++) {
        const struct rxt_row *row = rxt_answer_row(&decision->kernels[k]);
        bool is_new = row != NULL;
        for (size_t i = 0; is_new && i < n; i++) {
            is_new = !rxt_layout_equal(&rows[i]->layout, &row->layout);
        }
        if (is_new) {
            rows[n++] = row;
        }
    }
    return n;
}

void rxt_page_placement(struct rxt_document *out, const struct rxt_study *study,
                        const struct rxt_decision *decision)
{
    const struct rxt_row *rows[PLACES], *plain = decision->n_kernels > 0 ? decision->kernels[0].plain : NULL;
    const size_t n = list_layouts(decision, rows);
    struct map *map = calloc(1, sizeof *map);
    if (!map) {
        out->failed = true;
        return;
    }
    map->study = study;
    learn(map);
    if (n > 0 && map->n_nodes > 0) {
        rxt_document_add(out, RXT_BLOCK_SECTION, NULL, "Placement: which core has which thread");
        rxt_document_add(
            out, RXT_BLOCK_SENTENCE, NULL,
            "A box is a core, with its number; below it rank.thread, +3: and three more (of many cores the rank alone). "
            "Outlined: planned. Filled: seen there behind the timed runs. Cores that no layout "
            "of the study used are not drawn%s.",
            map->is_part ? "; nor are nodes behind the fourth, nor cores whose number is not known" : "");
        for (size_t i = 0; i < n; i++) {
            draw(out, map, rows[i], "");
        }
        if (plain) {
            draw(out, map, plain, ", the launcher's plain line");
        }
    }
    free(map);
}
