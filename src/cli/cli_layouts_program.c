/* SPDX-License-Identifier: BSD-3-Clause
 * cli_layouts_program.c - of the layouts of a study those that a program can be run under.
 */
#include "cli_layouts.h"

#include "text.h"

#include <stdio.h>
#include <stdlib.h>

enum rxt_err rxt_layouts_add_program(struct rxt_study_spec *spec, const struct rxt_program *program,
                                     int n_nodes, size_t n_workers)
{
    struct rxt_layout *list = NULL;
    size_t n = 0;
    enum rxt_err err = rxt_program_layouts(program, n_nodes, n_workers, &list, &n);
    for (size_t i = 0; i < n && err == RXT_OK; i++) {
        err = rxt_layouts_add(spec, &list[i]);
    }
    free(list);
    return err;
}

/* Does some subject take it? Why the last one does not is in why. */
static bool is_taken(const struct rxt_program *program, const struct rxt_layout *layout, char *why,
                     size_t n_bytes)
{
    bool is = false;
    for (size_t i = 0; i < program->n_subjects && !is; i++) {
        is = rxt_program_allows(program, i, layout, why, n_bytes);
    }
    return is;
}

static bool is_plain(const struct rxt_study_spec *spec, const struct rxt_layout *layout)
{
    return spec->plain.ranks > 0 && rxt_layout_equal(&spec->plain, layout);
}

enum rxt_err rxt_layouts_keep_program(struct rxt_study_spec *spec, const struct rxt_program *program)
{
    struct rxt_text out = {0};
    size_t n = 0, n_plain = 0;
    enum rxt_err err = RXT_OK;
    for (size_t i = 0; i < spec->n_layouts; i++) {
        char name[RXT_LAYOUT_BYTES], why[256] = "";
        const struct rxt_layout layout = spec->layouts[i];
        if (is_taken(program, &layout, why, sizeof why)) {
            n_plain += is_plain(spec, &layout);
            spec->layouts[n++] = layout;
        } else {
            rxt_text_add(&out, "%s%s (%s)", out.n > 0 ? ", " : "",
                         rxt_layout_text(&layout, name, sizeof name), why);
        }
    }
    spec->n_layouts = n;
    spec->plain.ranks = n_plain > 0 ? spec->plain.ranks : 0;
    if (n == n_plain && out.n > 0) {
        err = rxt_fail(
            RXT_E_USAGE,
            "no layout is left that the program takes: %s; name some by --layouts, or change --ranks "
            "and --threads",
            rxt_text_of(&out));
    } else if (out.n > 0) {
        rxt_say("rxt: ", "layouts that are left out: %s", rxt_text_of(&out));
    }
    rxt_text_free(&out);
    return err;
}
