/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_json_plain.c - the grammar of records, token by token: the reference, which finds the fault.
 */
#include "kernel_json_scan.h"

#include <string.h>

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

static void read_value(struct scan *s)
{
    const unsigned char c = peek(s);
    s->part->values++;
    s->next = AFTER;
    if (c == '"') {
        (void)json_read_string(s);
    } else if (c == '{' || c == '[') {
        open_bracket(s, c == '{');
    } else if (c == '-' || is_digit(c)) {
        json_read_number(s);
    } else {
        json_read_literal(s);
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
    const bool escapes = json_read_string(s);
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
    s->at += s->at < s->end;
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
