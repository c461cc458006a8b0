/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_words_merge.c - shards travel to their owners, and each is merged by one thread.
 *
 * A rank sends, for every shard: {bytes, tables}, then for every table {words, letters},
 * the entries, the letters. All sizes are multiples of 8.
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

static size_t table_bytes(const struct words_table *t)
{
    return sizeof(struct head) + t->n * sizeof(struct words_entry) + t->n_letters;
}

static void *put(void *to, const void *from, size_t n_bytes)
{
    if (n_bytes) {
        memcpy(to, from, n_bytes);
    }
    return (unsigned char *)to + n_bytes;
}

static void *put_table(void *to, const struct words_table *t)
{
    to = put(to, &(struct head){t->n, t->n_letters}, sizeof(struct head));
    for (size_t i = 0; i < t->room; i++) {
        if (t->slots[i].count) {
            to = put(to, &t->slots[i], sizeof t->slots[i]);
        }
    }
    return put(to, t->letters, t->n_letters);
}

static void put_shard(const struct words *w, size_t shard)
{
    const int threads = rxt_team_threads(w->team);
    void *to = w->send.bytes + w->at[shard];
    to = put(to, &(struct head){w->at[shard + 1] - w->at[shard], (uint64_t)threads}, sizeof(struct head));
    for (int t = 0; t < threads; t++) {
        to = put_table(to, &w->workers[t].shard[shard]);
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
            n_bytes += table_bytes(&w->workers[t].shard[s]);
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

static bool merge_part(struct words_table *into, const unsigned char *part)
{
    struct head shard, table;
    memcpy(&shard, part, sizeof shard);
    part += sizeof shard;
    bool right = true;
    for (uint64_t t = 0; t < shard.b && right; t++) {
        memcpy(&table, part, sizeof table);
        part += sizeof table;
        const unsigned char *letters = part + table.a * sizeof(struct words_entry);
        for (uint64_t i = 0; i < table.a && right; i++) {
            struct words_entry e;
            memcpy(&e, part + i * sizeof e, sizeof e);
            right = words_table_add(into, e.hash, letters + e.at, e.length, e.count);
        }
        part = letters + table.b;
    }
    return right;
}

static struct words_sum sum_of(const struct words_table *t)
{
    struct words_sum sum = {.distinct = t->n};
    for (size_t i = 0; i < t->room; i++) {
        const struct words_entry *e = &t->slots[i];
        sum.total += e->count;
        sum.letters += e->count * e->length;
        sum.hash += e->count ? rxt_mix(e->hash ^ rxt_mix(e->count)) : 0;
    }
    return sum;
}

static void rank_words(struct words_top *top, const struct words_table *t)
{
    top->n = 0;
    for (size_t i = 0; i < t->room; i++) {
        const struct words_entry *e = &t->slots[i];
        if (e->count) {
            words_top_offer(top, &(struct words_ranked){e->count, e->length, t->letters + e->at});
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
