/* SPDX-License-Identifier: BSD-3-Clause
 * report.h - a decision in, documents out; a pure function of the journal.
 */
#ifndef RXT_REPORT_H
#define RXT_REPORT_H

#include "decide.h"
#include "text.h"

#include "rxt/err.h"

#include <jansson.h>
#include <stdbool.h>

/* A format: one file each, one row in the table. */
struct rxt_format {
    const char *name;
    const char *file; /* in the folder of the study */
    void (*write)(struct rxt_text *out, const struct rxt_study *study, const struct rxt_decision *decision);
};

/** The formats that leave a file, ended by NULL. */
extern const struct rxt_format *const rxt_formats[];
extern const struct rxt_format rxt_format_markdown, rxt_format_csv, rxt_format_json;

/** The matrix for a terminal: at most 100 columns; escapes for colour only if asked for. */
void rxt_report_terminal(struct rxt_text *out, const struct rxt_study *study,
                         const struct rxt_decision *decision, bool colour);

/** Write every format's file into a folder: whole or not at all (a new file takes the old one's name).
 *  RXT_E_OUTPUT names the file; the others are still written. */
RXT_CHECKED enum rxt_err rxt_report_write(const struct rxt_study *study, const struct rxt_decision *decision,
                                          const char *folder);
/** Write one file, folder/name and suffix, in the same way. */
RXT_CHECKED enum rxt_err rxt_report_file(const char *folder, const char *name, const char *suffix,
                                         const struct rxt_text *text);

#endif
