/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_words.h - counting words: what a word is, tables of counts, the generated text.
 *
 * A word is a maximal run of ASCII letters, digits and bytes of 0x80 and above; ASCII letters
 * are folded to lower case. Its hash picks one of WORDS_SHARDS shards.
 */
#ifndef KERNEL_WORDS_H
#define KERNEL_WORDS_H

#include "rxt/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WORDS_SHARDS = 256, WORDS_VOCABULARY = 32767, WORDS_SPELLED = 16 };

struct words_entry {
    uint64_t hash, count; /* count 0: the slot is free */
    uint64_t at, length;  /* the word's bytes in the table's letters */
};

/* Words of one shard. Begin with {0}. */
struct words_table {
    struct words_entry *slots;
    size_t room, n; /* slots, 0 or a power of two; slots in use */
    unsigned char *letters;
    size_t letters_room, n_letters; /* every word begins at a multiple of 8 */
};

/** Return the byte as it counts in a word, or 0 if it is not part of one. */
unsigned char words_fold(unsigned char byte);

/** Return the hash of a word. */
uint64_t words_hash(const unsigned char *word, size_t length);

static inline size_t words_shard(uint64_t hash)
{
    return (size_t)(hash >> 56);
}

/** Add count to a word, folded or not; false if memory ran out. */
RXT_CHECKED
bool words_table_add(struct words_table *table, uint64_t hash, const unsigned char *word, size_t length,
                     uint64_t count);
/** Return the entry of a word, or NULL. */
struct words_entry *words_table_find(const struct words_table *table, uint64_t hash,
                                     const unsigned char *word, size_t length);
/** Forget the words and keep the memory. */
void words_table_clear(struct words_table *table);
void words_table_free(struct words_table *table);

/** Count the words that start in [first, last) of a text of n_bytes into WORDS_SHARDS tables; a word that
 *  goes on behind `last` is read to its end. False if memory ran out. */
RXT_CHECKED
bool words_count(struct words_table *shards, const unsigned char *text, size_t n_bytes, size_t first,
                 size_t last);

/** Spell word `rank` of the vocabulary; return its length. Rank 0 is the most frequent one. */
size_t words_spell(unsigned rank, unsigned char out[WORDS_SPELLED]);

/** Write block `block` of the generated text; it ends at a word border. */
void words_sample_fill(unsigned char *out, size_t n_bytes, uint64_t seed, uint64_t block);

/** Add the draws of that block to WORDS_VOCABULARY counts, without a look at the text. */
void words_sample_draws(uint64_t *counts, size_t n_bytes, uint64_t seed, uint64_t block);

#endif
