/* SPDX-License-Identifier: BSD-3-Clause
 * cli_layouts_leave.c - layouts that leave cores free, of --leave.
 */
#include "cli_layouts.h"

#include <stdlib.h>
#include <string.h>

/* One word of a list; steps over it. */
static enum rxt_err parse_next(const char **list, enum rxt_leave *out)
{
    const size_t n_bytes = strcspn(*list, ",");
    const enum rxt_err err = rxt_leave_parse(*list, n_bytes, out);
    *list += n_bytes + ((*list)[n_bytes] == ',');
    return err;
}

enum rxt_err rxt_leave_check(const struct rxt_args *args)
{
    enum rxt_err err = RXT_OK;
    if (args->leave && (args->layouts || args->scaling)) {
        return rxt_fail(RXT_E_USAGE, "--leave adds to the layouts that rxt makes for whole nodes, and --%s",
                        args->layouts ? "layouts names all: name those that leave cores free, too"
                                      : "scaling has a step for each number of cores: --cores names them");
    }
    for (const char *list = args->leave; list && *list && !err;) {
        enum rxt_leave ignored;
        err = parse_next(&list, &ignored);
    }
    return err;
}

enum rxt_err rxt_layouts_add_leaves(struct rxt_study_spec *spec, const char *list, int n_nodes,
                                    const struct rxt_topology *topology)
{
    struct rxt_layout *layouts = NULL;
    size_t n = 0;
    enum rxt_err err = RXT_OK;
    while (list && *list && !err) {
        enum rxt_leave leave;
        err = parse_next(&list, &leave);
        if (!err) {
            err = rxt_layout_candidates_leave(topology, leave, n_nodes, &layouts, &n);
        }
    }
    for (size_t i = 0; i < n && !err; i++) {
        err = rxt_layouts_add(spec, &layouts[i]);
    }
    free(layouts);
    return err;
}
