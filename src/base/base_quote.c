/* SPDX-License-Identifier: BSD-3-Clause
 * base_quote.c - words for a POSIX shell: written so that each stays one word, and known again.
 */
#include "text.h"

#include <string.h>

static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./-_";
static const char spelled_begin[] = "\"$(printf '", spelled_end[] = "')\"";
/* A shell takes ends of line off the end of what a command printed. This is one on a line of its own: a shell starts with a
 * blank, a tab and an end of line in IFS. */
static const char line_end[] = "\"${IFS#??}\"";

/* Between the quotes of printf: letters and digits as they are, all others as octal numbers. */
static void add_printf(struct rxt_text *text, const char *word, size_t n)
{
    rxt_text_add(text, "%s", spelled_begin);
    for (const char *p = word; p < word + n; p++) {
        const bool is_plain =
            (unsigned char)*p < 0x7f && (unsigned char)*p >= ' ' && !strchr("'\"\\%`$!", *p);
        rxt_text_add(text, is_plain ? "%c" : "\\%03o", (unsigned)(unsigned char)*p);
    }
    rxt_text_add(text, "%s", spelled_end);
}

static void add_spelled(struct rxt_text *text, const char *word, size_t n)
{
    size_t n_kept = n;
    while (n_kept > 0 && word[n_kept - 1] == '\n') {
        n_kept--;
    }
    if (n_kept > 0) {
        add_printf(text, word, n_kept);
    }
    for (size_t i = n_kept; i < n; i++) {
        rxt_text_add(text, "%s", line_end);
    }
}

void rxt_text_add_quoted(struct rxt_text *text, const char *word)
{
    struct rxt_clean c = {.is_plain = true};
    const size_t n = strlen(word);
    for (size_t i = 0; i < n && c.is_plain;) {
        i += rxt_clean_next(word + i, n - i, &c);
    }
    if (word[0] != '\0' && word[strspn(word, plain)] == '\0') {
        rxt_text_add(text, "%s", word);
    } else if (!c.is_plain) {
        add_spelled(text, word, n);
    } else {
        rxt_text_add(text, "'");
        for (const char *p = word; *p; p++) {
            rxt_text_add(text, *p == '\'' ? "'\\''" : "%c", *p);
        }
        rxt_text_add(text, "'");
    }
}

/* The bytes of one part of a word: plain, between quotes, a quote by itself, an end of line, or spelled for printf; 0: none
 * of them. */
static size_t part_of(const char *text)
{
    const size_t n_begin = sizeof spelled_begin - 1;
    if (!strncmp(text, line_end, sizeof line_end - 1)) {
        return sizeof line_end - 1;
    }
    if (*text == '\'') {
        const size_t n = strcspn(text + 1, "'");
        return text[1 + n] ? n + 2 : 0;
    }
    if (!strncmp(text, spelled_begin, n_begin)) {
        const size_t n = strcspn(text + n_begin, "'");
        return strncmp(text + n_begin + n, spelled_end, sizeof spelled_end - 1)
                   ? 0
                   : n_begin + n + sizeof spelled_end - 1;
    }
    return !strncmp(text, "\\'", 2) ? 2 : strspn(text, plain);
}

size_t rxt_word_bytes(const char *text)
{
    size_t n = 0, n_part = 1;
    while (text[n] && text[n] != ' ' && n_part > 0) {
        n_part = part_of(text + n);
        n += n_part;
    }
    return n;
}

bool rxt_is_words(const char *text)
{
    struct rxt_clean c = {.is_plain = true};
    const size_t n = strlen(text);
    for (size_t i = 0; i < n && c.is_plain;) {
        i += rxt_clean_next(text + i, n - i, &c);
    }
    size_t at = 0, n_part = 1;
    while (at < n && n_part > 0) {
        n_part = text[at] == ' ' ? 1 : part_of(text + at);
        at += n_part;
    }
    return at == n && c.is_plain;
}
