/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_stats_text.c - the answer as lines of a number and its name.
 */
#include "kernel_stats_state.h"

/* 17 digits give a double back. */
static bool write_number(FILE *file, const char *name, double x)
{
    return fprintf(file, "%.17g\t%s\n", x, name) > 0;
}

static bool write_bins(FILE *file, const struct stats *s)
{
    const double width = s->range.scale > 0.0 ? 1.0 / s->range.scale : 0.0;
    bool written = true;
    for (size_t b = 0; s->has_bins && b < STATS_BINS && written; b++) {
        written = fprintf(file, "%llu\tfrom %.17g\n", (unsigned long long)s->answer.bin[b],
                          s->range.low + (double)b * width) > 0;
    }
    return written;
}

bool stats_write(FILE *file, const void *state)
{
    const struct stats *s = state;
    const struct stats_answer *a = &s->answer;
    bool written = fprintf(file, "%llu\tfinite numbers\n%llu\tNaN and infinite\n", (unsigned long long)a->n,
                           (unsigned long long)a->others) > 0;
    if (a->n > 0) {
        written = written && write_number(file, "mean", a->mean) &&
                  write_number(file, "variance", a->variance) &&
                  write_number(file, "skewness", a->skewness) &&
                  write_number(file, "excess kurtosis", a->excess) && write_number(file, "least", a->min) &&
                  write_number(file, "greatest", a->max) && write_bins(file, s);
    }
    return written;
}
