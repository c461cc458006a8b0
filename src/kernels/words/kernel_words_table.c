/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_words_table.c - a hash table of words.
 */
#include "kernel_words.h"

#include "rxt/digest.h"

#include <stdlib.h>
#include <string.h>

/* Slots of a new table, as powers of two, and bytes for long words. */
enum { FIRST_BITS = 14, FIRST_SHARD_BITS = 6, SHARD_BITS = 8, FIRST_LETTERS = 512 };

/* Up to 8 bytes as they count. */
static uint64_t word_of(const unsigned char *bytes, size_t n)
{
    uint64_t word = 0;
    for (size_t i = 0; i < n; i++) {
        word |= (uint64_t)words_folds[bytes[i]] << 8 * i;
    }
    return word;
}

struct words_key words_key_of(const unsigned char *word, size_t length)
{
    struct words_key key = {.low = word_of(word, length < 8 ? length : 8)};
    if (length <= WORDS_SHORT) {
        key.high = length > 8 ? word_of(word + 8, length - 8) : 0;
        return key;
    }
    for (size_t i = 0; i < length; i += 8) {
        key.high = rxt_digest_word(key.high, word_of(word + i, length - i < 8 ? length - i : 8));
    }
    return key;
}

static bool allocate(struct words_table *t, unsigned bits)
{
    t->bits = bits;
    t->slots = calloc((size_t)1 << bits, sizeof *t->slots);
    return t->slots != NULL;
}

bool words_table_open(struct words_table *t, bool of_one_shard)
{
    *t =
        (struct words_table){.skip = of_one_shard ? SHARD_BITS : 0, .regions = of_one_shard ? 0 : SHARD_BITS};
    t->region = calloc((size_t)1 << t->regions, sizeof *t->region);
    return allocate(t, of_one_shard ? FIRST_SHARD_BITS : FIRST_BITS) && t->region;
}

void words_table_close(struct words_table *t)
{
    free(t->slots);
    free(t->region);
    free(t->letters);
    *t = (struct words_table){.slots = NULL};
}

void words_table_clear(struct words_table *t)
{
    memset(t->slots, 0, sizeof *t->slots << t->bits);
    memset(t->region, 0, sizeof *t->region << t->regions);
    t->n_letters = 0;
}

void words_table_fit(struct words_table *t, unsigned bits, size_t letters_room)
{
    const struct words_table old = *t;
    unsigned char *letters = letters_room > t->letters_room ? realloc(t->letters, letters_room) : NULL;
    if (letters) {
        t->letters = letters;
        t->letters_room = letters_room;
    }
    if (bits > old.bits && allocate(t, bits)) {
        free(old.slots);
    } else {
        t->bits = old.bits;
        t->slots = old.slots;
    }
}

const unsigned char *words_letters(const struct words_table *t, const struct words_entry *e, size_t *length)
{
    if (e->more) {
        memcpy(length, t->letters + e->more - 1, sizeof *length);
        return t->letters + e->more - 1 + sizeof *length;
    }
    const uint64_t last = e->key.high ? e->key.high : e->key.low;
    *length = (e->key.high ? 16 : 8) - (size_t)__builtin_clzll(last) / 8;
    return (const unsigned char *)&e->key;
}

/* Put an entry into a free slot of its region, which has one. */
static void place(struct words_table *t, const struct words_entry *entry)
{
    size_t i = words_first_slot(t, words_hash(entry->key));
    while (t->slots[i].count) {
        i = words_next_slot(t, i);
    }
    t->slots[i] = *entry;
}

static bool grow(struct words_table *t)
{
    struct words_entry *old = t->slots;
    const size_t n_old = (size_t)1 << t->bits;
    if (!allocate(t, t->bits + 1)) {
        t->bits--;
        t->slots = old;
        return false;
    }
    for (size_t i = 0; i < n_old; i++) {
        if (old[i].count) {
            place(t, &old[i]);
        }
    }
    free(old);
    return true;
}

/* A region is filled to three quarters at most. */
static bool insert(struct words_table *t, const struct words_entry *entry, size_t long_bytes)
{
    struct words_region *region = &t->region[t->regions ? words_shard(words_hash(entry->key)) : 0];
    while (4 * (region->n + 1) > 3 * words_region_size(t)) {
        if (!grow(t)) {
            return false;
        }
    }
    region->n++;
    region->n_long += entry->more > 0;
    region->long_bytes += long_bytes;
    place(t, entry);
    return true;
}

bool words_table_insert(struct words_table *t, struct words_key key, uint64_t count)
{
    return insert(t, &(struct words_entry){.key = key, .count = count}, 0);
}

static bool grow_letters(struct words_table *t, size_t n_more)
{
    size_t room = t->letters_room ? t->letters_room : FIRST_LETTERS;
    while (room - t->n_letters < n_more) {
        room *= 2;
    }
    unsigned char *letters = room > t->letters_room ? realloc(t->letters, room) : t->letters;
    if (letters) {
        t->letters = letters;
        t->letters_room = room;
    }
    return letters != NULL;
}

static bool same(const unsigned char *folded, const unsigned char *word, size_t length)
{
    size_t i = 0;
    while (i < length && folded[i] == words_folds[word[i]]) {
        i++;
    }
    return i == length;
}

/* The entry of a word of more than WORDS_SHORT bytes, or NULL. */
static struct words_entry *find_long(const struct words_table *t, struct words_key key,
                                     const unsigned char *word, size_t length)
{
    for (size_t i = words_first_slot(t, words_hash(key)); t->slots[i].count; i = words_next_slot(t, i)) {
        struct words_entry *e = &t->slots[i];
        if (e->more && e->key.low == key.low && e->key.high == key.high) {
            size_t n;
            const unsigned char *letters = words_letters(t, e, &n);
            if (n == length && same(letters, word, length)) {
                return e;
            }
        }
    }
    return NULL;
}

static bool insert_long(struct words_table *t, struct words_key key, const unsigned char *word, size_t length,
                        uint64_t count)
{
    const size_t n_more = words_long_bytes(length);
    const struct words_entry entry = {.key = key, .count = count, .more = t->n_letters + 1};
    if (!grow_letters(t, n_more) || !insert(t, &entry, sizeof count + n_more)) {
        return false;
    }
    unsigned char *to = t->letters + t->n_letters;
    memset(to, 0, n_more);
    memcpy(to, &length, sizeof length);
    for (size_t i = 0; i < length; i++) {
        to[sizeof length + i] = words_folds[word[i]];
    }
    t->n_letters += n_more;
    return true;
}

struct words_entry *words_table_find(const struct words_table *t, const unsigned char *word, size_t length)
{
    const struct words_key key = words_key_of(word, length);
    if (length > WORDS_SHORT) {
        return find_long(t, key, word, length);
    }
    struct words_entry *slot = words_slot(t, words_hash(key), key);
    return slot->count ? slot : NULL;
}

bool words_table_add_bytes(struct words_table *t, const unsigned char *word, size_t length, uint64_t count)
{
    const struct words_key key = words_key_of(word, length);
    if (length <= WORDS_SHORT) {
        return words_table_add(t, key, count);
    }
    struct words_entry *entry = find_long(t, key, word, length);
    if (entry) {
        entry->count += count;
        return true;
    }
    return insert_long(t, key, word, length, count);
}
