/* SPDX-License-Identifier: BSD-3-Clause
 * fuzz_numbers.c - numbers, lists of counts, and times of the command line: what is accepted is in its range.
 */
#include "fuzz.h"

#include "text.h"

#include <math.h>
#include <stdlib.h>

enum { MOST = 100, ROOM = 8 };

static void read_counts(const char *text)
{
    int counts[ROOM];
    size_t n = 0;
    if (rxt_parse_counts(text, "counts", MOST, counts, ROOM, &n) == RXT_OK) {
        fuzz_claim(n <= ROOM, "no more counts than there is room for");
        for (size_t i = 0; i < n; i++) {
            fuzz_claim(counts[i] >= 1 && counts[i] <= MOST, "a count is in its range");
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    char *text = fuzz_text(data, n);
    long long integer = 0;
    double real = 0.0;
    if (rxt_parse_integer(text, "integer", -5, MOST, &integer) == RXT_OK) {
        fuzz_claim(integer >= -5 && integer <= MOST, "an integer is in its range");
    }
    if (rxt_parse_real(text, "real", -1.0, 1.0, &real) == RXT_OK) {
        fuzz_claim(fabs(real) <= 1.0, "a real is in its range");
    }
    if (rxt_parse_duration(text, "time", &real) == RXT_OK) {
        fuzz_claim(real > 0.0 && real <= 1e7, "a time is in its range");
    }
    if (rxt_parse_limit(text, "limit", &real) == RXT_OK) {
        fuzz_claim(real > 0.0 && real <= 1e7, "a limit is in its range");
    }
    read_counts(text);
    free(text);
    return 0;
}
