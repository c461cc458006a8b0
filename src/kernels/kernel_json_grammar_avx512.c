/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_json_grammar_avx512.c - stage two: the grammar over 64 tokens at a time.
 *
 * What may stand next to what is a matter of shifted masks, once it is known of each token whether it is
 * directly in an object, an array or neither. For that the brackets are walked; their stack is a word.
 */
#include "kernel_json_avx512.h"

#include <string.h>

/* Which tokens are directly in what. */
struct context {
    uint64_t object, none, member; /* member: in the object that is a record */
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

/* An opening bracket belongs to what is around it, a closing one to what it closes. */
static inline struct context walk_brackets(struct json_grammar *g, uint64_t open, uint64_t close,
                                           uint64_t curly)
{
    struct context in = {.object = 0};
    uint64_t brackets = g->brackets, depth = g->depth, wrong = 0, rest = ~UINT64_C(0);
    for (uint64_t left = open | close;; left = _blsr_u64(left)) {
        const uint64_t to_here = left ? _blsmsk_u64(left) & rest : rest;
        const uint64_t object = 0 - (brackets & 1), none = 0 - (uint64_t)(depth == 0);
        in.object |= to_here & object;
        in.none |= to_here & none;
        in.member |= to_here & object & (0 - (uint64_t)(depth == 1));
        if (!left) {
            break;
        }
        rest &= ~to_here;
        const uint64_t bit = _blsi_u64(left), is_curly = (curly & bit) != 0;
        if (open & bit) {
            brackets = brackets << 1 | is_curly;
            depth++;
        } else {
            wrong |= (depth == 0) | ((brackets & 1) ^ is_curly);
            brackets >>= 1;
            depth -= depth > 0;
        }
        wrong |= depth > 63; /* left to the reference */
    }
    g->brackets = brackets;
    g->depth = depth;
    g->wrong |= wrong;
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
    const struct context in = walk_brackets(g, open, close, curly);

    const uint64_t after_object = after(open & curly, &g->open_object);
    const uint64_t after_array = after(open & ~curly, &g->open_array);
    const uint64_t after_comma = after(comma, &g->comma), after_newline = after(newline, &g->newline);
    const uint64_t name = string & (after_object | (after_comma & in.object));
    const uint64_t begins = (string & ~name) | scalar | open; /* a value does */
    const uint64_t ends = (string & ~name) | scalar | close;
    const uint64_t after_value = after(ends, &g->value);
    const uint64_t right = (after_object & (name | close)) | (after_array & (begins | close)) |
                           (after(colon, &g->colon) & begins) |
                           (after_comma & (name | (begins & ~in.object))) |
                           (after_newline & (begins | newline)) | (after(name, &g->name) & colon) |
                           (after_value & (comma | close | newline));
    g->wrong |= ~right | (in.none & comma) | (newline & ~in.none);
    g->records += (uint64_t)_mm_popcnt_u64(newline & after_value);
    g->values += (uint64_t)_mm_popcnt_u64(begins);
    g->members += (uint64_t)_mm_popcnt_u64(name);
    const uint64_t marked = string & _mm512_movepi8_mask(k);
    *n_marks = (size_t)_mm_popcnt_u64(marked);
    return _pext_u64(name & in.member, marked);
}
