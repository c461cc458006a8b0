/* SPDX-License-Identifier: BSD-3-Clause
 * base_nearest.c - the name that somebody may have meant.
 */
#include "text.h"

#include <string.h>

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

enum { NAME_MAX_BYTES = 63 };

/* Levenshtein's edit distance, with two letters swapped as one edit; three rows at a time. */
static size_t distance(const char *a, const char *b)
{
    size_t row[3][NAME_MAX_BYTES + 1];
    const size_t n = strlen(b);
    for (size_t j = 0; j <= n; j++) {
        row[0][j] = j;
    }
    size_t i = 0;
    for (; a[i]; i++) {
        const size_t *above = row[i % 3], *before = row[(i + 2) % 3];
        size_t *here = row[(i + 1) % 3];
        here[0] = i + 1;
        for (size_t j = 0; j < n; j++) {
            here[j + 1] = least(above[j] + (a[i] != b[j]), least(above[j + 1], here[j]) + 1);
            if (i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j]) {
                here[j + 1] = least(here[j + 1], before[j - 1] + 1);
            }
        }
    }
    return row[i % 3][n];
}

/* One edit in three letters of the longer word; one in two of a short one. */
static bool is_near(size_t edits, size_t a, size_t b)
{
    const size_t longer = a > b ? a : b;
    return edits == 1 ? longer > 1 : 3 * edits <= longer;
}

const char *rxt_nearest(const char *text, const char *const *names, size_t n)
{
    const char *best = NULL;
    const size_t length = strlen(text);
    size_t best_distance = NAME_MAX_BYTES;
    for (size_t i = 0; i < n && length <= NAME_MAX_BYTES; i++) {
        const size_t n_name = strlen(names[i]);
        const size_t d = n_name <= NAME_MAX_BYTES ? distance(text, names[i]) : best_distance;
        if (d < best_distance && is_near(d, length, n_name)) {
            best = names[i];
            best_distance = d;
        }
    }
    return best;
}
