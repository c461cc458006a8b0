/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_words_check.c - the counts against a plain recount, and against the draws of the generated text.
 */
#include "kernel_words_team.h"

#include <stdlib.h>

/* Written anew and not by words_fold, which it checks; without a branch, so that many are told at once. */
static unsigned char in_word(unsigned char c)
{
    return (c >= 0x80) | (c >= '0' && c <= '9') | ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

enum { PIECE = 128 }; /* bytes, whose counts a byte holds */

/* in[0] tells of the byte before; returns that of the last one. */
static unsigned char recount_piece(struct words_recount *part, const unsigned char *text, size_t n,
                                   unsigned char before)
{
    unsigned char in[PIECE + 1] = {before}, letters = 0, starts = 0;
    for (size_t i = 0; i < n; i++) {
        in[i + 1] = in_word(text[i]);
    }
    for (size_t i = 0; i < n; i++) {
        letters = (unsigned char)(letters + in[i + 1]);
        starts = (unsigned char)(starts + (in[i + 1] & ~in[i]));
    }
    part->letters += letters;
    part->starts += starts;
    return in[n];
}

static void recount_chunk(void *context, const struct rxt_chunk *chunk)
{
    const struct words *w = context;
    struct words_recount part = {.bytes = chunk->last - chunk->first};
    const size_t first = chunk->first - w->text.base, last = chunk->last - w->text.base;
    unsigned char before = first > 0 ? in_word(w->text.bytes[first - 1]) : 0;
    for (size_t i = first; i < last; i += PIECE) {
        before = recount_piece(&part, w->text.bytes + i, rxt_min(PIECE, last - i), before);
    }
    *(struct words_recount *)chunk->partial = part;
}

static enum rxt_err check_totals(struct words *w)
{
    struct words_recount all = {.bytes = 0};
    rxt_map(w->recount, recount_chunk, w);
    const struct words_recount *parts = rxt_partials(w->recount);
    for (size_t c = 0; c < rxt_loop_chunks(w->recount); c++) {
        all.bytes += parts[c].bytes;
        all.starts += parts[c].starts;
        all.letters += parts[c].letters;
    }
    const struct words_sum sum = words_tally(w);
    if (all.bytes != w->text.n_bytes || sum.total != all.starts || sum.letters != all.letters ||
        sum.total != w->sum.total) {
        return rxt_fail(RXT_E_WRONG,
                        "words: %llu words of %llu bytes were counted, the text has %llu of %llu",
                        (unsigned long long)sum.total, (unsigned long long)sum.letters,
                        (unsigned long long)all.starts, (unsigned long long)all.letters);
    }
    return RXT_OK;
}

/* Every word of the vocabulary that this rank's shards hold must have the count of its draws. */
static size_t wrong_counts(const struct words *w, const uint64_t *draws)
{
    const struct rxt_span home = rxt_loop_home(w->shards);
    size_t wrong = 0, n_drawn = 0, n_found = 0;
    for (unsigned r = 0; r < WORDS_VOCABULARY; r++) {
        unsigned char word[WORDS_SPELLED];
        const size_t length = words_spell(r, word);
        const size_t s = words_shard(words_hash(words_key_of(word, length)));
        if (s >= home.first && s < home.last) {
            const struct words_entry *e = words_table_find(&w->merged[s], word, length);
            wrong += (e ? e->count : 0) != draws[r];
            n_drawn += draws[r] > 0;
        }
    }
    for (size_t s = home.first; s < home.last; s++) {
        n_found += w->merged[s].region->n;
    }
    return wrong + (n_found != n_drawn);
}

static enum rxt_err check_draws(const struct words *w)
{
    uint64_t *draws = calloc(WORDS_VOCABULARY, sizeof *draws);
    if (!draws) {
        return rxt_fail(RXT_E_MEMORY, "words: the counts of the vocabulary");
    }
    for (size_t i = 0, block = 0; i < w->text.n_bytes; i += WORDS_GRAIN, block++) {
        words_sample_draws(draws, rxt_min(WORDS_GRAIN, w->text.n_bytes - i), w->text.seed, block);
    }
    const size_t wrong = wrong_counts(w, draws);
    free(draws);
    return wrong
               ? rxt_fail(RXT_E_WRONG, "words: %zu words were not counted as often as they were drawn", wrong)
               : RXT_OK;
}

enum rxt_err words_check(void *state)
{
    struct words *w = state;
    const enum rxt_err err = check_totals(w);
    if (err || *w->text.input) {
        return err; /* the same on all ranks: it comes from partial results */
    }
    return rxt_team_agree(w->team, check_draws(w));
}
