/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_words_avx512.c - splitting text into words 64 bytes at a time.
 *
 * A piece of text is folded into a buffer, and where words start and end is kept as lists, without a
 * branch on the text; then keys are taken from the buffer, their slots fetched ahead of their use, and counted.
 */
#include "kernel_words.h"

#include <immintrin.h>

enum { VECTOR = 64, PIECE = 2048, LISTED = PIECE / 2 + VECTOR };

struct piece {
    unsigned char bytes[PIECE + VECTOR]; /* folded, zero between words and behind the end */
    uint16_t starts[LISTED], ends[LISTED];
    size_t n_starts, n_ends;
};

/* Words that wait for their slot. */
struct wait {
    struct words_key key[LISTED];
    uint64_t hash[LISTED];
};

static inline __mmask64 in_range(__m512i v, char first, int n)
{
    return _mm512_cmplt_epu8_mask(_mm512_sub_epi8(v, _mm512_set1_epi8(first)), _mm512_set1_epi8((char)n));
}

static inline size_t list(uint16_t *out, size_t n, uint64_t marks, size_t base)
{
    const __m512i numbers =
        _mm512_set_epi8(63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43,
                        42, 41, 40, 39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22,
                        21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    const __m512i at = _mm512_maskz_compress_epi8(marks, numbers); /* at most every other byte: 32 */
    const __m512i wide = _mm512_cvtepu8_epi16(_mm512_castsi512_si256(at));
    _mm512_storeu_si512(out + n, _mm512_add_epi16(wide, _mm512_set1_epi16((short)base)));
    return n + (size_t)__builtin_popcountll(marks);
}

/* Fold n bytes and list their words; the first byte does not go on a word. Ends are listed of
 * all words but the last if it reaches the end of the piece. */
static void split(struct piece *p, const unsigned char *text, size_t n)
{
    uint64_t before = 0; /* bit 0: the last byte of the vector before is in a word */
    p->n_starts = p->n_ends = 0;
    for (size_t i = 0; i < n; i += VECTOR) {
        const __mmask64 some = n - i < VECTOR ? (UINT64_C(1) << (n - i)) - 1 : ~UINT64_C(0);
        const __m512i v = _mm512_maskz_loadu_epi8(some, text + i);
        const __mmask64 upper = in_range(v, 'A', 26);
        const __mmask64 in = upper | in_range(v, 'a', 26) | in_range(v, '0', 10) | _mm512_movepi8_mask(v);
        const __m512i low = _mm512_mask_add_epi8(v, upper, v, _mm512_set1_epi8('a' - 'A'));
        _mm512_storeu_si512(p->bytes + i, _mm512_maskz_mov_epi8(in, low));
        const uint64_t after = in << 1 | before;
        p->n_starts = list(p->starts, p->n_starts, in & ~after, i);
        p->n_ends = list(p->ends, p->n_ends, ~in & after & some, i);
        before = in >> 63;
    }
}

static inline uint64_t load(const unsigned char *at)
{
    uint64_t word;
    __builtin_memcpy(&word, at, sizeof word);
    return word;
}

static inline struct words_key key_at(const unsigned char *word, unsigned length)
{
    return (struct words_key){.low = _bzhi_u64(load(word), 8 * length),
                              .high = _bzhi_u64(load(word + 8), length > 8 ? 8 * length - 64 : 0)};
}

static bool count(struct words_table *table, const struct piece *p, size_t n, const unsigned char *text)
{
    struct wait w;
    size_t n_wait = 0;
    for (size_t i = 0; i < n; i++) {
        const unsigned length = (unsigned)p->ends[i] - p->starts[i];
        if (length > WORDS_SHORT) {
            if (!words_table_add_bytes(table, text + p->starts[i], length, 1)) {
                return false;
            }
            continue;
        }
        const struct words_key key = key_at(p->bytes + p->starts[i], length);
        w.key[n_wait] = key;
        w.hash[n_wait] = words_hash(key);
        __builtin_prefetch(&table->slots[words_first_slot(table, w.hash[n_wait++])], 1);
    }
    for (size_t i = 0; i < n_wait; i++) {
        struct words_entry *slot = words_slot(table, w.hash[i], w.key[i]);
        if (slot->count) {
            slot->count++;
        } else if (!words_table_insert(table, w.key[i], 1)) {
            return false;
        }
    }
    return true;
}

/* Where the word at `at` ends. */
static size_t end_of(const unsigned char *text, size_t n_bytes, size_t at)
{
    while (at < n_bytes && words_folds[text[at]]) {
        at++;
    }
    return at;
}

bool words_count_avx512(struct words_table *table, const unsigned char *text, size_t n_bytes, size_t first,
                        size_t last)
{
    struct piece p;
    size_t i = words_skip_begun(text, first, last);
    while (i < last) {
        const size_t stop = last + VECTOR < n_bytes ? last + VECTOR : n_bytes;
        const size_t n_piece = stop - i < PIECE ? stop - i : PIECE;
        split(&p, text + i, n_piece);
        size_t n = p.n_ends;
        const bool is_cut = p.n_starts > n; /* the last word reaches the end of the piece */
        while (n > 0 && i + p.starts[n - 1] >= last) {
            n--;
        }
        if (!count(table, &p, n, text + i)) {
            return false;
        }
        const size_t start = is_cut ? i + p.starts[p.n_ends] : i + n_piece;
        if (start > i) {
            i = start; /* a word that was cut begins the next piece */
            continue;
        }
        i = end_of(text, n_bytes, start);
        if (!words_table_add_bytes(table, text + start, i - start, 1)) {
            return false;
        }
    }
    return true;
}
