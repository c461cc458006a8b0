/* SPDX-License-Identifier: BSD-3-Clause
 * base_note.c - hand a sentence to whom all notes of this process go.
 */
#include "note.h"

#include "text.h"

static rxt_note_fn *taker;

void rxt_notes_to(rxt_note_fn *take)
{
    taker = take;
}

void rxt_note(enum rxt_note_kind kind, const char *format, ...)
{
    if (!taker) {
        return;
    }
    struct rxt_text text = {0};
    va_list args;
    va_start(args, format);
    rxt_text_add_args(&text, format, args);
    va_end(args);
    taker(kind, text.failed ? "no room for a message" : rxt_text_of(&text));
    rxt_text_free(&text);
}
