/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_json_team.h - the state of `json` on one rank.
 */
#ifndef KERNEL_JSON_TEAM_H
#define KERNEL_JSON_TEAM_H

#include "kernel_json.h"

#include "rxt/isa.h"
#include "rxt/kernel.h"
#include "rxt/text_input.h"

/* The partial result of a chunk in the check: a count of characters outside of strings, without a grammar. */
struct json_recount {
    uint64_t bytes, records, colons, values;
    int64_t depth; /* opening less closing brackets */
    struct json_known known;
};

struct json {
    struct rxt_team *team;
    struct rxt_text_input text; /* JSON_PAD bytes behind its end can be read */
    const char *output;         /* file, "" for none */
    struct json_field field;
    bool is_default_field;
    struct rxt_loop *scan;    /* bytes of the text                       */
    struct rxt_loop *recount; /* the same, for the check                 */
    json_scan_fn scan_lines;
    struct json_part sum;
};

/** Return the whole lines that a chunk owns, in bytes of json.text; empty if no line begins in it. */
struct rxt_span json_lines(const struct json *j, size_t first, size_t last);

/** Check the sums; collective. */
RXT_CHECKED
enum rxt_err json_check(void *state);

#endif
