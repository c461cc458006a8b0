/* SPDX-License-Identifier: BSD-3-Clause
 * note.h - a sentence that a floor hands up while it works; who prints it, and where, is not its affair.
 */
#ifndef RXT_NOTE_H
#define RXT_NOTE_H

#include "rxt/err.h"

enum rxt_note_kind {
    RXT_NOTE_PLAIN,   /* rxt's own sentence                        */
    RXT_NOTE_WARNING, /* the same, and it wants to be read         */
    RXT_NOTE_TALK     /* a line of a program that rxt launched     */
};

/** Take a note; the text is not clean yet, and may have several lines. */
typedef void rxt_note_fn(enum rxt_note_kind kind, const char *text);

/** Give all notes of this process to take from now on; NULL, as it begins, lets them go. */
void rxt_notes_to(rxt_note_fn *take);
/** Hand a note up. */
void rxt_note(enum rxt_note_kind kind, const char *format, ...) RXT_PRINTF(2, 3);

#endif
