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

enum { WORDS_SHARDS = 256, WORDS_VOCABULARY = 32767, WORDS_SPELLED = 16, WORDS_SHORT = 16 };

/* A word: up to 16 bytes are the two numbers, zero behind their end (no word holds a zero). Of a
 * longer one they are its first bytes and a hash; all of it then stands in its table's letters. */
struct words_key {
    uint64_t low, high;
};

struct words_entry {
    struct words_key key;
    uint64_t count; /* 0: the slot is free */
    uint64_t more;  /* 0: short; or 1 + where its length and its bytes are in the letters */
};

/* What a region of a table holds. */
struct words_region {
    size_t n, n_long, long_bytes; /* words; long ones of them; those as they travel */
};

/* Words by open addressing. The leading bits of a hash choose a region, and a search stays in it, so
 * that each shard of a table with WORDS_SHARDS regions is one run of slots. Begin with words_table_open. */
struct words_table {
    struct words_entry *slots;
    struct words_region *region;
    unsigned skip;    /* leading bits of the hash that all its words share */
    unsigned regions; /* as a power of two */
    unsigned bits;    /* slots, as a power of two */
    unsigned char *letters;
    size_t letters_room, n_letters; /* multiples of 8 */
};

extern const unsigned char words_folds[256]; /* what a byte counts as in a word; 0: it is not part of one */

/* The upper bits are the good ones. */
static inline uint64_t words_hash(struct words_key key)
{
    return key.low * UINT64_C(0x9e3779b97f4a7c15) + key.high * UINT64_C(0xd6e8feb86659fd93);
}

static inline size_t words_shard(uint64_t hash)
{
    return (size_t)(hash >> 56);
}

/* A word's length in memory and its bytes, as they stand in the letters. */
static inline size_t words_long_bytes(size_t length)
{
    return sizeof length + (length + 7) / 8 * 8;
}

/** Open the table of all words, or of one shard. False if there is no memory. */
RXT_CHECKED
bool words_table_open(struct words_table *table, bool of_one_shard);
void words_table_close(struct words_table *table);
/** Forget the words and keep the memory. */
void words_table_clear(struct words_table *table);
/** Give a table that holds no word at least such room; one that cannot be had it keeps on doing without. */
void words_table_fit(struct words_table *table, unsigned bits, size_t letters_room);

/* In slots. */
static inline size_t words_region_size(const struct words_table *t)
{
    return (size_t)1 << (t->bits - t->regions);
}

/* The slots that a search goes through. */
static inline size_t words_first_slot(const struct words_table *t, uint64_t hash)
{
    return (size_t)(hash << t->skip >> (64 - t->bits));
}

static inline size_t words_next_slot(const struct words_table *t, size_t slot)
{
    const size_t mask = words_region_size(t) - 1;
    return (slot & ~mask) | ((slot + 1) & mask);
}

/** Return the slot of a short word, or the free one where it belongs. */
static inline struct words_entry *words_slot(const struct words_table *t, uint64_t hash, struct words_key key)
{
    for (size_t i = words_first_slot(t, hash);; i = words_next_slot(t, i)) {
        struct words_entry *e = &t->slots[i];
        if ((e->key.low == key.low && e->key.high == key.high && !e->more) || !e->count) {
            return e;
        }
    }
}

/** Add count to a short word that has no slot yet. False if memory ran out. */
RXT_CHECKED
bool words_table_insert(struct words_table *table, struct words_key key, uint64_t count);

/** Add count to a short word. False if memory ran out. */
RXT_CHECKED
static inline bool words_table_add(struct words_table *t, struct words_key key, uint64_t count)
{
    struct words_entry *slot = words_slot(t, words_hash(key), key);
    if (slot->count) {
        slot->count += count;
        return true;
    }
    return words_table_insert(t, key, count);
}

/** Add count to a word of any length, folded or not. False if memory ran out. */
RXT_CHECKED
bool words_table_add_bytes(struct words_table *table, const unsigned char *word, size_t length,
                           uint64_t count);

/** Return the key of a word of any length, folded or not. */
struct words_key words_key_of(const unsigned char *word, size_t length);

/** Return the entry of a word, or NULL. */
struct words_entry *words_table_find(const struct words_table *table, const unsigned char *word,
                                     size_t length);

/** Return the letters of an entry, folded, and their number. */
const unsigned char *words_letters(const struct words_table *table, const struct words_entry *entry,
                                   size_t *length);

/** Count the words that start in [first, last) of a text of n_bytes; a word that goes on behind `last`
 *  is read to its end. False if memory ran out. */
typedef bool words_count_fn(struct words_table *table, const unsigned char *text, size_t n_bytes,
                            size_t first, size_t last);
words_count_fn words_count_plain, words_count_avx512;

/** Return the first byte of [first, last) that does not belong to a word that started before. */
size_t words_skip_begun(const unsigned char *text, size_t first, size_t last);

/** Spell word `rank` of the vocabulary; return its length. Rank 0 is the most frequent one. */
size_t words_spell(unsigned rank, unsigned char out[WORDS_SPELLED]);

/** Write block `block` of the generated text; it ends at a word border. */
void words_sample_fill(unsigned char *out, size_t n_bytes, uint64_t seed, uint64_t block);

/** Add the draws of that block to WORDS_VOCABULARY counts, without a look at the text. */
void words_sample_draws(uint64_t *counts, size_t n_bytes, uint64_t seed, uint64_t block);

#endif
