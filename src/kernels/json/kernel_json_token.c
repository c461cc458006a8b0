/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_json_token.c - numbers, strings and literals, byte by byte, for the reference.
 */
#include "kernel_json_scan.h"
#include "kernel_json_text.h"

#include <math.h>
#include <string.h>

static void skip_digits(struct scan *s)
{
    if (!is_digit(peek(s))) {
        fail(s, JSON_NUMBER);
    }
    while (is_digit(peek(s))) {
        s->at++;
    }
}

void json_read_number(struct scan *s)
{
    const unsigned char *begin = s->at;
    s->at += *begin == '-';
    const bool is_zero = peek(s) == '0';
    skip_digits(s);
    if (is_zero && s->at > begin + (*begin == '-') + 1) {
        s->at = begin;
        fail(s, JSON_NUMBER);
        return;
    }
    if (!failed(s) && peek(s) == '.') {
        s->at++;
        skip_digits(s);
    }
    if (!failed(s) && (peek(s) | 0x20) == 'e') {
        s->at++;
        s->at += peek(s) == '+' || peek(s) == '-';
        skip_digits(s);
    }
    if (failed(s) || !s->is_field) {
        return;
    }
    const double x = json_number(begin, s->at);
    if (isinf(x)) {
        s->at = begin;
        fail(s, JSON_RANGE);
        return;
    }
    json_part_count(s->part, x);
}

/* Step over the half of a surrogate pair that is expected at s->at. */
static void read_low_surrogate(struct scan *s)
{
    if (s->end - s->at >= 6 && s->at[0] == '\\' && s->at[1] == 'u' && json_hex4(s->at + 2) >> 10 == 0x37) {
        s->at += 6;
        return;
    }
    fail(s, JSON_SURROGATE);
}

static void read_escape(struct scan *s)
{
    const size_t room = (size_t)(s->end - s->at);
    if (room > 1 && s->at[1] != 'u' && s->at[1] && strchr("\"\\/bfnrt", s->at[1])) {
        s->at += 2;
        return;
    }
    if (room < 6 || s->at[1] != 'u' || json_hex4(s->at + 2) > 0xffff) {
        fail(s, JSON_ESCAPE);
        return;
    }
    const uint32_t unit = json_hex4(s->at + 2);
    if (unit >> 10 == 0x37) {
        fail(s, JSON_SURROGATE);
        return;
    }
    s->at += 6;
    if (unit >> 10 == 0x36) {
        read_low_surrogate(s);
    }
}

/* Words of eight bytes without a quote, a backslash, a control character or one above 0x7f. */
static void skip_plain(struct scan *s)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
    while (s->end - s->at >= 8) {
        uint64_t w;
        memcpy(&w, s->at, sizeof w);
        const uint64_t quote = w ^ ones * '"', slash = w ^ ones * '\\';
        if ((w | (w - ones * 0x20) | (quote - ones) | (slash - ones)) & tops) {
            return;
        }
        s->at += 8;
    }
}

static void read_letter(struct scan *s)
{
    const size_t n = json_utf8(s->at, s->end);
    if (n == 0) {
        fail(s, JSON_UTF8);
    }
    s->at += n;
}

bool json_read_string(struct scan *s)
{
    bool escapes = false;
    s->at++;
    while (!failed(s)) {
        skip_plain(s);
        const unsigned char c = peek(s);
        if (c == '"') {
            s->at++;
            return escapes;
        }
        if (c < 0x20) {
            fail(s, JSON_CONTROL);
        } else if (c == '\\') {
            escapes = true;
            read_escape(s);
        } else if (c >= 0x80) {
            read_letter(s);
        } else {
            s->at++;
        }
    }
    return escapes;
}

void json_read_literal(struct scan *s)
{
    const size_t n = json_literal(s->at, s->end);
    if (n == 0) {
        fail(s, JSON_VALUE);
    }
    s->at += n;
}
