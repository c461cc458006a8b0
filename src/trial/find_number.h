/* SPDX-License-Identifier: BSD-3-Clause
 * find_number.h - a number as programs print it, and what to say of a text that is none.
 */
#ifndef RXT_FIND_NUMBER_H
#define RXT_FIND_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/** Read a finite decimal number, blanks around it left out; Fortran's exponents too ("1.5D+03"). False: it is none, such as
 *  "nan", "inf", "1,234" and "12 s"; out is then NaN. */
bool rxt_number_read(const char *bytes, size_t n_bytes, double *out);

/** Append as much of a text, clean and on one line, as there is room for: no character is cut. */
void rxt_note_add(char *out, size_t room, const char *bytes, size_t n_bytes);
/** Write that a part of a line is no number: "'nan' is no number, in the line 'time nan'". */
void rxt_number_note(char *out, size_t room, const char *bytes, size_t n_bytes, const char *line);

#endif
