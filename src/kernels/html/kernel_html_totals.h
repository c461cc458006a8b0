/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_html_totals.h - what pages hold, as numbers with names.
 */
#ifndef KERNEL_HTML_TOTALS_H
#define KERNEL_HTML_TOTALS_H

#include "kernel_html.h"

#include "rxt/err.h"

#include <stdio.h>

/** Add b to a, number by number. */
void html_totals_add(struct html_totals *a, const struct html_totals *b);

/** Compare what was counted with what pages hold; RXT_E_WRONG names the first number that differs. */
RXT_CHECKED enum rxt_err html_totals_compare(const struct html_totals *counted,
                                             const struct html_totals *wanted);

/** Write struct html_totals, a number and its name a line; a rxt_output_fn. */
bool html_totals_write(FILE *file, const void *totals);

#endif
