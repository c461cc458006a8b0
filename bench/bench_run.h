/* SPDX-License-Identifier: BSD-3-Clause
 * bench_run.h - start a program, read what it printed: the rates of rxt and of its rivals.
 */
#ifndef BENCH_RUN_H
#define BENCH_RUN_H

#include "stat.h"
#include "text.h"

#include "rxt/err.h"

#include <jansson.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    BENCH_LINE_BYTES = 16384,
    BENCH_MAX_RATES = 64,
    BENCH_COMMAND_BYTES = 1024,
    BENCH_INTERVAL_BYTES = 32
};

/** Split a line of a table at '|' into n_fields fields, whose blanks at both ends do not count; they point into text, a copy of
 *  the line. False if there are fewer. */
static inline bool bench_fields(char text[BENCH_COMMAND_BYTES], const char *line, char **field, int n_fields)
{
    snprintf(text, BENCH_COMMAND_BYTES, "%s", line);
    char *rest = text;
    for (int f = 0; f < n_fields; f++) {
        char *at = strsep(&rest, f + 1 < n_fields ? "|" : "\n");
        if (!at) {
            return false;
        }
        at += strspn(at, " ");
        for (size_t n = strlen(at); n > 0 && at[n - 1] == ' '; n--) {
            at[n - 1] = '\0';
        }
        field[f] = at;
    }
    return true;
}

/** Read the median of the numbers that a command prints, one a line; an error if there are none. */
static inline enum rxt_err bench_rival_rate(const char *command, double *out)
{
    char line[BENCH_LINE_BYTES];
    double rate[BENCH_MAX_RATES];
    size_t n = 0;
    struct rxt_stat stat;
    FILE *pipe = popen(command, "r");
    while (pipe && n < BENCH_MAX_RATES && fgets(line, sizeof line, pipe)) {
        char *end;
        rate[n] = strtod(line, &end);
        n += end != line;
    }
    const int status = pipe ? pclose(pipe) : -1;
    if (status || n == 0) {
        return rxt_fail(RXT_E_ABSENT, "`%s` gave %zu rates and status %d", command, n, status);
    }
    const enum rxt_err err = rxt_stat_of(rate, n, &stat);
    *out = stat.median;
    return err;
}

/* The rate of one sample: work over the median time; the sample must have passed its check. */
static inline enum rxt_err bench_sample_rate(const char *line, const char *unit, double *out)
{
    json_error_t why;
    json_t *sample = json_loads(line, 0, &why);
    const char *check = json_string_value(json_object_get(sample, "check"));
    const json_t *times = json_object_get(sample, "time_s");
    const double work = json_number_value(json_object_get(json_object_get(sample, "work"), unit));
    const bool placed = json_is_null(json_object_get(sample, "rejected"));
    double time_s[BENCH_MAX_RATES];
    size_t n = 0;
    struct rxt_stat stat;
    for (; n < json_array_size(times) && n < BENCH_MAX_RATES; n++) {
        time_s[n] = json_number_value(json_array_get(times, n));
    }
    enum rxt_err err = RXT_OK;
    if (!check || strcmp(check, "pass") != 0 || !placed || !(work > 0.0)) {
        err = rxt_fail(RXT_E_WRONG, "no checked sample with work in %s: %.200s", unit, line);
    }
    json_decref(sample);
    err = err == RXT_OK ? rxt_stat_of(time_s, n, &stat) : err;
    if (err == RXT_OK) {
        *out = work / stat.median;
    }
    return err;
}

/** Write the 95 % interval of a median, "no interval" below 6 values. Return out. */
static inline const char *bench_interval(const struct rxt_stat *stat, char out[BENCH_INTERVAL_BYTES])
{
    if (stat->has_interval) {
        snprintf(out, BENCH_INTERVAL_BYTES, "%.3f to %.3f", stat->low, stat->high);
    } else {
        snprintf(out, BENCH_INTERVAL_BYTES, "no interval");
    }
    return out;
}

/** Run rxt and read the rate of its one kernel, in `unit` a second. */
static inline enum rxt_err bench_rxt_rate(const char *command, const char *unit, double *out)
{
    static char line[BENCH_LINE_BYTES * 4];
    FILE *pipe = popen(command, "r");
    const bool told = pipe && fgets(line, sizeof line, pipe);
    const int status = pipe ? pclose(pipe) : -1;
    return told && status == 0 ? bench_sample_rate(line, unit, out)
                               : rxt_fail(RXT_E_WRONG, "`%s` gave status %d", command, status);
}

#endif
