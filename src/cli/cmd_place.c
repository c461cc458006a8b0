/* SPDX-License-Identifier: BSD-3-Clause
 * cmd_place.c - rxt place: where a layout's ranks and threads would go, on this or another machine.
 */
#include "cli.h"

#include "layout.h"
#include "layout_show.h"
#include "text.h"

static enum rxt_err show(const struct rxt_args *args, const struct rxt_topology *topology,
                         const struct rxt_layout *layout)
{
    const struct rxt_plan_options options = {.smt = args->smt, .oversubscribe = args->oversubscribe};
    struct rxt_plan *plan = NULL;
    struct rxt_text text = {0};
    enum rxt_err err = rxt_plan_make(&plan, topology, layout, &options);
    if (err == RXT_OK && args->json) {
        json_t *rows = rxt_plan_json(plan, topology);
        err = rxt_print_json(rows);
        json_decref(rows);
    } else if (err == RXT_OK) {
        rxt_plan_show(plan, topology, &text);
        err = rxt_print(rxt_text_of(&text));
    }
    rxt_text_free(&text);
    rxt_plan_close(plan);
    return err;
}

static enum rxt_err run(const struct rxt_args *args)
{
    struct rxt_topology *topology = NULL;
    struct rxt_layout layout;
    const char *text = args->n_words > 0 ? args->words[0] : args->layout;
    if (!text) {
        return rxt_fail(RXT_E_USAGE, "rxt place needs a layout, such as: rxt place 2x4");
    }
    enum rxt_err err = rxt_layout_parse(text, &layout);
    if (!err) {
        err = rxt_topology_open(&topology, args->topology);
    }
    if (!err) {
        err = show(args, topology, &layout);
    }
    rxt_topology_close(topology);
    return err;
}

const struct rxt_cmd rxt_cmd_place = {
    .name = "place",
    .words = "LAYOUT",
    .most_words = 1,
    .is_alone = true,
    .options = "layout topology smt oversubscribe json",
    .what = "show where a layout's ranks and threads would go, without running it",
    .more = "Policies: spread (the default), compact, core, l3, numa, package, none.\n\n"
            "Examples:\n"
            "  rxt place 2x4\n"
            "  rxt place 8x16 --topology \"pack:2 l3:8 core:8 pu:2\"\n"
            "  rxt place 4x2@l3 --topology \"pack:2 l3:2 core:4 pu:2\" --json\n",
    .run = run,
};
