/* SPDX-License-Identifier: BSD-3-Clause
 * trial_talk.h - what a plug-in prints is kept apart from the samples, which have a descriptor of their own.
 */
#ifndef RXT_TRIAL_TALK_H
#define RXT_TRIAL_TALK_H

#include "rxt/err.h"

#include <jansson.h>

#include <stddef.h>

#define RXT_SCHEMA_TALK "rxt-talk/1" /* what a kernel printed: {schema, kernel, bytes, said} */

/** Point standard output of this process at a file in memory, before a plug-in is opened.
 *
 *  results  out  a descriptor of what standard output was
 *
 *  Errors:  RXT_E_OUTPUT  no descriptor
 */
RXT_CHECKED enum rxt_err rxt_talk_begin(int *results);
/** Pass on to standard error what was printed since the last time.
 *
 *  first  out  n_bytes: how it begins, on one line and clean; "" if nothing was printed
 *
 *  Return its bytes.
 */
size_t rxt_talk_take(char *first, size_t n_bytes);
/** The same in a process that crashes or exits: nothing but calls of the system. */
void rxt_talk_rescue(void);
/** Write the warning that a record of this schema is. Return out. */
const char *rxt_talk_text(const json_t *record, char *out, size_t n_bytes);

#endif
