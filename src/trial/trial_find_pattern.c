/* SPDX-License-Identifier: BSD-3-Clause
 * trial_find_pattern.c - a regular expression that is refused before it can find nothing, or too much.
 *
 * regexec costs a microsecond a line, strstr a few nanoseconds: so the words that every match must hold are looked for
 * first. They are read off the pattern on the safe side: outside of groups, brackets, and what may be missing.
 */
#include "find_pattern.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* The place behind a bracket, "[]abc]" and "[[:alpha:]]" too. */
static const char *skip_bracket(const char *at)
{
    at++;
    at += *at == '^';
    at += *at == ']';
    while (*at && *at != ']') {
        if (at[0] == '[' && at[1] && strchr(":.=", at[1])) {
            const char close[] = {at[1], ']', '\0'};
            const char *end = strstr(at + 2, close);
            at = end ? end + 1 : at;
        }
        at++;
    }
    return *at ? at + 1 : at;
}

/* The place behind a group, with those inside it. */
static const char *skip_group(const char *at)
{
    int depth = 0;
    do {
        if (*at == '\\' && at[1]) {
            at += 2;
        } else if (*at == '[') {
            at = skip_bracket(at);
        } else {
            depth += *at == '(' ? 1 : *at == ')' ? -1 : 0;
            at++;
        }
    } while (*at && depth > 0);
    return at;
}

static bool may_be_missing(const char *behind)
{
    const bool is_many = *behind == '+' && behind[1] && strchr("*?{+", behind[1]); /* "a+?" */
    return is_many || (*behind && strchr("*?{", *behind));
}

/* The character that stands for itself here, or 0; *next is the place behind it. */
static char plain_at(const char *at, const char **next)
{
    *next = at + 1;
    if (*at == '\\') {
        *next = at[1] ? at + 2 : at + 1;
        return at[1] && strchr(".[]()*+?{}|^$\\/", at[1]) ? at[1] : '\0';
    }
    return strchr(".^$*+?{})", *at) ? '\0' : *at;
}

void rxt_pattern_words(const char *text, char *out)
{
    char run[RXT_PATTERN_MOST + 1];
    size_t n = 0, longest = 0;
    out[0] = '\0';
    for (const char *at = text; *at && *at != '|';) {
        const char *next = at;
        char c = '\0';
        if (*at == '(' || *at == '[') {
            next = *at == '(' ? skip_group(at) : skip_bracket(at);
        } else {
            c = plain_at(at, &next);
        }
        const bool is_kept = c && !may_be_missing(next) && n < RXT_PATTERN_MOST;
        n = is_kept ? n : 0;
        if (is_kept) {
            run[n++] = c;
        }
        if (n > longest) {
            longest = n;
            memcpy(out, run, n);
            out[n] = '\0';
        }
        n = *next == '+' ? 0 : n; /* what follows need not stand beside the first of several */
        at = *at == '{' ? at + strcspn(at, "}") + (strchr(at, '}') != NULL) : next;
        if (*at == '|') { /* either side matches */
            out[0] = '\0';
        }
    }
}

/* A group taken again: no part of POSIX, and the one thing that can take for ever. */
static bool refers_back(const char *text)
{
    for (; *text; text++) {
        if (*text == '\\' && text[1]) {
            text++;
            if (isdigit((unsigned char)*text)) {
                return true;
            }
        }
    }
    return false;
}

/* regcomp copies what is repeated: "((a{99}){99}){99}" would take gigabytes. */
static bool repeats_too_much(const char *text)
{
    double copies = 1.0;
    for (const char *at = strchr(text, '{'); at; at = strchr(at + 1, '{')) {
        const char *most = at + 1 + strspn(at + 1, "0123456789");
        const double n = strtod(*most == ',' && isdigit((unsigned char)most[1]) ? most + 1 : at + 1, NULL);
        copies *= n > 1.0 ? n : 1.0;
    }
    return copies > 100000.0;
}

static enum rxt_err refuse(const char *option, const char *text, const regex_t *compiled, bool has_group)
{
    if (has_group && compiled->re_nsub == 0) {
        return rxt_fail(RXT_E_USAGE, "%s '%s' has no group: put ( and ) around what is to be taken", option,
                        text);
    }
    if (has_group && compiled->re_nsub > 1) {
        return rxt_fail(RXT_E_USAGE,
                        "%s '%s' has %zu groups: one pair of ( and ) alone, around what is to be taken; a ( "
                        "that is meant as a character is \\(",
                        option, text, compiled->re_nsub);
    }
    return regexec(compiled, "", 0, NULL, 0) == 0
               ? rxt_fail(RXT_E_USAGE, "%s '%s' matches an empty text, so it would match any output", option,
                          text)
               : RXT_OK;
}

enum rxt_err rxt_pattern_open(struct rxt_pattern *out, const char *text, const char *option, bool has_group)
{
    out->is_open = false;
    if (!text) {
        return RXT_OK;
    }
    if (strlen(text) > RXT_PATTERN_MOST) {
        return rxt_fail(RXT_E_USAGE, "%s has %zu characters: at most %d", option, strlen(text),
                        RXT_PATTERN_MOST);
    }
    if (refers_back(text)) {
        return rxt_fail(RXT_E_USAGE,
                        "%s '%s' refers back to a group by \\1: POSIX extended has no such thing", option,
                        text);
    }
    if (repeats_too_much(text)) {
        return rxt_fail(RXT_E_USAGE, "%s '%s' repeats more than 100000 times by its { }: let * or + repeat",
                        option, text);
    }
    const int why = regcomp(&out->compiled, text, REG_EXTENDED);
    if (why != 0) {
        char reason[200];
        regerror(why, &out->compiled, reason, sizeof reason);
        return rxt_fail(RXT_E_USAGE, "%s '%s' is no regular expression (POSIX extended): %s", option, text,
                        reason);
    }
    out->is_open = true;
    const enum rxt_err err = refuse(option, text, &out->compiled, has_group);
    if (err == RXT_OK) {
        rxt_pattern_words(text, out->words);
    } else {
        rxt_pattern_close(out);
    }
    return err;
}

bool rxt_pattern_match(const struct rxt_pattern *pattern, const char *line, const char **group,
                       size_t *n_bytes)
{
    regmatch_t parts[2] = {{-1, -1}, {-1, -1}};
    if (!pattern->is_open || (pattern->words[0] && !strstr(line, pattern->words)) ||
        regexec(&pattern->compiled, line, 2, parts, 0) != 0) {
        return false;
    }
    *group = parts[1].rm_so >= 0 ? line + parts[1].rm_so : line;
    *n_bytes = parts[1].rm_so >= 0 ? (size_t)(parts[1].rm_eo - parts[1].rm_so) : 0;
    return true;
}

void rxt_pattern_close(struct rxt_pattern *pattern)
{
    if (pattern->is_open) {
        regfree(&pattern->compiled);
        pattern->is_open = false;
    }
}
