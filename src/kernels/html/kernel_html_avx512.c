/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_html_avx512.c - the tokeniser's searches, 64 bytes at a time.
 */
#include "kernel_html_tokens.h"

#include <immintrin.h>

static inline __m512i load(const struct page *g, const byte *p)
{
    const ptrdiff_t left = g->safe - p;
    return left >= 64 ? _mm512_loadu_si512(p)
                      : _mm512_maskz_loadu_epi8((UINT64_C(1) << left) - 1, p); /* does not fault */
}

static inline __mmask64 is(__m512i v, byte c)
{
    return _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8((char)c));
}

/* By one shuffle, since the low four bits of the three differ: they look up the byte itself. */
static inline __mmask64 ends_text(__m512i v)
{
    const __m512i set = _mm512_broadcast_i32x4(
        _mm_setr_epi8(-1, -1, -1, -1, -1, -1, '&', -1, -1, -1, -1, -1, '<', '\r', -1, -1));
    return _mm512_cmpeq_epi8_mask(v, _mm512_shuffle_epi8(set, v));
}

/* The search over the bytes that EXPRESSION, of the vector v, marks. */
#define SEARCH(EXPRESSION)                                                                                   \
    for (; p < g->end; p += 64) {                                                                            \
        const __m512i v = load(g, p);                                                                        \
        const uint64_t found = (EXPRESSION);                                                                 \
        if (found) {                                                                                         \
            p += __builtin_ctzll(found);                                                                     \
            return p < g->end ? p : g->end;                                                                  \
        }                                                                                                    \
    }                                                                                                        \
    return g->end

static inline const byte *find(const struct page *g, const byte *p, byte a, byte b, byte c, byte d)
{
    SEARCH(is(v, a) | is(v, b) | is(v, c) | is(v, d));
}

static inline const byte *find_text_end(const struct page *g, const byte *p)
{
    SEARCH(ends_text(v));
}

void html_tokens_avx512(const struct html_book *book, const unsigned char *p, const unsigned char *end,
                        const unsigned char *safe, struct html_totals *sum)
{
    tokens(&(struct page){.book = book, .end = end, .safe = safe, .sum = sum}, p);
}
