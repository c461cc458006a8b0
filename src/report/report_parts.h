/* SPDX-License-Identifier: BSD-3-Clause
 * report_parts.h - what documents and formats are made of: the two documents of a study, their parts, cells, notes, numbers.
 */
#ifndef RXT_REPORT_PARTS_H
#define RXT_REPORT_PARTS_H

#include "report_document.h"

#include <jansson.h>

enum { RXT_CELL_BYTES = 96 };

/* A short text by value; what was not measured is "-". */
struct rxt_cell {
    char text[RXT_CELL_BYTES];
};

typedef struct rxt_cell (*rxt_cell_fn)(double value);

struct rxt_cell rxt_cell_count(size_t n);
struct rxt_cell rxt_cell_time(double t_s);      /* 98.2 ms */
struct rxt_cell rxt_cell_times(double ratio);   /* 1.83x   */
struct rxt_cell rxt_cell_percent(double share); /* 12.3 %  */
struct rxt_cell rxt_cell_bytes(double n_bytes); /* 1.5 GiB */
/** Show the 95 % interval: "[1.80x, 1.85x]"; "no interval". */
struct rxt_cell rxt_cell_interval(const struct rxt_estimate *estimate, rxt_cell_fn show);
/** Show value and interval: "1.83x [1.80x, 1.85x]". */
struct rxt_cell rxt_cell_estimate(const struct rxt_estimate *estimate, rxt_cell_fn show);
/** Return what a row is shown by, and how: the subject's own number, or time. */
const struct rxt_estimate *rxt_report_value(const struct rxt_verdict_of_kernel *kernel,
                                            const struct rxt_row *row);
rxt_cell_fn rxt_report_show(const struct rxt_verdict_of_kernel *kernel);
/** Return `before` and the unit of the number: " ns/day"; "" of a time, and where it is not told. */
struct rxt_cell rxt_report_unit(const struct rxt_verdict_of_kernel *kernel, const char *before);
/** Return "ns/day, higher is better"; "" of a time. */
struct rxt_cell rxt_report_better(const struct rxt_verdict_of_kernel *kernel);
/** Append what was measured of a program. */
void rxt_report_measured(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel);
/** Tell whether this must be said loudly: a program whose answers nobody checked. */
bool rxt_report_is_unchecked(const struct rxt_verdict_of_kernel *kernel);
extern const char rxt_report_unchecked[];
/** Return the mark of a verdict: '*' best, '=' equal, '~' undecided, '.' dropped, '?' open, '!' wrong or failed, ' ' the others. */
char rxt_report_mark(enum rxt_verdict verdict);
/** Return "serial", ..., or "plain mpirun" for the launcher's default line. */
const char *rxt_report_mode(const struct rxt_verdict_of_kernel *kernel, size_t row);

/* Something that went wrong, and how often. */
struct rxt_note {
    const char *what, *layout, *kernel, *reason; /* kernel may be NULL: the whole launch */
    size_t n;
    bool differ; /* in their numbers: those of the first are shown */
};
/** List what the header notes, wrong rows, failures, and rejected samples, those that are alike once. False: memory ran out; free *notes. */
bool rxt_report_notes(const struct rxt_study *study, const struct rxt_decision *decision,
                      struct rxt_note **notes, size_t *n_notes);

/** Build what is said on a terminal; all that is known. */
void rxt_report_brief(struct rxt_document *out, const struct rxt_study *study,
                      const struct rxt_decision *decision);
void rxt_report_full(struct rxt_document *out, const struct rxt_study *study,
                     const struct rxt_decision *decision);

/** Add at which size the winner changes, of kernels that were studied at several; nothing if none was. */
void rxt_report_sizes(struct rxt_document *out, const struct rxt_decision *decision);
/** Add the one layout for all subjects, if there are several and one has a time for all. */
void rxt_report_common(struct rxt_document *out, const struct rxt_decision *decision);
/** Append which number of copies side by side gives most runs an hour; false: the study has none to compare. */
bool rxt_report_copies(struct rxt_document *out, const struct rxt_study *study,
                       const struct rxt_decision *decision);
