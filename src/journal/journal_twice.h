/* SPDX-License-Identifier: BSD-3-Clause
 * journal_twice.h - a record that stands twice in a journal counts once.
 */
#ifndef RXT_JOURNAL_TWICE_H
#define RXT_JOURNAL_TWICE_H

#include "journal.h"

/** Tell whether a sample, a failure or a launch is not yet among those that were seen, and note it; other records are always new.
 *  RXT_E_MEMORY. */
RXT_CHECKED enum rxt_err rxt_record_see(json_t *seen, const json_t *record, bool *is_new);
/** Let a header, in memory, tell a reader of the report of so many lines that were there before. */
void rxt_header_note_twice(struct rxt_header *header, size_t n_twice);

#endif
