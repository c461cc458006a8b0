/* SPDX-License-Identifier: BSD-3-Clause
 * report_page.h - the parts of a page that only a page has: its drawings, and what is not known.
 */
#ifndef RXT_REPORT_PAGE_H
#define RXT_REPORT_PAGE_H

#include "report_parts.h"

enum { RXT_PAGE_ROWS = 48 }; /* layouts that one drawing shows: the best ones, and it says so */

/** Return how a row is drawn, as rxt_svg_sign has it: its mode, or the plain line. */
int rxt_page_kind(const struct rxt_verdict_of_kernel *kernel, const struct rxt_row *row);
/** List the rows that have a time, the best first, RXT_PAGE_ROWS at most, serial and the plain line among them. */
size_t rxt_page_rows(const struct rxt_verdict_of_kernel *kernel, const struct rxt_row **rows);

/** Add the table of a subject's layouts by ranks and threads; false: they make none. */
bool rxt_page_grid(struct rxt_document *out, const struct rxt_verdict_of_kernel *kernel);
/** Add drawings of one subject: the time of every layout; in a scaling study, speed-up or time over workers; what the time
 *  goes to; every launch over the rounds. */
void rxt_page_times(struct rxt_document *out, const struct rxt_verdict_of_kernel *kernel);
void rxt_page_speedup(struct rxt_document *out, const struct rxt_decision *decision,
                      const struct rxt_verdict_of_kernel *kernel);
void rxt_page_factors(struct rxt_document *out, const struct rxt_verdict_of_kernel *kernel);
void rxt_page_rounds(struct rxt_document *out, const struct rxt_study *study,
                     const struct rxt_verdict_of_kernel *kernel);
/** Add drawings of the whole study, each with its section: where the workers of the answers were put; how near the answers
 *  come to what the machine can do. */
void rxt_page_placement(struct rxt_document *out, const struct rxt_study *study,
                        const struct rxt_decision *decision);
void rxt_page_roofline(struct rxt_document *out, const struct rxt_decision *decision);
/** Add the section of what was not measured, and why. */
void rxt_page_unknown(struct rxt_document *out, const struct rxt_study *study,
                      const struct rxt_decision *decision);

#endif
