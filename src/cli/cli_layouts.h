/* SPDX-License-Identifier: BSD-3-Clause
 * cli_layouts.h - which layouts a study compares, on which nodes.
 */
#ifndef RXT_CLI_LAYOUTS_H
#define RXT_CLI_LAYOUTS_H

#include "cli.h"
#include "study.h"

/** Choose the nodes and the layouts of a study: those of --layouts, or all that make sense on the nodes of --nodes,
 *  of the allocation, or on this one; and the launcher's plain line. Several nodes are asked what they are.
 *
 *  spec  inout  job, stop, tried, terms.options are set; adds layouts, plain, nodes
 *
 *  Errors:  RXT_E_USAGE   a layout that does not fit a node; nodes that differ, with --nodes-differ refuse
 *           RXT_E_ABSENT, RXT_E_LAUNCH, RXT_E_STOPPED  as rxt_nodes_survey
 */
RXT_CHECKED enum rxt_err rxt_layouts_choose(struct rxt_study_spec *spec, const struct rxt_args *args);
/** Tell whether a list of layouts, as of --layouts, names one; text is as rxt_layout_text writes it. */
bool rxt_layouts_name(const char *list, const char *text);

#endif
