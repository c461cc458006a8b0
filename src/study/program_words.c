/* SPDX-License-Identifier: BSD-3-Clause
 * program_words.c - the seven names in the words of a program's user, and a line as words.
 */
#include "program.h"

#include <stdlib.h>
#include <string.h>

struct rxt_program_values rxt_program_values_of(const struct rxt_layout *layout)
{
    struct rxt_program_values v = {.ranks = rxt_layout_ranks(layout),
                                   .ranks_per_node = layout->ranks,
                                   .threads = layout->threads,
                                   .nodes = layout->nodes,
                                   .cores = (long)rxt_layout_workers(layout)};
    for (long p = 1; p * p <= v.ranks; p++) {
        v.p = v.ranks % p == 0 ? p : v.p;
    }
    v.q = v.ranks / v.p;
    return v;
}

/* The value of the name that the bytes begin with, braces and all; 0: they begin with none. */
static size_t find_name(const char *bytes, size_t n_bytes, const struct rxt_program_values *v, long *value)
{
    const struct {
        const char *name;
        long value;
    } names[] = {
        {"{ranks}", v->ranks},
        {"{ranks_per_node}", v->ranks_per_node},
        {"{threads}", v->threads},
        {"{nodes}", v->nodes},
        {"{cores}", v->cores},
        {"{p}", v->p},
        {"{q}", v->q},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const size_t n = strlen(names[i].name);
        if (n <= n_bytes && !memcmp(bytes, names[i].name, n)) {
            *value = names[i].value;
            return n;
        }
    }
    return 0;
}

void rxt_program_fill(const char *bytes, size_t n_bytes, const struct rxt_program_values *values,
                      struct rxt_text *out)
{
    for (size_t i = 0; i < n_bytes;) {
        const char *brace = memchr(bytes + i, '{', n_bytes - i);
        const size_t n_before = brace ? (size_t)(brace - bytes) - i : n_bytes - i;
        rxt_text_add_bytes(out, bytes + i, n_before);
        i += n_before;
        if (brace) {
            long value = 0;
            const size_t n = find_name(brace, n_bytes - i, values, &value);
            if (n > 0) {
                rxt_text_add(out, "%ld", value);
            } else {
                rxt_text_add_bytes(out, brace, 1);
            }
            i += n > 0 ? n : 1;
        }
    }
}

/* Append the part of a word that a quote begins, without its quotes; return its bytes, 0 if it has no end. */
static size_t add_quoted(const char *at, struct rxt_text *word)
{
    const char quote = *at;
    size_t i = 1;
    for (; at[i] && at[i] != quote; i++) {
        /* Between double quotes a backslash is a letter unless it stands before one that it can quote. */
        i += quote == '"' && at[i] == '\\' && at[i + 1] && strchr("\"\\$`", at[i + 1]);
        rxt_text_add_bytes(word, at + i, 1);
    }
    return at[i] ? i + 1 : 0;
}

enum rxt_err rxt_program_split(const char *line, const char *what, struct rxt_words *out)
{
    static const char blanks[] = " \t\n";
    const char *at = line + strspn(line, blanks);
    while (*at) {
        struct rxt_text word = {0};
        while (*at && !strchr(blanks, *at)) {
            size_t n = 1;
            if (*at == '\'' || *at == '"') {
                n = add_quoted(at, &word);
            } else {
                at += *at == '\\' && at[1];
                rxt_text_add_bytes(&word, at, 1);
            }
            if (n == 0) {
                rxt_text_free(&word);
                return rxt_fail(RXT_E_USAGE, "%s has a quote without its other one: %s", what, line);
            }
            at += n;
        }
        rxt_words_add(out, "%s", rxt_text_of(&word));
        out->failed |= word.failed;
        rxt_text_free(&word);
        at += strspn(at, blanks);
    }
    return out->failed ? rxt_fail(RXT_E_MEMORY, "no room for the words of %s", what) : RXT_OK;
}
