/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_html_plain.c - the tokeniser's searches in plain C, the reference.
 */
#include "kernel_html_tokens.h"

static const byte *find(const struct page *g, const byte *p, byte a, byte b, byte c, byte d)
{
    if (a == b && a == c && a == d) {
        const byte *q = memchr(p, a, (size_t)(g->end - p));
        return q ? q : g->end;
    }
    while (p < g->end && *p != a && *p != b && *p != c && *p != d) {
        p++;
    }
    return p;
}

static const byte *find_text_end(const struct page *g, const byte *p)
{
    return find_end(g, p, OF_TEXT);
}

void html_tokens_plain(const struct html_book *book, const unsigned char *p, const unsigned char *end,
                       const unsigned char *safe, struct html_totals *sum)
{
    tokens(&(struct page){.book = book, .end = end, .safe = safe, .sum = sum}, p);
}
