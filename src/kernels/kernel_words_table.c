/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_words_table.c - a hash table of words: open addressing, letters in one growing block.
 */
#include "kernel_words.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 32, FIRST_LETTERS = 512 };

static size_t padded(size_t length)
{
    return (length + 7) / 8 * 8;
}

static bool same(const unsigned char *folded, const unsigned char *word, size_t length)
{
    size_t i = 0;
    while (i < length && folded[i] == words_fold(word[i])) {
        i++;
    }
    return i == length;
}

/* The slot of the word, or the free one where it belongs; room is never full. */
static struct words_entry *slot_of(const struct words_table *t, uint64_t hash, const unsigned char *word,
                                   size_t length)
{
    for (size_t i = hash & (t->room - 1);; i = (i + 1) & (t->room - 1)) {
        struct words_entry *e = &t->slots[i];
        if (!e->count || (e->hash == hash && e->length == length && same(t->letters + e->at, word, length))) {
            return e;
        }
    }
}

static bool grow_slots(struct words_table *t)
{
    const size_t room = t->room ? 2 * t->room : FIRST_ROOM;
    struct words_entry *slots = calloc(room, sizeof *slots);
    if (!slots) {
        return false;
    }
    for (size_t i = 0; i < t->room; i++) {
        const struct words_entry *e = &t->slots[i];
        if (e->count) {
            size_t k = e->hash & (room - 1);
            while (slots[k].count) {
                k = (k + 1) & (room - 1);
            }
            slots[k] = *e;
        }
    }
    free(t->slots);
    t->slots = slots;
    t->room = room;
    return true;
}

static bool grow_letters(struct words_table *t, size_t n_more)
{
    size_t room = t->letters_room ? t->letters_room : FIRST_LETTERS;
    while (room - t->n_letters < n_more) {
        room *= 2;
    }
    unsigned char *letters = realloc(t->letters, room);
    if (letters) {
        t->letters = letters;
        t->letters_room = room;
    }
    return letters != NULL;
}

static bool insert(struct words_table *t, struct words_entry *slot, const struct words_entry *entry,
                   const unsigned char *word)
{
    const size_t n_more = padded(entry->length);
    if (t->letters_room - t->n_letters < n_more && !grow_letters(t, n_more)) {
        return false;
    }
    unsigned char *to = t->letters + t->n_letters;
    memset(to, 0, n_more);
    for (size_t i = 0; i < entry->length; i++) {
        to[i] = words_fold(word[i]);
    }
    *slot = *entry;
    slot->at = t->n_letters;
    t->n_letters += n_more;
    t->n++;
    return true;
}

bool words_table_add(struct words_table *t, uint64_t hash, const unsigned char *word, size_t length,
                     uint64_t count)
{
    if (2 * (t->n + 1) > t->room && !grow_slots(t)) {
        return false;
    }
    struct words_entry *slot = slot_of(t, hash, word, length);
    if (slot->count) {
        slot->count += count;
        return true;
    }
    const struct words_entry entry = {.hash = hash, .count = count, .length = length};
    return insert(t, slot, &entry, word);
}

struct words_entry *words_table_find(const struct words_table *t, uint64_t hash, const unsigned char *word,
                                     size_t length)
{
    struct words_entry *slot = t->room ? slot_of(t, hash, word, length) : NULL;
    return slot && slot->count ? slot : NULL;
}

void words_table_clear(struct words_table *t)
{
    if (t->slots) {
        memset(t->slots, 0, t->room * sizeof *t->slots);
    }
    t->n = 0;
    t->n_letters = 0;
}

void words_table_free(struct words_table *t)
{
    free(t->slots);
    free(t->letters);
    *t = (struct words_table){.n = 0};
}
