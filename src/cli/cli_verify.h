/* SPDX-License-Identifier: BSD-3-Clause
 * cli_verify.h - the launches that put a decision to the test.
 */
#ifndef RXT_CLI_VERIFY_H
#define RXT_CLI_VERIFY_H

#include "decide_choice.h"

#include "rxt/err.h"

enum { RXT_VERIFY_ROUNDS = 3 };

/** Study a program's chosen layout and the plain one as its study did, into the journal of a folder. Nothing is printed.
 *
 *  Errors:  RXT_E_USAGE  the decision does not tell how the program was run
 *           RXT_E_INPUT  it tells what rxt did not write
 *           RXT_E_STOPPED, ... as rxt_study_run
 */
RXT_CHECKED enum rxt_err rxt_verify_program(const json_t *decision, const struct rxt_choice *choice,
                                            const char *folder);

#endif
