/* SPDX-License-Identifier: BSD-3-Clause
 * base_json_text.c - JSON as text of which nothing is obeyed by a terminal.
 */
#include "json_text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The code point of one character that is UTF-8. */
static uint32_t point_of(const char *bytes, size_t n)
{
    uint32_t point = n == 1 ? (unsigned char)bytes[0] : (unsigned char)bytes[0] & (0x7fu >> n);
    for (size_t i = 1; i < n; i++) {
        point = point << 6 | ((unsigned char)bytes[i] & 0x3f);
    }
    return point;
}

static void add_escape(struct rxt_text *text, uint32_t point)
{
    if (point < 0x10000) {
        rxt_text_add(text, "\\u%04X", (unsigned)point);
    } else {
        rxt_text_add(text, "\\u%04X\\u%04X", 0xd800u + (unsigned)((point - 0x10000) >> 10),
                     0xdc00u + (unsigned)((point - 0x10000) & 0x3ff));
    }
}

void rxt_text_add_json(struct rxt_text *text, const json_t *value, size_t flags)
{
    char *dumped = value ? json_dumps(value, flags) : NULL;
    const size_t n = dumped ? strlen(dumped) : 0;
    struct rxt_clean c;
    text->failed |= !dumped;
    for (size_t i = 0; i < n;) {
        const size_t n_here = rxt_clean_next(dumped + i, n - i, &c);
        if (c.is_plain || dumped[i] == '\n') { /* an end of line inside a text is an escape already */
            rxt_text_add_bytes(text, dumped + i, n_here);
        } else {
            add_escape(text, point_of(dumped + i, n_here));
        }
        i += n_here;
    }
    free(dumped);
}
