/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_sort_move.c - the parts of all chunks travel to the ranks of their buckets, which sort them.
 *
 * The places of all parts are known to all ranks, so that nothing but keys is sent. They go in rounds: in round q
 * every rank sends the chunks q, q + rounds ... of its home. A round is small against the memory, whatever
 * the input looks like.
 */
#include "kernel_sort_team.h"

#include <string.h>

static const size_t round_keys = (size_t)1 << 22; /* that a rank sends or receives at once */

const uint32_t *sort_places(const struct sort *s, size_t chunk)
{
    return (const uint32_t *)rxt_partials(s->split) + chunk * s->row;
}

uint64_t *sort_bucket(const struct sort *s, size_t bucket)
{
    return (uint64_t *)s->keys.at + (s->start[bucket] - s->start[s->owned.first]);
}

/* Keys of a chunk that belong to a rank. */
static size_t part_keys(const struct sort *s, size_t chunk, size_t rank)
{
    const uint32_t *at = sort_places(s, chunk);
    return at[s->first_bucket[rank + 1]] - at[s->first_bucket[rank]];
}

/* The most keys that a rank sends or receives in a round. */
static size_t widest_round(const struct sort *s, size_t n_rounds)
{
    const size_t n_ranks = (size_t)rxt_team_ranks(s->team);
    size_t widest = 0;
    for (size_t q = 0; q < n_rounds; q++) {
        for (size_t r = 0; r < n_ranks; r++) {
            size_t n_sent = 0, n_received = 0;
            for (size_t c = s->first_chunk[r] + q; c < s->first_chunk[r + 1]; c += n_rounds) {
                n_sent += rxt_min(s->grain, s->n - c * s->grain) - part_keys(s, c, r);
            }
            for (size_t from = 0; from < n_ranks; from++) {
                for (size_t c = s->first_chunk[from] + q; c < s->first_chunk[from + 1] && from != r;
                     c += n_rounds) {
                    n_received += part_keys(s, c, r);
                }
            }
            widest = rxt_max(widest, rxt_max(n_sent, n_received));
        }
    }
    return widest;
}

/* The fewest rounds, doubling, that keep within the limit; the same on all ranks. */
static void plan_rounds(struct sort *s)
{
    const size_t n_ranks = (size_t)rxt_team_ranks(s->team);
    size_t most = 1;
    for (size_t r = 0; r < n_ranks; r++) {
        most = rxt_max(most, s->first_chunk[r + 1] - s->first_chunk[r]);
    }
    s->n_rounds = 1;
    s->widest = n_ranks > 1 ? widest_round(s, 1) : 0;
    while (s->n_rounds < most && s->widest > round_keys) {
        s->n_rounds = rxt_min(2 * s->n_rounds, most);
        s->widest = widest_round(s, s->n_rounds);
    }
}

/* Where each bucket begins in the whole sequence. */
static void place_buckets(struct sort *s)
{
    size_t *start = s->start;
    memset(start, 0, (s->n_buckets + 1) * sizeof *start);
    for (size_t c = 0; c < rxt_loop_chunks(s->split); c++) {
        const uint32_t *at = sort_places(s, c);
        for (size_t b = 0; b < s->n_buckets; b++) {
            start[b + 1] += at[b + 1] - at[b];
        }
    }
    for (size_t b = 0; b < s->n_buckets; b++) {
        start[b + 1] += start[b];
    }
}

/* Buffers grow in the first, untimed run; every rank knows what every rank needs. */
static enum rxt_err make_room(struct sort *s)
{
    const size_t n_ranks = (size_t)rxt_team_ranks(s->team), n_threads = (size_t)rxt_team_threads(s->team);
    size_t most_keys = 0, most_bucket = s->grain;
    enum rxt_err err = RXT_OK;
    for (size_t r = 0; r < n_ranks; r++) {
        most_keys = rxt_max(most_keys, s->start[s->first_bucket[r + 1]] - s->start[s->first_bucket[r]]);
    }
    for (size_t b = 0; b < s->n_buckets; b++) {
        most_bucket = rxt_max(most_bucket, s->start[b + 1] - s->start[b]);
    }
    if (most_keys > s->room) {
        rxt_pages_close(&s->keys);
        s->room = most_keys;
        err = rxt_pages_open(&s->keys, s->team, s->room * sizeof(uint64_t));
    }
    if (!err && s->widest > s->send_room) {
        rxt_pages_close(&s->send);
        s->send_room = s->widest;
        err = rxt_pages_open(&s->send, s->team, s->send_room * sizeof(uint64_t));
    }
    if (!err && most_bucket > s->scratch_room) {
        rxt_pages_close(&s->scratch);
        s->scratch_room = most_bucket;
        err = rxt_pages_open(&s->scratch, s->team, n_threads * s->scratch_room * sizeof(uint64_t));
    }
    return err;
}

