/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_words_sample.c - text without an author: made-up words, as frequent as Zipf's law says.
 *
 * The vocabulary is cut into 15 octaves, 1, 2, 4 ... words long; a draw takes an octave and then
 * a word of it, each with equal chances, so word r appears about as 1 / (r + 1). Draw w of block
 * b is a function of (seed, b, w): every block can be written, and counted, by itself.
 */
#include "kernel_words.h"

#include "rxt/random.h"

#include <string.h>

enum { OCTAVES = 15, DRAWS_A_BLOCK_BITS = 32 };

struct gap {
    char text[3];
    unsigned char length;
};

struct draw {
    unsigned rank;
    bool capital;
    const struct gap *after; /* what separates it from the next word */
};

struct cursor {
    uint64_t seed, block, next;
    size_t n_bytes, used;
};

size_t words_spell(unsigned rank, unsigned char out[WORDS_SPELLED])
{
    static const char consonants[] = "tnshrdlcmwfgypbvkjxz", vowels[] = "eaoiu";
    size_t n = 0;
    for (unsigned r = rank + 1; r; r /= 100) { /* syllables are the digits of a bijective base 100 */
        r--;
        out[n++] = (unsigned char)consonants[r % 100 / 5];
        out[n++] = (unsigned char)vowels[r % 5];
    }
    if (rank % 16 == 7) { /* some are not ASCII: e with an acute accent */
        out[n++] = 0xc3;
        out[n++] = 0xa9;
    }
    return n;
}

/* The same length without the letters. */
static size_t length_of(unsigned rank)
{
    const size_t syllables = rank < 100 ? 1 : rank < 10100 ? 2 : 3; /* 100 + 100^2 */
    return 2 * (syllables + (rank % 16 == 7));
}

static struct draw draw_at(uint64_t seed, uint64_t block, uint64_t nth)
{
    static const struct gap blank = {" ", 1}, comma = {", ", 2}, stop = {". ", 2}, line = {"\n", 1},
                            hyphen = {"-", 1};
    static const struct gap *const after[16] = {&blank, &blank, &blank, &blank, &blank, &blank,
                                                &blank, &blank, &blank, &blank, &blank, &comma,
                                                &comma, &stop,  &line,  &hyphen};
    const uint64_t x = rxt_random_at(seed, (block << DRAWS_A_BLOCK_BITS) + nth);
    const unsigned octave = (unsigned)(((x >> 32) * OCTAVES) >> 32), n = 1U << octave;
    return (struct draw){
        .rank = n - 1 + ((unsigned)x & (n - 1)), .capital = (x >> 16 & 7) == 0, .after = after[x >> 20 & 15]};
}

/* Draw the next word if it still fits the block with what separates it; its length, 0 at the end. */
static size_t next_word(struct cursor *c, struct draw *draw)
{
    *draw = draw_at(c->seed, c->block, c->next++);
    const size_t length = length_of(draw->rank), n_more = length + draw->after->length;
    if (c->n_bytes - c->used < n_more) {
        return 0;
    }
    c->used += n_more;
    return length;
}

void words_sample_fill(unsigned char *out, size_t n_bytes, uint64_t seed, uint64_t block)
{
    struct cursor c = {.seed = seed, .block = block, .n_bytes = n_bytes};
    struct draw draw;
    unsigned char word[WORDS_SPELLED];
    size_t n = 0;
    for (size_t length; (length = next_word(&c, &draw)); n = c.used) {
        words_spell(draw.rank, word);
        memcpy(out + n, word, length);
        out[n] = (unsigned char)(draw.capital ? word[0] - 'a' + 'A' : word[0]);
        memcpy(out + n + length, draw.after->text, draw.after->length);
    }
    memset(out + n, '\n', n_bytes - n);
}

void words_sample_draws(uint64_t *counts, size_t n_bytes, uint64_t seed, uint64_t block)
{
    struct cursor c = {.seed = seed, .block = block, .n_bytes = n_bytes};
    struct draw draw;
    while (next_word(&c, &draw)) {
        counts[draw.rank]++;
    }
}
