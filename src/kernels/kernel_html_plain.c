/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_html_plain.c - the tokeniser's searches in plain C, the reference.
 */
#include "kernel_html_tokens.h"

/* What a byte ends: a tag's name 1, an attribute's name 2, a value without quotes 4. */
static const byte ends[256] = {
    ['\t'] = 7, ['\n'] = 7, ['\f'] = 7, ['\r'] = 7, [' '] = 7, ['/'] = 3, ['>'] = 7, ['='] = 2,
};

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

static inline const byte *find_end(const struct page *g, const byte *p, byte of)
{
    while (p < g->end && !(ends[*p] & of)) {
        p++;
    }
    return p;
}

static const byte *find_name_end(const struct page *g, const byte *p)
{
    return find_end(g, p, 1);
}

static const byte *find_attribute_end(const struct page *g, const byte *p)
{
    return find_end(g, p, 2);
}

static const byte *find_value_end(const struct page *g, const byte *p)
{
    return find_end(g, p, 4);
}

void html_tokens_plain(const struct html_book *book, const unsigned char *p, const unsigned char *end,
                       const unsigned char *safe, struct html_totals *sum)
{
    tokens(&(struct page){.book = book, .end = end, .safe = safe, .sum = sum}, p);
}
