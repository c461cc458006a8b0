/* SPDX-License-Identifier: BSD-3-Clause
 * program_rule.c - of which numbers of ranks or threads a program can be run.
 */
#include "program.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_COUNTS = 1024 };

static bool is_square(long n, long with)
{
    const long root = lround(sqrt((double)n));
    (void)with;
    return root * root == n;
}

static bool is_cube(long n, long with)
{
    const long root = lround(cbrt((double)n));
    (void)with;
    return root * root * root == n;
}

static bool is_power(long n, long with)
{
    (void)with;
    return (n & (n - 1)) == 0;
}

static bool divides(long n, long with)
{
    return with % n == 0;
}

static bool is_multiple(long n, long with)
{
    return n % with == 0;
}

static bool is_within(long n, long with)
{
    return n <= with;
}

static const struct rule {
    const char *name; /* with its colon, if a number follows */
    bool (*takes)(long n, long with);
} rules[] = {
    {"square", is_square},         {"cube", is_cube},   {"power-of-2", is_power}, {"divides:", divides},
    {"multiple-of:", is_multiple}, {"max:", is_within},
};
enum { RULES = sizeof rules / sizeof *rules };

/* The nearest rule to what was typed. */
static enum rxt_err refuse(const char *text, const char *what)
{
    const char *names[RULES];
    for (size_t i = 0; i < RULES; i++) {
        names[i] = rules[i].name;
    }
    const char *near = rxt_nearest(text, names, RULES);
    return rxt_fail(
        RXT_E_USAGE,
        "%s '%s' is no rule; %s%s%srules are square, cube, power-of-2, divides:N, multiple-of:N, max:N, "
        "and counts such as 1,2,4-8",
        what, text, near ? "did you mean '" : "", near ? near : "", near ? "'? " : "");
}

static enum rxt_err read_counts(const char *rule, const char *what, long n, bool *takes)
{
    int *counts = calloc(MOST_COUNTS, sizeof *counts);
    size_t n_counts = 0;
    enum rxt_err err = counts ? rxt_parse_counts(rule, what, RXT_MAX_WORKERS, counts, MOST_COUNTS, &n_counts)
                              : rxt_fail(RXT_E_MEMORY, "no room for the counts of %s", what);
    *takes = false;
    for (size_t i = 0; i < n_counts && err == RXT_OK; i++) {
        *takes |= counts[i] == n;
    }
    free(counts);
    return err;
}

enum rxt_err rxt_program_rule(const char *rule, const char *what, long n, bool *takes)
{
    if (rule[0] >= '0' && rule[0] <= '9') {
        return read_counts(rule, what, n, takes);
    }
    for (size_t i = 0; i < RULES; i++) {
        const size_t length = strlen(rules[i].name);
        const bool has_number = rules[i].name[length - 1] == ':';
        if (has_number ? !strncmp(rule, rules[i].name, length) : !strcmp(rule, rules[i].name)) {
            long long with = 1;
            const enum rxt_err err =
                has_number ? rxt_parse_integer(rule + length, what, 1, 1000000000, &with) : RXT_OK;
            *takes = err == RXT_OK && rules[i].takes(n, (long)with);
            return err;
        }
    }
    return refuse(rule, what);
}
