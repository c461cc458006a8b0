/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_json_scan.h - where the reference is in a line, and the tokens that it reads there.
 */
#ifndef KERNEL_JSON_SCAN_H
#define KERNEL_JSON_SCAN_H

#include "kernel_json.h"

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
static inline unsigned char peek(const struct scan *s)
{
    return s->at < s->end ? *s->at : '\n';
}

static inline void fail(struct scan *s, enum json_rule rule)
{
    s->part->rule = rule;
    s->part->at = (uint64_t)(s->at - s->text);
    s->at = s->end;
}

static inline bool failed(const struct scan *s)
{
    return s->part->rule != JSON_RIGHT;
}

static inline void skip_blanks(struct scan *s)
{
    while (peek(s) == ' ' || peek(s) == '\t' || peek(s) == '\r') {
        s->at++;
    }
}

static inline bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

/** Read a token that begins at s->at and move behind it; what is wrong with it is noted by fail. */
void json_read_number(struct scan *s); /* counts it if it belongs to the field */
void json_read_literal(struct scan *s);
/** ... a string; return whether it holds an escape. */
bool json_read_string(struct scan *s);

#endif
