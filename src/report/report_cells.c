/* SPDX-License-Identifier: BSD-3-Clause
 * report_cells.c - numbers as short texts; what was not measured is "-", never 0.
 */
#include "report_parts.h"

#include <math.h>
#include <stdio.h>

static const struct rxt_cell unknown = {"-"};

struct rxt_cell rxt_cell_count(size_t n)
{
    struct rxt_cell cell;
    snprintf(cell.text, sizeof cell.text, "%zu", n);
    return cell;
}

struct rxt_cell rxt_cell_time(double t_s)
{
    struct rxt_cell cell = unknown;
    if (isfinite(t_s)) {
        rxt_show_s(cell.text, sizeof cell.text, t_s);
    }
    return cell;
}

struct rxt_cell rxt_cell_times(double ratio)
{
    struct rxt_cell cell = unknown;
    if (isfinite(ratio)) {
        snprintf(cell.text, sizeof cell.text, "%.*f%s", ratio < 99.995 ? 2 : 0, ratio, "x");
    }
    return cell;
}

struct rxt_cell rxt_cell_percent(double share)
{
    struct rxt_cell cell = unknown;
    if (isfinite(share)) {
        const double percent = 100.0 * share;
        snprintf(cell.text, sizeof cell.text, "%.1f %%", fabs(percent) < 0.05 ? 0.0 : percent);
    }
    return cell;
}

struct rxt_cell rxt_cell_bytes(double n_bytes)
{
    struct rxt_cell cell = unknown;
    if (isfinite(n_bytes)) {
        rxt_show_bytes(cell.text, sizeof cell.text, n_bytes);
    }
    return cell;
}

struct rxt_cell rxt_cell_interval(const struct rxt_estimate *estimate, rxt_cell_fn show)
{
    struct rxt_cell cell = {"no interval"};
    if (estimate->has_interval) {
        const struct rxt_cell low = show(estimate->low), high = show(estimate->high);
        snprintf(cell.text, sizeof cell.text, "[%.40s, %.40s]", low.text, high.text);
    }
    return cell;
}

struct rxt_cell rxt_cell_estimate(const struct rxt_estimate *estimate, rxt_cell_fn show)
{
    struct rxt_cell cell = show(estimate->value);
    if (estimate->has_interval && isfinite(estimate->value)) {
        const struct rxt_cell value = cell, interval = rxt_cell_interval(estimate, show);
        snprintf(cell.text, sizeof cell.text, "%.28s %.60s", value.text, interval.text);
    }
    return cell;
}

char rxt_report_mark(enum rxt_verdict verdict)
{
    static const char marks[] = {
        [RXT_IS_BEST] = '*',    [RXT_IS_EQUAL] = '=',  [RXT_IS_UNDECIDED] = '~', [RXT_IS_OUT] = ' ',
        [RXT_IS_DROPPED] = '.', [RXT_IS_OPEN] = '?',   [RXT_IS_PLAIN] = ' ',     [RXT_IS_WRONG] = '!',
        [RXT_IS_FAILED] = '!',  [RXT_IS_NOT_RUN] = ' '};
    return marks[verdict];
}
