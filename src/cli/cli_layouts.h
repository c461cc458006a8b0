/* SPDX-License-Identifier: BSD-3-Clause
 * cli_layouts.h - which layouts a study compares, on which nodes.
 */
#ifndef RXT_CLI_LAYOUTS_H
#define RXT_CLI_LAYOUTS_H

#include "cli.h"
#include "program.h"
#include "study.h"

/** Choose the nodes and the layouts of a study: those of --layouts, or all that make sense on the nodes of --nodes,
 *  of the allocation, or on this one; and the launcher's plain line. Several nodes are asked what they are.
 *
 *  spec     inout  job, stop, tried, terms.options are set; adds layouts, plain, nodes
 *  program  inout  that is studied, gets what its copies must know of the nodes; NULL: kernels are
 *
 *  Errors:  RXT_E_USAGE   a layout that does not fit a node; nodes that differ, with --nodes-differ refuse; none that
 *                         the program takes
 *           RXT_E_ABSENT, RXT_E_LAUNCH, RXT_E_STOPPED  as rxt_nodes_survey
 */
RXT_CHECKED enum rxt_err rxt_layouts_choose(struct rxt_study_spec *spec, const struct rxt_args *args,
                                            struct rxt_program *program);
/** Refuse a list with a word that is no layout. RXT_E_USAGE, RXT_E_RANGE as rxt_layout_parse. */
RXT_CHECKED enum rxt_err rxt_layouts_check(const char *list);
/** Add a layout unless it is there. */
RXT_CHECKED enum rxt_err rxt_layouts_add(struct rxt_study_spec *spec, const struct rxt_layout *layout);
/** Add the layouts that a program's rules and copies ask for on n_nodes nodes. */
RXT_CHECKED enum rxt_err rxt_layouts_add_program(struct rxt_study_spec *spec,
                                                 const struct rxt_program *program, int n_nodes,
                                                 size_t n_workers);
/** Leave the layouts out that none of a program's subjects can run under, and say which, and why. RXT_E_USAGE if none is
 *  left. */
RXT_CHECKED enum rxt_err rxt_layouts_keep_program(struct rxt_study_spec *spec,
                                                  const struct rxt_program *program);
/** Refuse --leave with a word that is no part, or beside what leaves it no layouts to add to. RXT_E_USAGE. */
RXT_CHECKED enum rxt_err rxt_leave_check(const struct rxt_args *args);
/** Add the layouts of a list of --leave on n_nodes nodes; NULL: none. */
RXT_CHECKED enum rxt_err rxt_layouts_add_leaves(struct rxt_study_spec *spec, const char *list, int n_nodes,
                                                const struct rxt_topology *topology);
/** Tell whether a list of layouts, as of --layouts, names one; text is as rxt_layout_text writes it. */
bool rxt_layouts_name(const char *list, const char *text);

#endif
