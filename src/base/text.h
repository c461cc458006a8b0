/* SPDX-License-Identifier: BSD-3-Clause
 * text.h - growing text, clean text, strict numbers, nearest names, quantities for people.
 */
#ifndef RXT_TEXT_H
#define RXT_TEXT_H

#include "rxt/err.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/* Text that grows. Begin with {0}; give back with rxt_text_free. When memory runs out `failed`
 * is set and later additions do nothing, so that only the last reader must look. */
struct rxt_text {
    char *bytes; /* NUL-terminated, or NULL while empty */
    size_t n;    /* bytes without the NUL               */
    size_t room;
    bool failed;
};

void rxt_text_add(struct rxt_text *text, const char *format, ...) RXT_PRINTF(2, 3);
void rxt_text_add_args(struct rxt_text *text, const char *format, va_list args) RXT_PRINTF(2, 0);
void rxt_text_add_bytes(struct rxt_text *text, const char *bytes, size_t n_bytes);
void rxt_text_free(struct rxt_text *text);
/** Return the text, "" while empty. */
const char *rxt_text_of(const struct rxt_text *text);

/** Read a whole decimal number; RXT_E_RANGE with a reason that names `what`, the value and the range. */
RXT_CHECKED enum rxt_err rxt_parse_integer(const char *text, const char *what, long long min, long long max,
                                           long long *out);
/** Read whole numbers and ranges separated by commas, 1 to most, each once: "1,2,4-8"; RXT_E_USAGE when one is there
 *  twice, a range runs backwards, or there are more than room. out gets *n of them. */
RXT_CHECKED enum rxt_err rxt_parse_counts(const char *list, const char *what, long long most, int *out,
                                          size_t room, size_t *n);
/** Read a finite real number in the same way. */
RXT_CHECKED enum rxt_err rxt_parse_real(const char *text, const char *what, double min, double max,
                                        double *out);
/** Read a duration: 30s, 2m, 1.5h; in s. A number without a unit is refused: batch systems take minutes, others seconds. */
RXT_CHECKED enum rxt_err rxt_parse_duration(const char *text, const char *what, double *out_s);
/** Read the limit of a batch job as Slurm takes it, where a bare number is minutes: 30, 30:00, 02:30:00, 1-02, 1-02:30:00;
 *  or with a unit, as a duration; in s. */
RXT_CHECKED enum rxt_err rxt_parse_limit(const char *text, const char *what, double *out_s);

/** Return the name that is nearest to text by edit distance, or NULL if none is near: at most one letter in three
 *  is another, missing, or too many (two letters swapped count as one). names is n pointers. */
const char *rxt_nearest(const char *text, const char *const *names, size_t n);

/* What a character of text from outside is shown as: itself, or if it is no printable UTF-8 an escape that can be read
 * ("\x1b", "\u202e", "\n"): controls, bytes that are no UTF-8, marks that turn the writing, what has no width. */
struct rxt_clean {
    char text[12];
    bool is_plain; /* it is shown as itself */
};
/** Clean the first character of n_bytes >= 1; return how many bytes it takes. */
size_t rxt_clean_next(const char *bytes, size_t n_bytes, struct rxt_clean *out);
/** Return the bytes of the character of UTF-8 that n_bytes >= 1 begin with; 0 if they begin with none. */
size_t rxt_utf8_bytes(const char *bytes, size_t n_bytes);
/** Append text from anywhere, clean. Cleaning twice changes nothing. */
void rxt_text_add_clean(struct rxt_text *text, const char *bytes, size_t n_bytes);
/** The same for the running text of a report: ends of lines and tabs become blanks. n_bytes <= strlen(bytes). */
void rxt_text_add_line(struct rxt_text *text, const char *bytes, size_t n_bytes);

/** Tell whether text is a name of a kernel or program: [A-Za-z0-9][A-Za-z0-9._+-]*, at most 64 characters. Only such names
 *  become a part of a file's name. */
bool rxt_is_name(const char *text);
enum { RXT_NAME_MOST = 64 };

/** Append text quoted for a POSIX shell on one line, plain if it needs no quotes; what would not print is spelled for printf,
 *  ends of line at its end by IFS as a shell starts with it. */
void rxt_text_add_quoted(struct rxt_text *text, const char *word);
/** Tell whether a line is nothing but words as rxt_text_add_quoted writes them, so that a shell runs nothing of it but the
 *  first word. */
bool rxt_is_words(const char *text);
/** Return the bytes of the first word of such a line, quotes and all. */
size_t rxt_word_bytes(const char *text);

/** Write a time, or a number with an SI prefix, in at most 9 columns: "12.3 ms", "4.56 G". Return out. */
const char *rxt_show_s(char *out, size_t n_bytes, double t_s);
const char *rxt_show_si(char *out, size_t n_bytes, double value);
/** Write how long ago something was: "3 days ago"; NaN is of unknown age. Return out. */
const char *rxt_show_age(char *out, size_t n_bytes, double age_s);
/** Write how work grows with a size called "n": "n^2 log n". Return out. */
const char *rxt_show_growth(char *out, size_t n_bytes, const char *size, double power, bool has_log);
/** Write bytes with a binary prefix: "1.50 GiB". Return out. */
const char *rxt_show_bytes(char *out, size_t n_bytes, double value_bytes);

/** Return the columns that UTF-8 text takes on a terminal (every code point counts as one). */
size_t rxt_columns(const char *text);

#endif
