/* SPDX-License-Identifier: BSD-3-Clause
 * base_text.c - text that grows.
 */
#include "text.h"

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
