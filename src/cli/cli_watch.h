/* SPDX-License-Identifier: BSD-3-Clause
 * cli_watch.h - one rank of a study of a program.
 */
#ifndef RXT_CLI_WATCH_H
#define RXT_CLI_WATCH_H

#include "rxt/err.h"

/** Do a task as the rank that this process is: bind, run the program under the watch, send the record on standard output.
 *  Ends the process with the program's status; returns where there is no record to send. */
RXT_CHECKED enum rxt_err rxt_watch_for_study(const char *task);

#endif
