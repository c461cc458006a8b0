/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_words_merge.c - shards travel to their owners, and each is merged by one thread.
 *
 * A rank sends, for every shard: {bytes, tables}, then for every table {short words, long words}, the
 * short ones as {key, count}, the long ones as {count, length, letters}. All sizes are multiples of 8.
 */
#include "kernel_words_team.h"

#include "rxt/digest.h"

#include <stdlib.h>
#include <string.h>

struct head {
    uint64_t a, b;
};

bool words_buffer_grow(struct words_buffer *buffer, size_t n_bytes)
{
    if (n_bytes > buffer->room) {
        unsigned char *bytes = realloc(buffer->bytes, n_bytes + n_bytes / 2);
        if (!bytes) {
            return false;
        }
        *buffer = (struct words_buffer){.bytes = bytes, .room = n_bytes + n_bytes / 2};
    }
    return true;
}

struct counted {
    struct words_key key;
    uint64_t count;
};

static size_t region_bytes(const struct words_region *r)
{
    return sizeof(struct head) + (r->n - r->n_long) * sizeof(struct counted) + r->long_bytes;
}

static void *put(void *to, const void *from, size_t n_bytes)
{
    memcpy(to, from, n_bytes);
    return (unsigned char *)to + n_bytes;
}

static void *put_region(void *to, const struct words_table *t, size_t shard)
{
    const struct words_region *region = &t->region[shard];
    const size_t n = words_region_size(t);
    const struct words_entry *slots = t->slots + shard * n;
    to = put(to, &(struct head){region->n - region->n_long, region->n_long}, sizeof(struct head));
    for (size_t i = 0; i < n; i++) {
        if (slots[i].count && !slots[i].more) {
            to = put(to, &(struct counted){slots[i].key, slots[i].count}, sizeof(struct counted));
        }
    }
    for (size_t i = 0; i < n && region->n_long; i++) {
        if (slots[i].more) {
            size_t length;
            const unsigned char *letters = words_letters(t, &slots[i], &length);
            to = put(to, &slots[i].count, sizeof slots[i].count);
            to = put(to, letters - sizeof length, words_long_bytes(length));
        }
    }
    return to;
}

static void put_shard(const struct words *w, size_t shard)
{
    const int threads = rxt_team_threads(w->team);
    void *to = w->send.bytes + w->at[shard];
    to = put(to, &(struct head){w->at[shard + 1] - w->at[shard], (uint64_t)threads}, sizeof(struct head));
    for (int t = 0; t < threads; t++) {
        to = put_region(to, &w->workers[t].table, shard);
    }
}

/* The loop has WORDS_SHARDS items for every rank: this rank's are its shards, whatever their number. */
static void pack_shards(void *context, const struct rxt_chunk *chunk)
{
    const struct words *w = context;
    const struct rxt_span home = rxt_loop_home(w->pack);
    for (size_t s = chunk->first - home.first; s < WORDS_SHARDS; s += home.last - home.first) {
        put_shard(w, s);
    }
}

/* Lay the shards out one behind the other, which is also the order of the ranks that own them. */
static enum rxt_err lay_out(struct words *w)
{
    bool failed = false;
    memset(w->n_send, 0, (size_t)rxt_team_ranks(w->team) * sizeof *w->n_send);
    for (size_t s = 0; s < WORDS_SHARDS; s++) {
        size_t n_bytes = sizeof(struct head);
        for (int t = 0; t < rxt_team_threads(w->team); t++) {
            n_bytes += region_bytes(&w->workers[t].table.region[s]);
            failed |= w->workers[t].failed;
        }
        w->at[s + 1] = w->at[s] + n_bytes;
        w->n_send[rxt_loop_owner(w->shards, s)] += n_bytes;
    }
    if (failed || !words_buffer_grow(&w->send, w->at[WORDS_SHARDS])) {
        return rxt_fail(RXT_E_MEMORY, "words: the table of counts has no room to grow");
    }
    return RXT_OK;
}

/* Note where every shard of every rank begins in what was received. */
static void find_parts(struct words *w, const unsigned char *recv)
{
    const struct rxt_span home = rxt_loop_home(w->shards);
    const size_t n_ranks = (size_t)rxt_team_ranks(w->team);
    for (size_t r = 0; r < n_ranks; r++) {
        for (size_t s = 0; s < home.last - home.first; s++) {
            struct head head;
            memcpy(&head, recv, sizeof head);
            w->parts[s * n_ranks + r] = recv;
            recv += head.a;
        }
    }
}

