/* SPDX-License-Identifier: BSD-3-Clause
 * launch_bind_plan.c - a plan as a text that a study hands to the ranks that it starts.
 */
#include "launch_bind_parts.h"

#include "text.h"

#include <stdlib.h>
#include <string.h>

void rxt_bind_plan_text(const struct rxt_plan *plan, struct rxt_text *out)
{
    for (size_t i = 0; i < plan->n_places; i++) {
        const char *between = i == 0 ? "" : plan->place[i].thread == 0 ? ";" : ",";
        rxt_text_add(out, "%s%d", between, plan->place[i].pu);
    }
}

/* A PU, and what must follow it; NULL if it does not. */
static const char *read_pu(const char *text, char after, int *pu)
{
    char *end = NULL;
    const long value = *text >= '0' && *text <= '9' ? strtol(text, &end, 10) : -1;
    *pu = (int)value;
    if (value < 0 || value >= RXT_MAX_PUS || *end != after) {
        return NULL;
    }
    return end + (after != '\0');
}

enum rxt_err rxt_bind_plan_read(const char *text, const struct rxt_layout *layout, int rank, int *pus)
{
    char name[RXT_LAYOUT_BYTES];
    const char *at = text;
    for (int r = 0; r < layout->ranks && at; r++) {
        for (int t = 0; t < layout->threads && at; t++) {
            int pu = -1;
            const bool is_last = t + 1 == layout->threads;
            at = read_pu(at, !is_last ? ',' : r + 1 < layout->ranks ? ';' : '\0', &pu);
            if (rank < 0 || r == rank) {
                *pus++ = pu;
            }
        }
    }
    return at ? RXT_OK
              : rxt_fail(RXT_E_INPUT, "'%s' is no plan of layout %s, such as rxt hands to its ranks", text,
                         rxt_layout_text(layout, name, sizeof name));
}