/* Is a chunk of rank r in this round? */
static bool goes_now(const struct sort *s, size_t chunk, size_t rank)
{
    return (chunk - s->first_chunk[rank]) % s->n_rounds == s->round;
}

static void lay_out(struct sort *s)
{
    const size_t n_ranks = (size_t)rxt_team_ranks(s->team), me = (size_t)rxt_team_rank(s->team);
    const size_t first = s->first_chunk[me] + s->round, last = s->first_chunk[me + 1];
    size_t sent = 0, received = 0;
    for (size_t r = 0; r < n_ranks; r++) {
        const size_t begin = sent;
        for (size_t c = first; c < last && r != me; c += s->n_rounds) {
            s->send_at[(c - s->first_chunk[me]) * n_ranks + r] = sent;
            sent += part_keys(s, c, r);
        }
        s->n_send[r] = (sent - begin) * sizeof(uint64_t);
        for (size_t c = s->first_chunk[r] + s->round; c < s->first_chunk[r + 1] && r != me;
             c += s->n_rounds) {
            s->at[c] = received;
            received += part_keys(s, c, me);
        }
    }
}

static const uint64_t *parts_of(const struct sort *s, size_t chunk)
{
    return (const uint64_t *)s->parts.at + (chunk * s->grain - s->home.first);
}

static void pack_chunk(void *context, const struct rxt_chunk *chunk)
{
    const struct sort *s = context;
    const size_t n_ranks = (size_t)rxt_team_ranks(s->team), me = (size_t)rxt_team_rank(s->team);
    const size_t *to = s->send_at + (chunk->index - s->first_chunk[me]) * n_ranks;
    for (size_t r = 0; r < n_ranks && goes_now(s, chunk->index, me); r++) {
        const size_t n_keys = part_keys(s, chunk->index, r);
        if (r != me && n_keys) {
            memcpy((uint64_t *)s->send.at + to[r],
                   parts_of(s, chunk->index) + sort_places(s, chunk->index)[s->first_bucket[r]],
                   n_keys * sizeof(uint64_t));
        }
    }
}

static enum rxt_err exchange(struct sort *s)
{
    const void *recv = NULL;
    size_t n_recv = 0;
    if (rxt_team_ranks(s->team) == 1) {
        return RXT_OK;
    }
    lay_out(s);
    rxt_map(s->pack, pack_chunk, s);
    const enum rxt_err err = rxt_alltoall(s->team, s->send.at, s->n_send, &recv, &n_recv);
    s->recv = recv;
    return err;
}

/* Gather the parts of a bucket that this round has brought; sort it when they are the last. */
static void collect_bucket(void *context, const struct rxt_chunk *chunk)
{
    const struct sort *s = context;
    const size_t b = chunk->first, n_ranks = (size_t)rxt_team_ranks(s->team),
                 me = (size_t)rxt_team_rank(s->team);
    uint64_t *keys = sort_bucket(s, b), *to = keys + s->fill[b];
    for (size_t r = 0; r < n_ranks; r++) {
        for (size_t c = s->first_chunk[r] + s->round; c < s->first_chunk[r + 1]; c += s->n_rounds) {
            const uint32_t *at = sort_places(s, c);
            const size_t n_keys = at[b + 1] - at[b];
            const uint64_t *from =
                r == me ? parts_of(s, c) + at[b] : s->recv + s->at[c] + (at[b] - at[s->owned.first]);
            if (n_keys) {
                memcpy(to, from, n_keys * sizeof *to);
                to += n_keys;
            }
        }
    }
    s->fill[b] = (size_t)(to - keys);
    if (s->round + 1 == s->n_rounds) {
        uint64_t *scratch = (uint64_t *)s->scratch.at + (size_t)chunk->worker * s->scratch_room;
        sort_keys(s->ops, keys, s->fill[b], scratch);
    }
}

enum rxt_err sort_move(struct sort *s)
{
    place_buckets(s);
    plan_rounds(s);
    enum rxt_err err = make_room(s);
    memset(s->fill, 0, s->n_buckets * sizeof *s->fill);
    for (s->round = 0; s->round < s->n_rounds && !err; s->round++) {
        err = exchange(s);
        if (!err) {
            rxt_map(s->collect, collect_bucket, s);
        }
    }
    return err;
}
