/* SPDX-License-Identifier: BSD-3-Clause
 * report_parts.h - what all reports share: cells, wrapped text, the order of columns, what went wrong.
 */
#ifndef RXT_REPORT_PARTS_H
#define RXT_REPORT_PARTS_H

#include "decide.h"
#include "text.h"

#include <jansson.h>

#include <stddef.h>

enum { RXT_REPORT_COLUMNS = 100, RXT_CELL_BYTES = 96 };

/* A short text by value; what was not measured is "-". */
struct rxt_cell {
    char text[RXT_CELL_BYTES];
};

typedef struct rxt_cell (*rxt_cell_fn)(double value);

struct rxt_cell rxt_cell_time(double t_s);      /* 98.2 ms */
struct rxt_cell rxt_cell_times(double ratio);   /* 1.83x   */
struct rxt_cell rxt_cell_percent(double share); /* 12.3 %  */
struct rxt_cell rxt_cell_bytes(double n_bytes); /* 1.5 GiB */
/** Show the 95 % interval: "[1.80x, 1.85x]"; "no interval". */
struct rxt_cell rxt_cell_interval(const struct rxt_estimate *estimate, rxt_cell_fn show);
/** Show value and interval: "1.83x [1.80x, 1.85x]". */
struct rxt_cell rxt_cell_estimate(const struct rxt_estimate *estimate, rxt_cell_fn show);
/** Return the mark of a verdict: '*' best, '=' tied, ' ' out or plain, '?' open, '!' wrong or failed. */
char rxt_report_mark(enum rxt_verdict verdict);
/** Return "serial", ..., or "plain mpirun" for the launcher's default line. */
const char *rxt_report_mode(const struct rxt_verdict_of_kernel *kernel, size_t row);

/** Append at most width columns of text, cut with "...", and blanks up to width, before it if right. */
void rxt_report_pad(struct rxt_text *out, const char *text, size_t width, bool right);
/** Return the next line of at most width columns, between words if possible; *n_bytes is 0 at the end. */
const char *rxt_report_line(const char *text, size_t width, size_t *n_bytes);
/** Append a label and text that is wrapped behind it: label columns wide, at most 100 columns in all. */
void rxt_report_wrap(struct rxt_text *out, const char *label, size_t n_label, const char *text);
/** The same for a command: broken between words outside quotes, with a backslash, to be pasted. */
void rxt_report_wrap_command(struct rxt_text *out, const char *label, size_t n_label, const char *command);

/** Return header[group][key] as text, or NULL if it is none; group may be NULL. */
const char *rxt_report_header(const struct rxt_study *study, const char *group, const char *key);
/** Return header[group][key] as a count, -1 if unknown. */
long long rxt_report_count(const struct rxt_study *study, const char *group, const char *key);
/** Return how many launches gave a sample or a failure. */
size_t rxt_report_launches(const struct rxt_study *study);
/** Append the layouts that are tied with the best, behind one another with ", "; return their number. */
size_t rxt_report_tied(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel);
/** Tell whether a layout of the decision has several ranks of several threads. */
bool rxt_report_has_hybrid(const struct rxt_decision *decision);

/* The order of the rows as columns: as in the header, the plain line last. */
struct rxt_columns_of {
    size_t n, *row;
};
struct rxt_columns_of
rxt_report_order(const struct rxt_decision *decision); /* row is NULL when memory ran out; free it */

/* Something that went wrong, and how often. */
struct rxt_note {
    const char *what, *layout, *kernel, *reason; /* kernel may be NULL: the whole launch */
    size_t n;
};
/** List what the header notes, wrong rows, failures, and rejected samples, equal ones once. False: memory ran out; free *notes. */
bool rxt_report_notes(const struct rxt_study *study, const struct rxt_decision *decision,
                      struct rxt_note **notes, size_t *n_notes);

extern const char rxt_report_how[];       /* how to read a report */
extern const char rxt_report_no_hybrid[]; /* why no hybrid layout is there */

#endif
