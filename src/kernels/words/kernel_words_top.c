/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_words_top.c - the most frequent words, the same on every rank.
 */
#include "kernel_words_team.h"

#include <string.h>

/* How a word travels: this, then its letters, padded to 8. */
struct head {
    uint64_t count, length;
};

static size_t padded(size_t length)
{
    return (length + 7) / 8 * 8;
}

static bool before(const struct words_ranked *a, const struct words_ranked *b)
{
    if (a->count != b->count) {
        return a->count > b->count;
    }
    const int order = memcmp(a->letters, b->letters, rxt_min(a->length, b->length));
    return order ? order < 0 : a->length < b->length;
}

void words_top_offer(struct words_top *top, const struct words_ranked *word)
{
    const bool full = top->n == top->room;
    if (full && (!top->n || !before(word, &top->at[top->n - 1]))) {
        return;
    }
    size_t i = full ? top->n - 1 : top->n++;
    for (; i > 0 && before(word, &top->at[i - 1]); i--) {
        top->at[i] = top->at[i - 1];
    }
    top->at[i] = *word;
}

static size_t packed_bytes(const struct words_top *top)
{
    size_t n_bytes = 0;
    for (size_t i = 0; i < top->n; i++) {
        n_bytes += sizeof(struct head) + padded(top->at[i].length);
    }
    return n_bytes;
}

static void pack(unsigned char *to, const struct words_top *top)
{
    for (size_t i = 0; i < top->n; i++) {
        const struct words_ranked *word = &top->at[i];
        memcpy(to, &(struct head){word->count, word->length}, sizeof(struct head));
        memset(to + sizeof(struct head), 0, padded(word->length));
        memcpy(to + sizeof(struct head), word->letters, word->length);
        to += sizeof(struct head) + padded(word->length);
    }
}

static void offer_packed(struct words_top *top, const unsigned char *from, size_t n_bytes)
{
    for (const unsigned char *end = from + n_bytes; from < end;) {
        struct head head;
        memcpy(&head, from, sizeof head);
        from += sizeof head;
        words_top_offer(top, &(struct words_ranked){head.count, head.length, from});
        from += padded(head.length);
    }
}

/* The received bytes are the team's: keep the letters of the winners. */
static enum rxt_err keep_letters(struct words *w)
{
    if (!words_buffer_grow(&w->kept, rxt_max(1, packed_bytes(&w->top)))) {
        return rxt_fail(RXT_E_MEMORY, "words: no room for the %zu first words", w->top.n);
    }
    unsigned char *to = w->kept.bytes;
    for (size_t i = 0; i < w->top.n; i++) {
        memcpy(to, w->top.at[i].letters, w->top.at[i].length);
        w->top.at[i].letters = to;
        to += w->top.at[i].length;
    }
    return RXT_OK;
}

/* Every rank sends the first words of its shards to all. */
static enum rxt_err pack_for_all(struct words *w, const struct words_top *mine)
{
    const size_t n_bytes = packed_bytes(mine), n_ranks = (size_t)rxt_team_ranks(w->team);
    if (!words_buffer_grow(&w->send, rxt_max(1, n_bytes * n_ranks))) {
        return rxt_fail(RXT_E_MEMORY, "words: no room for the %zu first words", mine->n);
    }
    for (size_t r = 0; r < n_ranks; r++) {
        pack(w->send.bytes + r * n_bytes, mine);
        w->n_send[r] = n_bytes;
    }
    return RXT_OK;
}

enum rxt_err words_find_top(struct words *w)
{
    struct words_top mine = {.room = w->top.room};
    const struct rxt_span home = rxt_loop_home(w->shards);
    for (size_t s = home.first; s < home.last; s++) {
        for (size_t i = 0; i < w->shard_top[s].n; i++) {
            words_top_offer(&mine, &w->shard_top[s].at[i]);
        }
    }
    const void *recv = NULL;
    size_t n_recv = 0;
    enum rxt_err err = rxt_team_agree(w->team, pack_for_all(w, &mine));
    err = err ? err : rxt_alltoall(w->team, w->send.bytes, w->n_send, &recv, &n_recv);
    if (err) {
        return err;
    }
    w->top.n = 0;
    offer_packed(&w->top, recv, n_recv);
    return rxt_team_agree(w->team, keep_letters(w));
}
