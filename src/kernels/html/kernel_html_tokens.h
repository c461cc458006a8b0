/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_html_tokens.h - the tokeniser, written once over two searches; a variant defines those and includes this.
 *
 * A tokeniser of the standard works byte by byte; here the states in which most bytes only
 * continue what began are searches for the byte that ends them, and the others are tests behind a search.
 * Every function gets where it begins and returns where it ended.
 */
#ifndef KERNEL_HTML_TOKENS_H
#define KERNEL_HTML_TOKENS_H

#include "kernel_html_tags.h"

/* Up to the next '>': a bogus comment, or a DOCTYPE, which a '>' ends in all of its states. */
static const byte *until_greater(const struct page *g, const byte *p, uint64_t *counter)
{
    ++*counter;
    const byte *q = find(g, p, '>', '>', '>', '>');
    return q < g->end ? q + 1 : q;
}

/* p is behind "<!--"; it ends at "-->" or "--!>", and at once with ">" or "->". */
static const byte *comment(const struct page *g, const byte *p)
{
    const byte *start = p;
    g->sum->comments++;
    while (p < g->end) {
        p = find(g, p, '>', '>', '>', '>');
        if (p == g->end) {
            break;
        }
        const ptrdiff_t n = p++ - start;
        const byte *last = start + n - 1; /* not read before start - 2, which are the dashes of "<!--" */
        if (n == 0 || (n == 1 && last[0] == '-') || (n >= 2 && last[0] == '-' && last[-1] == '-') ||
            (n >= 3 && last[0] == '!' && last[-1] == '-' && last[-2] == '-')) {
            break;
        }
    }
    return p;
}

/* p is at the "<!". */
static const byte *declaration(const struct page *g, const byte *p)
{
    if (same_name(g, p + 2, "--", 2)) {
        return comment(g, p + 4);
    }
    const bool is_doctype = same_name(g, p + 2, "doctype", 7);
    return until_greater(g, p + 2, is_doctype ? &g->sum->doctypes : &g->sum->comments);
}

/* What does the '<' at p begin? */
static inline const byte *markup(const struct page *g, const byte *p)
{
    const byte next = g->end - p > 1 ? p[1] : '\0';
    if (html_is_letter(next)) {
        return start_tag(g, p + 1);
    }
    if (next == '/' && g->end - p > 2) {
        return html_is_letter(p[2]) ? end_tag(g, p + 2)
               : p[2] == '>'        ? p + 3
                                    : until_greater(g, p + 2, &g->sum->comments);
    }
    if (next == '!') {
        return declaration(g, p);
    }
    if (next == '?') {
        return until_greater(g, p + 1, &g->sum->comments);
    }
    g->sum->text_bytes++;
    return p + 1;
}

static inline void tokens(const struct page *g, const byte *p)
{
    uint64_t *n_bytes = &g->sum->text_bytes;
    while (p < g->end) {
        const byte *q = find_text_end(g, p);
        *n_bytes += (uint64_t)(q - p);
        if (q == g->end) {
            return;
        }
        p = *q == '<' ? markup(g, q) : odd_text(g, q, n_bytes);
    }
}

#endif
