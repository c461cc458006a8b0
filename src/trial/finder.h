/* SPDX-License-Identifier: BSD-3-Clause
 * finder.h - a number, an answer, and words that must be there, in what one rank of a program says.
 *
 * All of the output goes through, in pieces of any cut, and nothing is held but the line that is not ended yet: each line is
 * looked at once, by each pattern, and most of them only for the words that every match must hold. A line ends with a
 * newline or a carriage return (progress bars); of one longer than RXT_LINE_MOST bytes the beginning is looked at, and
 * the longer ones are counted. Standard output and standard error are two texts: no line is made of both. A NUL is a blank.
 *
 * `take` says which of many numbers counts, in a rank and over ranks:
 *   last   each rank's last; over ranks that of the lowest rank that printed one
 *   first  each rank's first; over ranks that of the lowest rank that printed one
 *   sum    all of them, of all ranks, added
 *   max    the largest of all, of all ranks
 * A line that rank 0 alone prints, or all ranks alike, is one number for each of the first two. Where ranks printed
 * different ones, that is noted. An answer is each rank's last, and that of the lowest rank which printed one.
 */
#ifndef RXT_FINDER_H
#define RXT_FINDER_H

#include "rxt/err.h"

#include <jansson.h>

#include <stdbool.h>
#include <stddef.h>

enum rxt_take { RXT_TAKE_LAST, RXT_TAKE_FIRST, RXT_TAKE_SUM, RXT_TAKE_MAX };

enum rxt_stream { RXT_STREAM_OUT, RXT_STREAM_ERR, RXT_N_STREAMS };

enum { RXT_LINE_MOST = 8192, RXT_PATTERN_MOST = 1000, RXT_ANSWER_BYTES = 256, RXT_FOUND_NOTE_BYTES = 320 };

/* What is looked for: a value, its texts belong to whoever made it. Patterns are POSIX extended regular expressions. */
struct rxt_find_spec {
    const char
        *metric; /* with one group, which is the number; NULL: none                                       */
    const char *
        metric_file; /* where the number stands; the output is then not searched for it; NULL: in the output  */
    enum rxt_take take;
    const char *expect; /* some rank must print it; NULL: none                    */
    const char *answer; /* with one group, which is the answer; NULL: none        */
};

/** Return "last", "first", "sum", "max". */
const char *rxt_take_name(enum rxt_take take);
/** Read such a name; RXT_E_USAGE lists them. */
RXT_CHECKED enum rxt_err rxt_take_parse(const char *text, enum rxt_take *out);

/** Refuse a pattern before anything runs.
 *
 *  Errors:  RXT_E_USAGE  a pattern that is none (with what regcomp says), has no group or several where one is needed,
 *                        refers back, or matches an empty text; a metric file without a metric. Names the option.
 */
RXT_CHECKED enum rxt_err rxt_find_check(const struct rxt_find_spec *spec);

/* What one rank said. A value: it is copied with =. */
struct rxt_found {
    size_t n_lines;   /* looked at                                                */
    size_t n_long;    /* of them longer than RXT_LINE_MOST                          */
    size_t n_metrics; /* lines that match the metric                                */
    double metric;    /* of this rank, as `take` says; NaN: none, or no number       */
    char metric_note
        [RXT_FOUND_NOTE_BYTES]; /* why it is none though a line matches: "'nan' in the line '...'"; clean */
    char file_note
        [RXT_FOUND_NOTE_BYTES]; /* why the metric file could not be read; clean                           */
    bool is_expected;           /* a line matches expect                                                  */
    size_t n_answers;
    char answer
        [RXT_ANSWER_BYTES]; /* the last one, clean; of a longer one its beginning and a digest; "": none */
};

/* Looks for a spec in the output of one rank. */
struct rxt_finder;

/** Open a finder. The spec need not outlive the call.
 *
 *  rank    in  of the world: the metric file is read by rank 0 alone, so that it counts once
 *  folder  in  where the program runs: a metric file that is no absolute path is there; NULL: here
 *
 *  Errors:  those of rxt_find_check; RXT_E_MEMORY
 */
RXT_CHECKED enum rxt_err rxt_finder_open(struct rxt_finder **out, const struct rxt_find_spec *spec, int rank,
                                         const char *folder);
/** Empty the metric file, before the program starts; does nothing without one, and in other ranks than 0. What stood there
 *  before the first launch of all is kept beside it, as FILE.before-rxt.
 *
 *  Errors:  RXT_E_OUTPUT  it is no regular file, or cannot be emptied
 */
RXT_CHECKED enum rxt_err rxt_finder_begin(struct rxt_finder *finder);
/** Hand over the next bytes of a stream. */
void rxt_finder_feed(struct rxt_finder *finder, enum rxt_stream stream, const char *bytes, size_t n_bytes);
/** Take lines without an end as ended, read the metric file, and tell what was found. To be called once. */
void rxt_finder_end(struct rxt_finder *finder, struct rxt_found *out);
void rxt_finder_close(struct rxt_finder *finder);

/** Make the JSON object of what a rank said, or read it back: each other's inverse.
 *
 *  Errors (read): RXT_E_INPUT  names the field
 */
json_t *rxt_found_to_json(const struct rxt_found *found);
RXT_CHECKED enum rxt_err rxt_found_from_json(const json_t *json, struct rxt_found *out);

/* What a launch said: all its ranks together. */
struct rxt_finding {
    double
        metric; /* NaN: none was asked for, or none is there: see why                                         */
    char why
        [2 *
         RXT_FOUND_NOTE_BYTES]; /* why there is no number though one was asked for: the launch failed; ""     */
    char wrong
        [2 *
         RXT_FOUND_NOTE_BYTES]; /* which words or answer are missing: it is not right; ""                     */
    char note
        [RXT_FOUND_NOTE_BYTES]; /* what to tell: ranks that printed different numbers, lines cut; ""            */
    char answer
        [RXT_ANSWER_BYTES]; /* ""                                                                          */
};

/** Bring together what the ranks of a launch said: of[0] is that of rank 0. A number must be finite and above 0, since
 *  layouts are compared by ratios. */
void rxt_found_gather(const struct rxt_find_spec *spec, const struct rxt_found *of, size_t n,
                      struct rxt_finding *out);

#endif
