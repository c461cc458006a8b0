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

struct rxt_document;
struct rxt_renderer;
struct rxt_screen;

/* A format: a document and who shows it, or a function of its own. */
struct rxt_format {
    const char *name;
    const char *file; /* in the folder of the study; NULL: it is for standard output alone */
    void (*build)(struct rxt_document *out, const struct rxt_study *study,
                  const struct rxt_decision *decision);
    const struct rxt_renderer *renderer;
    void (*write)(struct rxt_text *out, const struct rxt_study *study, const struct rxt_decision *decision);
};

/** The formats, ended by NULL. */
extern const struct rxt_format *const rxt_formats[];
extern const struct rxt_format rxt_format_terminal, rxt_format_markdown, rxt_format_csv, rxt_format_rounds,
    rxt_format_json, rxt_format_access, rxt_format_html;
/** Return the format of a name; NULL if there is none. */
const struct rxt_format *rxt_format_find(const char *name);
/** Append a study in a format; that of a terminal alone looks at the screen, see report_document.h. */
void rxt_report_format(struct rxt_text *out, const struct rxt_format *format, const struct rxt_study *study,
                       const struct rxt_decision *decision, const struct rxt_screen *screen);

/** Append what the words of a terminal's report mean, and the four modes. */
void rxt_report_explain(struct rxt_text *out, const struct rxt_screen *screen);

/** Make the object of decision.json; NULL when memory ran out. */
json_t *rxt_report_decision(const struct rxt_study *study, const struct rxt_decision *decision);

/** Write every format's file into a folder: whole or not at all (a new file takes the old one's name).
 *  RXT_E_OUTPUT names the file; the others are still written. */
RXT_CHECKED enum rxt_err rxt_report_write(const struct rxt_study *study, const struct rxt_decision *decision,
                                          const char *folder);
/** Write one file, folder/name and suffix, in the same way. */
RXT_CHECKED enum rxt_err rxt_report_file(const char *folder, const char *name, const char *suffix,
                                         const struct rxt_text *text);

/** Write scaling-KERNEL.dat, .gp and .txt (a caption) of every kernel, each whole or not at all. */
RXT_CHECKED enum rxt_err rxt_report_plots_write(const struct rxt_study *study,
                                                const struct rxt_decision *decision, const char *folder);
/** Let one gnuplot draw them: scaling-KERNEL.svg and .pdf, and a PDF a panel, each whole, or the one of before stays. RXT_E_ABSENT without gnuplot,
 *  RXT_E_OUTPUT when one is not whole: data and scripts are there all the same. */
RXT_CHECKED enum rxt_err rxt_report_plots_draw(const struct rxt_study *study,
                                               const struct rxt_decision *decision, const char *folder);

#endif
