/* SPDX-License-Identifier: BSD-3-Clause
 * base_parse.c - numbers, lists of them and times, read strictly from text.
 */
#include "text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum rxt_err rxt_parse_integer(const char *text, const char *what, long long min, long long max,
                               long long *out)
{
    char *end = NULL;
    errno = 0;
    const long long value = strtoll(text, &end, 10);
    const bool begins = (text[0] >= '0' && text[0] <= '9') || text[0] == '-';
    if (!begins || end == text || *end != '\0' || errno == ERANGE || value < min || value > max) {
        return rxt_fail(RXT_E_RANGE, "%s '%s' must be a whole number from %lld to %lld", what, text, min,
                        max);
    }
    *out = value;
    return RXT_OK;
}

static enum rxt_err add_count(const char *what, int value, int *out, size_t room, size_t *n)
{
    for (size_t i = 0; i < *n; i++) {
        if (out[i] == value) {
            return rxt_fail(RXT_E_USAGE, "%s names %d twice", what, value);
        }
    }
    if (*n == room) {
        return rxt_fail(RXT_E_USAGE, "%s takes at most %zu numbers", what, room);
    }
    out[(*n)++] = value;
    return RXT_OK;
}

/* "4" or "2-8": its ends. */
static enum rxt_err read_range(const char *word, const char *what, long long most, long long *first,
                               long long *last)
{
    char begin[64];
    const char *dash = word[0] ? strchr(word + 1, '-') : NULL;
    if (!dash) {
        const enum rxt_err err = rxt_parse_integer(word, what, 1, most, first);
        *last = *first;
        return err;
    }
    snprintf(begin, sizeof begin, "%.*s", (int)(dash - word), word);
    if (rxt_parse_integer(begin, what, 1, most, first) != RXT_OK ||
        rxt_parse_integer(dash + 1, what, 1, most, last) != RXT_OK) {
        return rxt_fail(RXT_E_RANGE,
                        "%s '%s' must be a range of whole numbers from 1 to %lld, such as %d-%lld", what,
                        word, most, most < 8 ? 1 : 2, most < 8 ? most : 8);
    }
    return *first <= *last
               ? RXT_OK
               : rxt_fail(RXT_E_USAGE, "%s '%s' must go from the less to the greater", what, word);
}

enum rxt_err rxt_parse_counts(const char *list, const char *what, long long most, int *out, size_t room,
                              size_t *n)
{
    enum rxt_err err = RXT_OK;
    for (*n = 0; *list && err == RXT_OK;) {
        char word[64];
        long long first = 0, last = 0;
        const size_t length = strcspn(list, ",");
        snprintf(word, sizeof word, "%.*s", (int)length, list);
        err = length < sizeof word ? read_range(word, what, most, &first, &last)
                                   : rxt_fail(RXT_E_RANGE, "%s '%.*s' must be a whole number from 1 to %lld",
                                              what, (int)length, list, most);
        for (long long value = first; value <= last && err == RXT_OK; value++) {
            err = add_count(what, (int)value, out, room, n);
        }
        list += length + (list[length] == ',');
    }
    return err;
}

enum rxt_err rxt_parse_real(const char *text, const char *what, double min, double max, double *out)
{
    char *end = NULL;
    const double value = strtod(text, &end);
    const bool begins = text[0] != '\0' && strchr("0123456789.-", text[0]);
    if (!begins || end == text || *end != '\0' || !(value >= min && value <= max)) {
        return rxt_fail(RXT_E_RANGE, "%s '%s' must be a number from %g to %g", what, text, min, max);
    }
    *out = value;
    return RXT_OK;
}

enum { MOST_S = 10000000 };

enum rxt_err rxt_parse_duration(const char *text, const char *what, double *out_s)
{
    char *end = NULL;
    const bool begins = text[0] >= '0' && text[0] <= '9';
    const double value = begins ? strtod(text, &end) : 0.0;
    const char *unit = begins ? end : "?";
    const double scale = !strcmp(unit, "s")   ? 1.0
                         : !strcmp(unit, "m") ? 60.0
                         : !strcmp(unit, "h") ? 3600.0
                                              : 0.0;
    if (begins && *unit == '\0') { /* minutes to Slurm, seconds to others */
        return rxt_fail(RXT_E_RANGE, "%s '%s' has no unit: %ss, %sm or %sh", what, text, text, text, text);
    }
    if (!(scale > 0.0 && value > 0.0 && value * scale <= MOST_S)) {
        return rxt_fail(RXT_E_RANGE, "%s '%s' must be a time such as 30s, 2m or 1h", what, text);
    }
    *out_s = value * scale;
    return RXT_OK;
}

/* "1:02:30": whole numbers, at most 3. Returns how many; 0: it is not such a text. */
static size_t read_clock(const char *text, double *part)
{
    size_t n = 0;
    for (const char *at = text; n < 3 && *at >= '0' && *at <= '9'; at++) {
        char *end = NULL;
        part[n++] = strtod(at, &end);
        const size_t n_digits = strspn(at, "0123456789");
        at += n_digits;
        if (*at != ':') {
            return *at == '\0' && end == at ? n : 0;
        }
    }
    return 0;
}

enum rxt_err rxt_parse_limit(const char *text, const char *what, double *out_s)
{
    /* By the number of parts: M, M:S, H:M:S; behind days H, H:M, H:M:S. */
    static const double alone_s[][3] = {{60.0}, {60.0, 1.0}, {3600.0, 60.0, 1.0}};
    static const double behind_s[] = {3600.0, 60.0, 1.0};
    const char *dash = strchr(text, '-');
    double part[3] = {0.0}, sum_s = 0.0;
    const size_t n_digits = strspn(text, "0123456789");
    if (n_digits > 0 && (text[n_digits] == '.' || (text[n_digits] && strchr("smh", text[n_digits])))) {
        return rxt_parse_duration(text, what, out_s);
    }
    const size_t n = read_clock(dash ? dash + 1 : text, part);
    for (size_t i = 0; i < n; i++) {
        sum_s += part[i] * (dash ? behind_s[i] : alone_s[n - 1][i]);
    }
    sum_s += dash ? 86400.0 * strtod(text, NULL) : 0.0;
    const bool has_days = !dash || (n_digits > 0 && text + n_digits == dash);
    if (n == 0 || !has_days || !(sum_s > 0.0 && sum_s <= MOST_S)) {
        return rxt_fail(
            RXT_E_RANGE,
            "%s '%s' must be a limit as Slurm takes it: 30 (minutes), 30:00, 02:30:00, 1-02:30:00; or "
            "30m, 2h",
            what, text);
    }
    *out_s = sum_s;
    return RXT_OK;
}