/** Add all numbers of all layouts of one subject; the section of what went wrong. */
void rxt_report_numbers(struct rxt_document *out, const struct rxt_verdict_of_kernel *kernel);
/** Add which layouts left the race early, when, and on what evidence, as a table; nothing if none did. The same as a list. */
void rxt_report_drops(struct rxt_document *out, const struct rxt_verdict_of_kernel *kernel);
json_t *rxt_report_drops_json(const struct rxt_verdict_of_kernel *kernel);
void rxt_report_wrong(struct rxt_document *out, const struct rxt_study *study,
                      const struct rxt_decision *decision);
/** Add how quiet the machine was, in one line, and what holds if it was not; the numbers behind it, as a table. */
void rxt_report_quality(struct rxt_document *out, const struct rxt_study *study);
/** Tell whether that says it was disturbed. */
bool rxt_report_was_disturbed(const struct rxt_study *study);
void rxt_report_calm(struct rxt_document *out, const struct rxt_study *study);
/** Append by how much a launch of this subject varies, and what its rounds cannot tell apart; nothing if that is not known. */
void rxt_report_noise(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel);
/** The same as an object. NULL when memory ran out. */
json_t *rxt_report_quality_json(const struct rxt_study *study);

/** Add the decision matrix, kernels by layouts, with its legend; the table of the four modes. */
void rxt_report_matrix(struct rxt_document *out, const struct rxt_decision *decision);
/** The same with a row a layout and a column a kernel. */
void rxt_report_matrix_turned(struct rxt_document *out, const struct rxt_decision *decision);
/** Add one cell of a matrix; what its marks mean. */
void rxt_report_matrix_cell(struct rxt_document *out, const struct rxt_verdict_of_kernel *kernel,
                            const struct rxt_row *row);
void rxt_report_matrix_legend(struct rxt_document *out, const struct rxt_decision *decision);
void rxt_report_modes(struct rxt_document *out);
/** Add why no hybrid layout is there; nothing if one is. */
void rxt_report_hybrid(struct rxt_document *out, const struct rxt_decision *decision);
/** Add what a scaling study found: the best of every step; the base of the speed-ups; all layouts of a kernel. */
void rxt_report_scaling_steps(struct rxt_document *out, const struct rxt_decision *decision);
void rxt_report_scaling_base(struct rxt_document *out, const struct rxt_decision *decision);
void rxt_report_scaling_kernel(struct rxt_document *out, const struct rxt_decision *decision,
                               const struct rxt_verdict_of_kernel *kernel);
/** Append which model the curve of a scaling study follows, and what that predicts; or why none is told. */
void rxt_report_model(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel);
/** Return the model as JSON. */
json_t *rxt_report_model_json(const struct rxt_model *model);
/** Set a value, and "NAME_interval", the list of its limits or null. */
void rxt_report_set_estimate(json_t *object, const char *name, const struct rxt_estimate *estimate);
/** Append of which node the machine's record is, where launches had several: "" of one. */
void rxt_report_where(struct rxt_text *out, const struct rxt_header *header);
/** Add how it was measured; the machine, build, versions, environment; the parameters of each kernel. */
void rxt_report_record(struct rxt_document *out, const struct rxt_header *header);

extern const char rxt_report_how[]; /* how to read a report */
/** What is studied: "kernel" or "program". */
const char *rxt_report_noun(const struct rxt_decision *decision);

enum rxt_field_kind { RXT_FIELD_COUNT, RXT_FIELD_REAL, RXT_FIELD_ESTIMATE };

/* A number of struct rxt_row. */
struct rxt_field {
    const char *name;
    enum rxt_field_kind kind;
    size_t at;
};

/** The fields, ended by a NULL name. */
extern const struct rxt_field rxt_fields[];

/** Return where it is in a row: a size_t, a double, or a struct rxt_estimate. */
const void *rxt_field_of(const struct rxt_row *row, const struct rxt_field *field);

#endif
