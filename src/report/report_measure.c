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

static bool is_rate(const struct rxt_verdict_of_kernel *kernel)
{
    return kernel->measure.has_metric && kernel->measure.higher_is_better;
}

/* Of a plain line that is the better one: by what share of the best's number. */
static struct rxt_estimate gain_of(const struct rxt_estimate *loss, bool is_rate)
{
    struct rxt_estimate gain = *loss;
    gain.value = is_rate ? 1.0 / (1.0 + loss->value) - 1.0 : -loss->value;
    gain.low = is_rate ? 1.0 / (1.0 + loss->high) - 1.0 : -loss->high;
    gain.high = is_rate ? 1.0 / (1.0 + loss->low) - 1.0 : -loss->low;
    return gain;
}

void rxt_report_loss(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel)
{
    const struct rxt_cell loss = rxt_cell_estimate(&kernel->loss, rxt_cell_percent);
    if (!isfinite(kernel->loss.value)) { /* nothing to compare it with */
        rxt_text_add(out, "gave %s%s",
                     rxt_report_show(kernel)(rxt_report_value(kernel, kernel->plain)->value).text,
                     rxt_report_unit(kernel, " ").text);
    } else if (fabs(kernel->loss.value) < 0.0005 && !kernel->loss.has_interval) {
        rxt_text_add(out, "is as good as the best");
    } else if (kernel->loss.value < 0.0 && !(kernel->loss.high < 0.0) && kernel->loss.has_interval) {
        rxt_text_add(out, "is no worse than the best: %s", loss.text);
    } else if (kernel->loss.value < 0.0) {
        const struct rxt_estimate gain = gain_of(&kernel->loss, is_rate(kernel));
        rxt_text_add(out,
                     is_rate(kernel)              ? "gives %s more than the best"
                     : kernel->measure.has_metric ? "takes %s less than the best"
                                                  : "takes %s less time than the best",
                     rxt_cell_estimate(&gain, rxt_cell_percent).text);
    } else if (!kernel->measure.has_metric) {
        rxt_text_add(out, "costs %s of time against the best", loss.text);
    } else if (is_rate(kernel)) {
        rxt_text_add(out, "is worse: the best gives %s more", loss.text);
    } else {
        rxt_text_add(out, "takes %s more than the best", loss.text);
    }
}

const char rxt_report_unchecked[] =
    "ANSWERS NOT CHECKED: no --expect, --answer or --check; what does nothing may win";

bool rxt_report_is_unchecked(const struct rxt_verdict_of_kernel *kernel)
{
    return kernel->measure.is_program && !kernel->is_checked;
}