static const unsigned char *merge_region(struct words_table *into, const unsigned char *part, bool *right)
{
    struct head head;
    struct counted word;
    memcpy(&head, part, sizeof head);
    part += sizeof head;
    for (uint64_t i = 0; i < head.a; i++, part += sizeof word) {
        memcpy(&word, part, sizeof word);
        *right &= words_table_add(into, word.key, word.count);
    }
    for (uint64_t i = 0; i < head.b; i++) {
        struct head word_head; /* count, length */
        memcpy(&word_head, part, sizeof word_head);
        *right &= words_table_add_bytes(into, part + sizeof word_head, word_head.b, word_head.a);
        part += sizeof word_head.a + words_long_bytes(word_head.b);
    }
    return part;
}

static bool merge_part(struct words_table *into, const unsigned char *part)
{
    struct head shard;
    memcpy(&shard, part, sizeof shard);
    part += sizeof shard;
    bool right = true;
    for (uint64_t t = 0; t < shard.b; t++) {
        part = merge_region(into, part, &right);
    }
    return right;
}

/* Its slots in turn, whatever their number. */
static const struct words_entry *end_of(const struct words_table *t)
{
    return t->slots + ((size_t)1 << t->bits);
}

static struct words_sum sum_of(const struct words_table *t)
{
    struct words_sum sum = {.distinct = t->region->n};
    for (const struct words_entry *e = t->slots; e < end_of(t); e++) {
        if (e->count) {
            size_t length;
            words_letters(t, e, &length);
            sum.total += e->count;
            sum.letters += e->count * length;
            sum.hash += rxt_mix(words_hash(e->key) ^ rxt_mix(e->count));
        }
    }
    return sum;
}

static void rank_words(struct words_top *top, const struct words_table *t)
{
    top->n = 0;
    for (const struct words_entry *e = t->slots; e < end_of(t); e++) {
        if (e->count) {
            struct words_ranked word = {.count = e->count};
            word.letters = words_letters(t, e, &word.length);
            words_top_offer(top, &word);
        }
    }
}

static void merge_shard(void *context, const struct rxt_chunk *chunk)
{
    struct words *w = context;
    const size_t n_ranks = (size_t)rxt_team_ranks(w->team), s = chunk->first;
    const unsigned char **parts = w->parts + (s - rxt_loop_home(w->shards).first) * n_ranks;
    bool right = true;
    words_table_clear(&w->merged[s]);
    for (size_t r = 0; r < n_ranks && right; r++) {
        right = merge_part(&w->merged[s], parts[r]);
    }
    rank_words(&w->shard_top[s], &w->merged[s]);
    struct words_sum *sum = chunk->partial;
    *sum = sum_of(&w->merged[s]);
    sum->failed = !right;
}

static void tally_shard(void *context, const struct rxt_chunk *chunk)
{
    const struct words *w = context;
    *(struct words_sum *)chunk->partial = sum_of(&w->merged[chunk->first]);
}

static struct words_sum fold(const struct words *w)
{
    struct words_sum all = {.hash = RXT_DIGEST_START};
    const struct words_sum *sums = rxt_partials(w->shards);
    for (size_t s = 0; s < WORDS_SHARDS; s++) {
        all.distinct += sums[s].distinct;
        all.total += sums[s].total;
        all.letters += sums[s].letters;
        all.hash = rxt_digest_word(all.hash, sums[s].hash);
        all.failed += sums[s].failed;
    }
    return all;
}

struct words_sum words_tally(struct words *w)
{
    rxt_map(w->shards, tally_shard, w);
    return fold(w);
}

enum rxt_err words_merge(struct words *w)
{
    const void *recv = NULL;
    size_t n_recv = 0;
    enum rxt_err err = rxt_team_agree(w->team, lay_out(w));
    if (err) {
        return err;
    }
    rxt_map(w->pack, pack_shards, w);
    err = rxt_alltoall(w->team, w->send.bytes, w->n_send, &recv, &n_recv);
    if (err) {
        return err;
    }
    find_parts(w, recv);
    rxt_map(w->shards, merge_shard, w);
    w->sum = fold(w);
    return w->sum.failed ? rxt_fail(RXT_E_MEMORY, "words: the table of counts has no room to grow") : RXT_OK;
}
