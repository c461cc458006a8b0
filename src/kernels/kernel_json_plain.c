/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_json_plain.c - validate and sum up records, byte by byte: the reference, which finds the fault.
 */
#include "kernel_json.h"
#include "kernel_json_text.h"

#include <math.h>
#include <string.h>

/* What may stand next in a record. */
enum next { VALUE, VALUE_OR_CLOSE, NAME, NAME_OR_CLOSE, AFTER };

struct scan {
    struct json_part *part;
    const struct json_field *field;
    const unsigned char *text, *at, *end;
    enum next next;
    bool is_field; /* the value to come belongs to the field */
    size_t depth;
    bool object[JSON_MAX_DEPTH + 1]; /* by depth; [0] is the line itself */
};

/* The end of the text ends a line. */
static unsigned char peek(const struct scan *s)
{
    return s->at < s->end ? *s->at : '\n';
}

static void fail(struct scan *s, enum json_rule rule)
{
    s->part->rule = rule;
    s->part->at = (uint64_t)(s->at - s->text);
    s->at = s->end;
}

static bool failed(const struct scan *s)
{
    return s->part->rule != JSON_RIGHT;
}

static void skip_blanks(struct scan *s)
{
    while (peek(s) == ' ' || peek(s) == '\t' || peek(s) == '\r') {
        s->at++;
    }
}

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

static void skip_digits(struct scan *s)
{
    if (!is_digit(peek(s))) {
        fail(s, JSON_NUMBER);
    }
    while (is_digit(peek(s))) {
        s->at++;
    }
}

static void read_number(struct scan *s)
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

/* Read a string from its opening quote on; return whether it holds an escape. */
static bool read_string(struct scan *s)
{
    bool escapes = false;
    for (s->at++; !failed(s); s->at++) {
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
            s->at--;
        } else if (c >= 0x80) {
            const size_t n = json_utf8(s->at, s->end);
            if (n == 0) {
                fail(s, JSON_UTF8);
            }
            s->at += n - 1;
        }
    }
    return escapes;
}

static void open_bracket(struct scan *s, bool is_object)
{
    if (s->depth == JSON_MAX_DEPTH) {
        fail(s, JSON_DEPTH);
        return;
    }
    s->object[++s->depth] = is_object;
    s->next = is_object ? NAME_OR_CLOSE : VALUE_OR_CLOSE;
    s->at++;
}

static void close_bracket(struct scan *s)
{
    s->depth--;
    s->next = AFTER;
    s->at++;
}

static void read_literal(struct scan *s)
{
    const size_t n = json_literal(s->at, s->end);
    if (n == 0) {
        fail(s, JSON_VALUE);
    }
    s->at += n;
}

static void read_value(struct scan *s)
{
    const unsigned char c = peek(s);
    s->part->values++;
    s->next = AFTER;
    if (c == '"') {
        (void)read_string(s);
    } else if (c == '{' || c == '[') {
        open_bracket(s, c == '{');
    } else if (c == '-' || is_digit(c)) {
        read_number(s);
    } else {
        read_literal(s);
    }
    s->is_field = false;
}

static void read_name(struct scan *s)
{
    if (peek(s) != '"') {
        fail(s, JSON_KEY);
        return;
    }
    const unsigned char *name = s->at + 1;
    const bool escapes = read_string(s);
    if (failed(s)) {
        return;
    }
    const size_t length = (size_t)(s->at - 1 - name);
    skip_blanks(s);
    if (peek(s) != ':') {
        fail(s, JSON_COLON);
        return;
    }
    s->at++;
    s->part->members++;
    s->next = VALUE;
    s->is_field =
        s->depth == 1 && (escapes ? json_field_is(s->field, name, length)
                                  : length == s->field->length && memcmp(name, s->field->name, length) == 0);
}

static void read_after(struct scan *s)
{
    const unsigned char c = peek(s);
    const bool is_object = s->object[s->depth];
    if (s->depth == 0) {
        fail(s, JSON_END);
    } else if (c == ',') {
        s->next = is_object ? NAME : VALUE;
        s->at++;
    } else if (c == (is_object ? '}' : ']')) {
        close_bracket(s);
    } else {
        fail(s, JSON_NEXT);
    }
}

static void read_next(struct scan *s)
{
    if (s->next == AFTER) {
        read_after(s);
    } else if ((s->next == VALUE_OR_CLOSE && peek(s) == ']') ||
               (s->next == NAME_OR_CLOSE && peek(s) == '}')) {
        close_bracket(s);
    } else if (s->next == NAME || s->next == NAME_OR_CLOSE) {
        read_name(s);
    } else {
        read_value(s);
    }
}

static void read_line(struct scan *s)
{
    skip_blanks(s);
    if (peek(s) != '\n') {
        s->next = VALUE;
        s->is_field = false;
        s->depth = 0;
        while (!failed(s) && !(s->depth == 0 && s->next == AFTER && peek(s) == '\n')) {
            read_next(s);
            skip_blanks(s);
        }
        s->part->records++;
    }
    s->at++;
}

void json_scan_plain(struct json_part *part, const struct json_field *field, const unsigned char *text,
                     size_t first, size_t last)
{
    struct scan s;
    s.part = part;
    s.field = field;
    s.text = text;
    s.at = text + first;
    s.end = text + last;
    s.object[0] = false;
    *part = json_part_none();
    while (s.at < s.end && !failed(&s)) {
        read_line(&s);
    }
    json_sum_carry(part->limb);
}
