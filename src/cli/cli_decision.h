/* SPDX-License-Identifier: BSD-3-Clause
 * cli_decision.h - decisions that were written, and what is made of one of them.
 */
#ifndef RXT_CLI_DECISION_H
#define RXT_CLI_DECISION_H

#include "decide_choice.h"

#include "rxt/err.h"

#include <jansson.h>

struct rxt_text;

/** Load the decisions that a path holds: of a study's folder or journal the one that its journal gives; of a file those of
 *  decision.json, one or several of them one behind another. Each is checked.
 *
 *  list  out  json_decref; NULL on error
 *
 *  Errors:  RXT_E_INPUT  none of these; names the path, and where in it
 */
RXT_CHECKED enum rxt_err rxt_decisions_load(const char *path, json_t **list);

/** Write a choice in a form of --print, whole lines.
 *
 *  Errors:  RXT_E_WRONG   the decision tells no line to paste
 *           RXT_E_ABSENT  "mpirun", and no launcher of this build's MPI is known
 */
RXT_CHECKED enum rxt_err rxt_answer_write(const char *form, const json_t *decision,
                                          const struct rxt_choice *choice, struct rxt_text *out);

/** Say, to whoever pastes the line, what the study did for a program beside it: templates, --prepare, --stdin, --workdir. */
void rxt_choice_say_before(const struct rxt_choice *choice);

/** Launch the chosen layout and the plain one three times each, in turn, and say whether the decision still holds.
 *
 *  Errors:  RXT_E_USAGE  it cannot be verified: no plain line, weak scaling
 *           RXT_E_WRONG  it holds no more, or an answer was wrong
 *           RXT_E_LAUNCH, RXT_E_STOPPED, ...
 */
RXT_CHECKED enum rxt_err rxt_choice_verify(const json_t *decision, const struct rxt_choice *choice);

#endif
