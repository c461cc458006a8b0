/* SPDX-License-Identifier: BSD-3-Clause
 * trial_find_number.c - a number as programs print it.
 */
#include "find_number.h"

#include "text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_DIGITS = 100, MOST_SHOWN = 60 };

bool rxt_number_read(const char *bytes, size_t n_bytes, double *out)
{
    char text[MOST_DIGITS + 1];
    *out = NAN;
    while (n_bytes > 0 && (bytes[0] == ' ' || bytes[0] == '\t')) {
        bytes++;
        n_bytes--;
    }
    while (n_bytes > 0 && (bytes[n_bytes - 1] == ' ' || bytes[n_bytes - 1] == '\t')) {
        n_bytes--;
    }
    if (n_bytes == 0 || n_bytes > MOST_DIGITS) {
        return false;
    }
    memcpy(text, bytes, n_bytes);
    text[n_bytes] = '\0';
    if (text[strspn(text, "0123456789+-.eEdD")] != '\0') { /* no "nan", "inf", "0x1p3" */
        return false;
    }
    for (char *d = strpbrk(text, "dD"); d; d = strpbrk(d, "dD")) {
        *d = 'e';
    }
    char *end = NULL;
    const double value = strtod(text, &end);
    if (end == text || *end != '\0' || !isfinite(value)) {
        return false;
    }
    *out = value;
    return true;
}

void rxt_note_add(char *out, size_t room, const char *bytes, size_t n_bytes)
{
    size_t n = strlen(out);
    for (size_t i = 0; i < n_bytes;) {
        struct rxt_clean c;
        const bool is_blank = bytes[i] == '\n' || bytes[i] == '\t' || bytes[i] == '\r';
        i += rxt_clean_next(bytes + i, n_bytes - i, &c);
        const char *text = is_blank ? " " : c.text;
        const size_t n_text = strlen(text);
        if (n + n_text + 1 > room) {
            return;
        }
        memcpy(out + n, text, n_text + 1);
        n += n_text;
    }
}

/* A text of which the beginning suffices. */
static void add_shown(char *out, size_t room, const char *bytes, size_t n_bytes)
{
    const size_t n = n_bytes < MOST_SHOWN ? n_bytes : MOST_SHOWN;
    rxt_note_add(out, room, "'", 1);
    rxt_note_add(out, room, bytes, n);
    rxt_note_add(out, room, n < n_bytes ? "...'" : "'", n < n_bytes ? 4 : 1);
}

void rxt_number_note(char *out, size_t room, const char *bytes, size_t n_bytes, const char *line)
{
    static const char between[] = " is no number, in the line ";
    out[0] = '\0';
    add_shown(out, room, bytes, n_bytes);
    rxt_note_add(out, room, between, sizeof between - 1);
    add_shown(out, room, line, strlen(line));
}
