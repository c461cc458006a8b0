/* SPDX-License-Identifier: BSD-3-Clause
 * report_measure.c - a subject's number in its unit, which way it is better, and whether its answers were checked.
 */
#include "report_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const struct rxt_estimate *rxt_report_value(const struct rxt_verdict_of_kernel *kernel,
                                            const struct rxt_row *row)
{
    return kernel->measure.has_metric ? &row->metric : &row->time_s;
}

static struct rxt_cell number(double value)
{
    struct rxt_cell cell = {"-"};
    if (isfinite(value)) {
        snprintf(cell.text, sizeof cell.text, "%.5g", value);
    }
    return cell;
}

rxt_cell_fn rxt_report_show(const struct rxt_verdict_of_kernel *kernel)
{
    return kernel->measure.has_metric ? number : rxt_cell_time;
}

struct rxt_cell rxt_report_unit(const struct rxt_verdict_of_kernel *kernel, const char *before)
{
    struct rxt_cell cell = {""};
    if (kernel->measure.has_metric && kernel->measure.unit) {
        snprintf(cell.text, sizeof cell.text, "%.20s%.60s", before, kernel->measure.unit);
    }
    return cell;
}

struct rxt_cell rxt_report_better(const struct rxt_verdict_of_kernel *kernel)
{
    struct rxt_cell cell = {""};
    if (kernel->measure.has_metric) {
        snprintf(cell.text, sizeof cell.text, "%.60s%s%s is better",
                 kernel->measure.unit ? kernel->measure.unit : "", kernel->measure.unit ? ", " : "",
                 kernel->measure.higher_is_better ? "higher" : "lower");
    }
    return cell;
}

void rxt_report_measured(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel)
{
    if (kernel->measure.has_metric) {
        rxt_text_add(out, "its own%s; %s is better, ratios say how many times worse",
                     rxt_report_unit(kernel, ", in ").text,
                     kernel->measure.higher_is_better ? "higher" : "lower");
    } else {
        rxt_text_add(out, "wall time of its longest rank, from exec to exit");
    }
}

const char rxt_report_unchecked[] =
    "ANSWERS NOT CHECKED: no --expect, --answer or --check; what does nothing may win";

bool rxt_report_is_unchecked(const struct rxt_verdict_of_kernel *kernel)
{
    return kernel->measure.is_program && !kernel->is_checked;
}
