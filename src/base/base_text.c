/* SPDX-License-Identifier: BSD-3-Clause
 * base_text.c - growing text, strict numbers, quantities for people.
 */
#include "text.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool grow(struct rxt_text *text, size_t n_more)
{
    if (text->failed) {
        return false;
    }
    if (text->n + n_more + 1 > text->room) {
        const size_t room = 2 * text->room + n_more + 64;
        char *bytes = realloc(text->bytes, room);
        if (!bytes) {
            text->failed = true;
            return false;
        }
        text->bytes = bytes;
        text->room = room;
    }
    return true;
}

void rxt_text_add_bytes(struct rxt_text *text, const char *bytes, size_t n_bytes)
{
    if (grow(text, n_bytes)) {
        memcpy(text->bytes + text->n, bytes, n_bytes);
        text->n += n_bytes;
        text->bytes[text->n] = '\0';
    }
}

void rxt_text_add_args(struct rxt_text *text, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    const int n = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (n >= 0 && grow(text, (size_t)n)) {
        vsnprintf(text->bytes + text->n, (size_t)n + 1, format, args);
        text->n += (size_t)n;
    }
}

void rxt_text_add(struct rxt_text *text, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    rxt_text_add_args(text, format, args);
    va_end(args);
}

void rxt_text_free(struct rxt_text *text)
{
    free(text->bytes);
    *text = (struct rxt_text){0};
}

const char *rxt_text_of(const struct rxt_text *text)
{
    return text->bytes ? text->bytes : "";
}

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
        return rxt_fail(RXT_E_RANGE, "%s '%s' must be a range of whole numbers from 1 to %lld, such as 2-8",
                        what, word, most);
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

enum rxt_err rxt_parse_duration(const char *text, const char *what, double *out_s)
{
    char *end = NULL;
    const bool begins = text[0] >= '0' && text[0] <= '9';
    const double value = begins ? strtod(text, &end) : 0.0;
    const char *unit = begins ? end : "?";
    const double scale = !strcmp(unit, "") || !strcmp(unit, "s") ? 1.0
                         : !strcmp(unit, "m")                    ? 60.0
                         : !strcmp(unit, "h")                    ? 3600.0
                                                                 : 0.0;
    if (!(scale > 0.0 && value > 0.0 && value * scale <= 1e7)) {
        return rxt_fail(RXT_E_RANGE, "%s '%s' must be a time such as 30s, 2m or 1h", what, text);
    }
    *out_s = value * scale;
    return RXT_OK;
}

/* Three significant digits, without the exponent and the lone point that %g may give. */
static void show_three(char *out, size_t n_bytes, double value, const char *unit)
{
    const double size = fabs(value);
    snprintf(out, n_bytes, "%.*f %s", size < 9.995 ? 2 : size < 99.95 ? 1 : 0, value, unit);
}

const char *rxt_show_growth(char *out, size_t n_bytes, const char *size, double power, bool has_log)
{
    char exponent[24] = "";
    if (power != 1.0) {
        snprintf(exponent, sizeof exponent, "^%g", power);
    }
    snprintf(out, n_bytes, "%s%s%s%s", size, exponent, has_log ? " log " : "", has_log ? size : "");
    return out;
}

const char *rxt_show_s(char *out, size_t n_bytes, double t_s)
{
    static const struct {
        double scale;
        const char *unit;
    } units[] = {{1e-9, "ns"}, {1e-6, "us"}, {1e-3, "ms"}, {1.0, "s"}};
    size_t u = 0;
    while (u < 3 && fabs(t_s) >= 0.9995 * units[u + 1].scale) {
        u++;
    }
    show_three(out, n_bytes, t_s / units[u].scale, units[u].unit);
    return out;
}

static const char *show_scaled(char *out, size_t n_bytes, double value, double step,
                               const char *const *prefixes)
{
    size_t p = 0;
    while (p < 5 && fabs(value) >= 0.9995 * step) {
        value /= step;
        p++;
    }
    show_three(out, n_bytes, value, prefixes[p]);
    return out;
}

const char *rxt_show_si(char *out, size_t n_bytes, double value)
{
    static const char *const prefixes[] = {"", "k", "M", "G", "T", "P"};
    return show_scaled(out, n_bytes, value, 1e3, prefixes);
}

const char *rxt_show_bytes(char *out, size_t n_bytes, double value_bytes)
{
    static const char *const prefixes[] = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    return show_scaled(out, n_bytes, value_bytes, 1024.0, prefixes);
}

size_t rxt_columns(const char *text)
{
    size_t n = 0;
    for (; *text; text++) {
        n += ((unsigned char)*text & 0xc0) != 0x80;
    }
    return n;
}
