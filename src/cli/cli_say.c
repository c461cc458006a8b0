/* SPDX-License-Identifier: BSD-3-Clause
 * cli_say.c - messages on standard error: rxt's own, and those that the floors below hand up.
 */
#include "cli.h"

#include "text.h"

#include <stdio.h>
#include <string.h>

void rxt_say(const char *begin, const char *format, ...)
{
    struct rxt_text line = {0}, whole = {0};
    va_list args;
    va_start(args, format);
    rxt_text_add_args(&whole, format, args);
    va_end(args);
    const char *text = rxt_text_of(&whole);
    rxt_text_add(&line, "%s", begin);
    for (bool is_first = true; is_first || *text; is_first = false) {
        const size_t n = strcspn(text, "\n");
        rxt_text_add(&line, "%s", is_first ? "" : "  | ");
        rxt_text_add_clean(&line, text, n);
        rxt_text_add(&line, "\n");
        text += n + (text[n] == '\n');
    }
    fputs(line.failed || whole.failed ? "rxt: no room for a message\n" : rxt_text_of(&line), stderr);
    rxt_text_free(&line);
    rxt_text_free(&whole);
}

void rxt_say_note(enum rxt_note_kind kind, const char *text)
{
    static const char *const begins[] = {
        [RXT_NOTE_PLAIN] = "rxt: ", [RXT_NOTE_WARNING] = "rxt: warning: ", [RXT_NOTE_TALK] = ""};
    rxt_say(begins[kind], "%s", text);
}
