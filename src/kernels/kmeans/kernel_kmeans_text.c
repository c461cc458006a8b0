/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_kmeans_text.c - a line of text as numbers.
 */
#include "kernel_kmeans.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 511 };             /* bytes of a number                                       */
static const double widest = 1e140; /* squares of distances, 4e280, can still be summed over all */

static bool is_blank(unsigned char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static bool is_separator(unsigned char c)
{
    return c == ',' || c == ';';
}

static bool read_number(const unsigned char *text, size_t n, double *number)
{
    char copy[LONGEST + 1], *end;
    if (n == 0 || n > LONGEST) {
        return false;
    }
    memcpy(copy, text, n);
    copy[n] = '\0';
    *number = strtod(copy, &end);
    return end == copy + n && fabs(*number) <= widest;
}

struct kmeans_line kmeans_line_read(const unsigned char *line, size_t n, double *numbers, size_t room)
{
    struct kmeans_line out = {.n = 0};
    bool is_due = false; /* a separator wants a number behind it */
    for (size_t i = 0;;) {
        while (i < n && is_blank(line[i])) {
            i++;
        }
        if (i == n && !is_due) {
            return out;
        }
        const size_t first = i;
        double number = 0.0;
        while (i < n && !is_blank(line[i]) && !is_separator(line[i])) {
            i++;
        }
        if (!read_number(line + first, i - first, &number)) {
            out.is_bad = true;
            out.bad = first;
            out.n_bad = i - first;
            return out;
        }
        if (out.n < room) {
            numbers[out.n] = number;
        }
        out.n++;
        while (i < n && is_blank(line[i])) {
            i++;
        }
        is_due = i < n && is_separator(line[i]);
        i += is_due;
    }
}
