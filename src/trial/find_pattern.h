/* SPDX-License-Identifier: BSD-3-Clause
 * find_pattern.h - a regular expression for lines, and the words that every match of it must hold.
 */
#ifndef RXT_FIND_PATTERN_H
#define RXT_FIND_PATTERN_H

#include "finder.h"

#include <regex.h>

struct rxt_pattern {
    regex_t compiled;
    bool is_open;
    char words[RXT_PATTERN_MOST + 1]; /* in every match, side by side; "": none is known */
};

/** Compile a pattern of one option.
 *
 *  text        in  NULL: none, which matches nothing
 *  option      in  "--metric", for the reason
 *  has_group   in  it must have one group
 *
 *  Errors:  RXT_E_USAGE as in rxt_find_check
 *  Memory:  rxt_pattern_close; also of one that was not opened and is 0
 */
RXT_CHECKED enum rxt_err rxt_pattern_open(struct rxt_pattern *out, const char *text, const char *option,
                                          bool has_group);
/** Tell whether a line, ended by a NUL, matches; group becomes the part that the group took, or none. */
bool rxt_pattern_match(const struct rxt_pattern *pattern, const char *line, const char **group,
                       size_t *n_bytes);
void rxt_pattern_close(struct rxt_pattern *pattern);

/** Write the longest words that every match of a compiled pattern must hold, or "". */
void rxt_pattern_words(const char *text, char *out);

#endif
