/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_json_grammar_avx512.c - stage two: the grammar over 64 tokens at a time.
 *
 * What may stand next to what is a matter of shifted masks, once it is known of each token whether it is
 * directly in an object. For that the depth is a prefix sum over the brackets; at one depth opening and
 * closing ones alternate, so from each curly one to its partner is a carry-less product.
 */
#include "kernel_json_avx512.h"

#include <string.h>

/* What the brackets tell of the tokens. */
struct context {
    uint64_t object; /* directly in one               */
    uint64_t member; /* directly in that of a record  */
    uint64_t ends;   /* the bracket closes the record */
};

void json_grammar_open(struct json_grammar *g)
{
    memset(g, 0, sizeof *g);
    g->newline = 1;
}

static inline uint64_t having(__m512i kinds, int kind)
{
    return _mm512_test_epi8_mask(kinds, _mm512_set1_epi8((char)kind));
}

static inline uint64_t after(uint64_t mask, uint64_t *last)
{
    const uint64_t followers = mask << 1 | *last;
    *last = mask >> 63;
    return followers;
}

/* How many of the brackets up to each token open, less those that close. */
static inline __m512i sum_up(uint64_t open, uint64_t close)
{
    const __m512i one = _mm512_set1_epi8(1), opened = _mm512_maskz_mov_epi8(open, one);
    __m512i x = _mm512_mask_sub_epi8(opened, close, opened, one);
    x = _mm512_add_epi8(x, _mm512_bslli_epi128(x, 1));
    x = _mm512_add_epi8(x, _mm512_bslli_epi128(x, 2));
    x = _mm512_add_epi8(x, _mm512_bslli_epi128(x, 4));
    x = _mm512_add_epi8(x, _mm512_bslli_epi128(x, 8));
    /* The sums of the quarters before, by their last bytes. */
    const __m512i a = _mm512_maskz_permutexvar_epi8(~UINT64_C(0) << 16, _mm512_set1_epi8(15), x);
    const __m512i b = _mm512_maskz_permutexvar_epi8(~UINT64_C(0) << 32, _mm512_set1_epi8(31), x);
    const __m512i c = _mm512_maskz_permutexvar_epi8(~UINT64_C(0) << 48, _mm512_set1_epi8(47), x);
    return _mm512_add_epi8(_mm512_add_epi8(x, a), _mm512_add_epi8(b, c));
}

/* From every other bit on to the one behind it. */
static inline uint64_t between(uint64_t bits)
{
    const __m128i product = _mm_clmulepi64_si128(_mm_cvtsi64_si128((long long)bits), _mm_set1_epi8(-1), 0);
    return (uint64_t)_mm_cvtsi128_si64(product);
}

static inline struct context read_brackets(struct json_grammar *g, uint64_t open, uint64_t close,
                                           uint64_t curly)
{
    const __m512i depth = _mm512_add_epi8(sum_up(open, close), _mm512_set1_epi8((char)g->depth));
    /* Of a bracket: the depth inside; and of any token but a closing one: the depth around it. */
    const __m512i inside = _mm512_mask_add_epi8(depth, close, depth, _mm512_set1_epi8(1));
    const __m512i around = _mm512_mask_sub_epi8(depth, open, depth, _mm512_set1_epi8(1));
    struct context in = {.ends = close & _mm512_testn_epi8_mask(depth, depth)};
    g->depth += (uint64_t)_mm_popcnt_u64(open) - (uint64_t)_mm_popcnt_u64(close);
    /* Of a depth below 0 or above 63 the reference takes care. */
    g->wrong |= _mm512_test_epi8_mask(depth, _mm512_set1_epi8((char)0xc0));
    for (int d = 1; d < 64 && _mm512_cmpge_epi8_mask(inside, _mm512_set1_epi8((char)d)); d++) {
        const __m512i here = _mm512_set1_epi8((char)d);
        const uint64_t brackets = (open | close) & _mm512_cmpeq_epi8_mask(inside, here);
        const uint64_t object = between(brackets & curly) ^ (0 - (g->objects >> d & 1));
        g->wrong |= object & brackets & close; /* closed by a bracket of the other kind */
        g->objects = (g->objects & ~(UINT64_C(1) << d)) | object >> 63 << d;
        in.object |= object & _mm512_cmpeq_epi8_mask(around, here);
        in.member = d == 1 ? in.object : in.member;
    }
    return in;
}

uint64_t json_grammar_read(struct json_grammar *g, const unsigned char *kind, size_t *n_marks)
{
    const __m512i k = _mm512_loadu_si512(kind);
    const uint64_t open = having(k, JSON_OPEN), close = having(k, JSON_CLOSE), curly = having(k, JSON_OBJECT);
    const uint64_t colon_bit = having(k, JSON_COLON_SIGN), comma_bit = having(k, JSON_COMMA);
    const uint64_t colon = colon_bit & ~comma_bit, comma = comma_bit & ~colon_bit,
                   newline = colon_bit & comma_bit;
    const uint64_t string = having(k, JSON_STRING), scalar = having(k, JSON_SCALAR);
    const struct context in = read_brackets(g, open, close, curly);

    const uint64_t after_object = after(open & curly, &g->open_object);
    const uint64_t after_array = after(open & ~curly, &g->open_array);
    const uint64_t after_comma = after(comma, &g->comma), after_newline = after(newline, &g->newline);
    const uint64_t name = string & (after_object | (after_comma & in.object));
    const uint64_t begins = (string & ~name) | scalar | open; /* a value does */
    const uint64_t ends = (string & ~name) | scalar | close;
    const uint64_t after_value = after(ends, &g->value);
    const uint64_t ends_line = (after_newline & (begins & ~open)) | in.ends; /* the value of a record */
    const uint64_t right = (after_object & (name | close)) | (after_array & (begins | close)) |
                           (after(colon, &g->colon) & begins) |
                           (after_comma & (name | (begins & ~in.object))) |
                           (after_newline & (begins | newline)) | (after(name, &g->name) & colon) |
                           (after_value & (comma | close | newline));
    g->wrong |= ~right | ((newline & ~after_newline) ^ after(ends_line, &g->record));
    g->records += (uint64_t)_mm_popcnt_u64(newline & after_value);
    g->values += (uint64_t)_mm_popcnt_u64(begins);
    g->members += (uint64_t)_mm_popcnt_u64(name);
    const uint64_t marked = string & _mm512_movepi8_mask(k);
    *n_marks = (size_t)_mm_popcnt_u64(marked);
    return _pext_u64(name & in.member, marked);
}
