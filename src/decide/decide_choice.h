/* SPDX-License-Identifier: BSD-3-Clause
 * decide_choice.h - one answer out of decisions that were written: of which machine, for which subject, which layout.
 *
 * A decision in JSON may be anybody's. What is taken of it is checked: names are names, layouts are layouts, and a line to
 * paste is one that rxt may have written, for this layout.
 */
#ifndef RXT_DECIDE_CHOICE_H
#define RXT_DECIDE_CHOICE_H

#include "layout.h"

#include "rxt/err.h"

#include <jansson.h>

#include <stdbool.h>
#include <stddef.h>

#define RXT_SCHEMA_DECISION "rxt-decision/1"

/* What a decision says of one subject; its texts belong to the JSON. */
struct rxt_choice {
    const char *subject;
    const char *kernel;       /* that it runs: its own name, unless it was studied at several sizes */
    const json_t *plugin;     /* the path of its file, as rxt_text_to_json writes it; NULL: it is rxt's own */
    const json_t *row;        /* of the subject, as decision.json has it */
    struct rxt_layout layout; /* recommended, else best */
    char text[RXT_LAYOUT_BYTES];
    struct rxt_layout plain; /* its ranks are 0 if none was measured */
    const char *launch;      /* NULL: none is told, or it is none of rxt's for this layout */
    bool is_open;            /* too few rounds that can be compared for an interval */
    bool is_busy;            /* so many launches were disturbed that nothing can be concluded */
    bool is_program;         /* it knows nothing of rxt, and not of its build */
    bool is_one_process;     /* that has the cores of all ranks */
};

/** Refuse what is no decision of this schema, or has a subject's name or a layout that is none. RXT_E_INPUT. */
RXT_CHECKED enum rxt_err rxt_decision_check(const json_t *decision);

/** Return the newest decision of a list that was made under this machine's counts (rxt_topology_counts), and has the
 *  subject (NULL: any). Of a list of one, that one.
 *
 *  Errors:  NULL with a reason: none is of such a machine, and the machines that they are of
 */
const json_t *rxt_decision_for(const json_t *list, const json_t *machine, const char *subject);

/** Choose the layout of one subject of a decision that was checked.
 *
 *  subject  in  NULL: the only one
 *
 *  Errors:  RXT_E_USAGE  several and none is named, or none is called so; lists them
 *           RXT_E_WRONG  the study found no layout for it
 */
RXT_CHECKED enum rxt_err rxt_choice_make(const json_t *decision, const char *subject, struct rxt_choice *out);

#endif
