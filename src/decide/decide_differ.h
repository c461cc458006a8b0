/* SPDX-License-Identifier: BSD-3-Clause
 * decide_differ.h - in what two studies differ, and whether their times may yet be compared.
 */
#ifndef RXT_DECIDE_DIFFER_H
#define RXT_DECIDE_DIFFER_H

#include "decide_compare.h"

/** List in what two headers differ. The machine, its clock, the kind of scaling hinder; so does a load that differs by more
 *  processes than there are cores. */
void rxt_headers_differ(struct rxt_differences *out, const struct rxt_header *a, const struct rxt_header *b);
/** List in what a subject that both have differs: parameters, and the answer; both hinder. */
void rxt_subjects_differ(struct rxt_differences *out, const struct rxt_study *a,
                         const struct rxt_verdict_of_kernel *of_a, const struct rxt_study *b,
                         const struct rxt_verdict_of_kernel *of_b);
void rxt_differences_free(struct rxt_differences *differences);

#endif
