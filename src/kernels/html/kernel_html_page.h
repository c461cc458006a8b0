/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_html_page.h - a page, the two searches that a variant defines, bytes and names.
 *
 *   find(g, p, a, b, c, d)  the first byte at or behind p that is one of the four; g->end if none is
 *   find_text_end(g, p)     ... that is '<', '&' or a CR
 */
#ifndef KERNEL_HTML_PAGE_H
#define KERNEL_HTML_PAGE_H

#include "kernel_html.h"

#include <string.h>

typedef unsigned char byte;

struct page {
    const struct html_book *book;
    const byte *end, *safe; /* of the page; of what may be read */
    struct html_totals *sum;
};

static const byte *find(const struct page *g, const byte *p, byte a, byte b, byte c, byte d);
static const byte *find_text_end(const struct page *g, const byte *p);

/* What a byte ends. Names and values without quotes are too short for vectors to pay. */
enum { OF_TAG = 1, OF_ATTRIBUTE = 2, OF_VALUE = 4, OF_TEXT = 8 };
static const byte ends[256] = {
    ['\t'] = OF_TAG | OF_ATTRIBUTE | OF_VALUE,
    ['\n'] = OF_TAG | OF_ATTRIBUTE | OF_VALUE,
    ['\f'] = OF_TAG | OF_ATTRIBUTE | OF_VALUE,
    ['\r'] = OF_TAG | OF_ATTRIBUTE | OF_VALUE | OF_TEXT,
    [' '] = OF_TAG | OF_ATTRIBUTE | OF_VALUE,
    ['>'] = OF_TAG | OF_ATTRIBUTE | OF_VALUE,
    ['/'] = OF_TAG | OF_ATTRIBUTE,
    ['='] = OF_ATTRIBUTE,
    ['<'] = OF_TEXT,
    ['&'] = OF_TEXT,
};

static inline const byte *find_end(const struct page *g, const byte *p, byte of)
{
    while (p < g->end && !(ends[*p] & of)) {
        p++;
    }
    return p;
}

static inline uint64_t lower_word(uint64_t w)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), seven = w & 0x7f * ones;
    const uint64_t upper = ((seven + (0x80 - 'A') * ones) ^ (seven + (0x7f - 'Z') * ones)) & ~w & 0x80 * ones;
    return w | upper >> 2;
}

/* The first `length` bytes at p, zero behind them; length <= 8. */
static inline uint64_t word_at(const struct page *g, const byte *p, size_t length)
{
    uint64_t w = 0;
    if (g->safe - p >= 8) {
        memcpy(&w, p, 8);
        return length < 8 ? w & ((UINT64_C(1) << 8 * length) - 1) : w;
    }
    memcpy(&w, p, length);
    return w;
}

static bool same_name(const struct page *g, const byte *p, const char *name, size_t length)
{
    bool same = (size_t)(g->end - p) >= length;
    for (size_t i = 0; i < length && same; i++) {
        same = html_lower(p[i]) == (byte)name[i];
    }
    return same;
}

#endif
