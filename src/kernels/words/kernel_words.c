/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_words.c - how often does each word of a text occur? Hashing, then merging over ranks.
 *
 * Every thread counts the words that start in its chunks, in tables of its own, cut into shards by
 * the hash; the shards are sent to the ranks that own them and merged. Counted: the bytes of the text, once.
 */
#include "kernel_words_team.h"

#include "rxt/digest.h"
#include "rxt/output.h"

#include <stdio.h>

static const struct rxt_param params[] = {
    [WORDS_INPUT] = RXT_PARAM_FILE("input", "text file; none: a text is generated"),
    [WORDS_N] = {"n",
                 "bytes",
                 RXT_INTEGER,
                 0,
                 1099511627776.0,
                 {"1000000", "67108864", "1073741824"},
                 "length of the generated text"},
    [WORDS_SEED] = RXT_PARAM_SEED("which text is generated"),
    [WORDS_TOP] = {"top",
                   "words",
                   RXT_INTEGER,
                   0,
                   WORDS_MAX_TOP,
                   {"10", "10", "10"},
                   "how many of the most frequent words"},
    [WORDS_OUTPUT] = RXT_PARAM_FILE("output", "file for those words and their counts"),
    {.name = NULL},
};

/* The tables are small beside the text unless nearly all its words differ; then they take up to
 * 12 times the text. */
static void need(const union rxt_value *v, struct rxt_need *out)
{
    const double n = rxt_text_input_size(v[WORDS_INPUT].text, v[WORDS_N].integer);
    *out = (struct rxt_need){.split_bytes = n, .rank_bytes = sizeof(struct words) + 8e6};
}

/* With the dynamic schedule another worker may meet most of the words in the next run: it finds the room that the largest
 * table of the rank has by now, and does not allocate it in the timed region. */
static void level_tables(struct words *w)
{
    unsigned bits = 0;
    size_t letters_room = 0;
    for (int t = 0; t < rxt_team_threads(w->team); t++) {
        const struct words_table *table = &w->workers[t].table;
        bits = table->bits > bits ? table->bits : bits;
        letters_room = rxt_max(letters_room, table->letters_room);
    }
    for (int t = 0; t < rxt_team_threads(w->team); t++) {
        words_table_fit(&w->workers[t].table, bits, letters_room);
    }
}

static void reset(void *state)
{
    struct words *w = state;
    for (int t = 0; t < rxt_team_threads(w->team); t++) {
        w->workers[t].failed = false;
        words_table_clear(&w->workers[t].table);
    }
    level_tables(w);
}

static void count_chunk(void *context, const struct rxt_chunk *chunk)
{
    struct words *w = context;
    struct words_worker *worker = &w->workers[chunk->worker];
    if (!w->count(&worker->table, w->text.bytes, w->text.n_here, chunk->first - w->text.base,
                  chunk->last - w->text.base)) {
        worker->failed = true;
    }
}

static enum rxt_err run(void *state)
{
    struct words *w = state;
    rxt_map(w->scan, count_chunk, w);
    const enum rxt_err err = words_merge(w);
    return err ? err : words_find_top(w);
}

static uint64_t digest(void *state)
{
    struct words *w = state;
    return rxt_digest_word(words_tally(w).hash, w->text.n_bytes);
}

/* The bytes of a word that are shown: up to 40, whole characters. */
static size_t shown(const struct words_ranked *word)
{
    size_t n = rxt_min(word->length, 40);
    while (n > 0 && n < word->length && (word->letters[n] & 0xc0) == 0x80) {
        n--;
    }
    return n;
}

static void tell(const void *state, char *text, size_t n_bytes)
{
    const struct words *w = state;
    const int n = snprintf(text, n_bytes, "%llu words, %llu of them distinct",
                           (unsigned long long)w->sum.total, (unsigned long long)w->sum.distinct);
    if (w->top.n && n > 0 && (size_t)n < n_bytes) {
        const struct words_ranked *top = &w->top.at[0];
        const size_t length = shown(top);
        snprintf(text + n, n_bytes - (size_t)n, "; '%.*s%s' %llu times", (int)length,
                 (const char *)top->letters, length < top->length ? "..." : "",
                 (unsigned long long)top->count);
    }
}

static void work(const void *state, struct rxt_work *out)
{
    const double n = (double)((const struct words *)state)->text.n_bytes;
    *out = (struct rxt_work){.items = n, .bytes = n, .messages = 4.0}; /* two exchanges with everyone */
}

/* A text without words has no count to damage, only their number. */
static void spoil(void *state)
{
    struct words *w = state;
    if (w->sum.total == 0) {
        w->sum.total = 1;
        return;
    }
    const struct rxt_span home = rxt_loop_home(w->shards);
    const struct words_sum *sums = rxt_partials(w->shards);
    size_t s = 0, slot = 0;
    while (sums[s].total == 0) {
        s++;
    }
    if (s >= home.first && s < home.last) {
        while (!w->merged[s].slots[slot].count) {
            slot++;
        }
        w->merged[s].slots[slot].count++;
    }
}

static bool write_top(FILE *file, const void *state)
{
    const struct words *w = state;
    bool written = true;
    for (size_t i = 0; i < w->top.n && written; i++) {
        const struct words_ranked *word = &w->top.at[i];
        written = fprintf(file, "%llu\t", (unsigned long long)word->count) > 0 &&
                  fwrite(word->letters, 1, word->length, file) == word->length && fputc('\n', file) == '\n';
    }
    return written;
}

static enum rxt_err output(void *state)
{
    const struct words *w = state;
    return rxt_output_write(w->team, w->output, write_top, w);
}

const struct rxt_kernel rxt_kernel_words = {
    .name = "words",
    .what = "how often each word of a text occurs",
    .category = "text",
    .stresses = "hashing, merging",
    .formula = "count(word) = occurrences of the maximal run of letters, digits and bytes >= 0x80",
    .source = "Bentley, Knuth & McIlroy, CACM 29 (1986)",
    .params = params,
    .size_param = "n",
    .input_param = "input",
    .output_param = "output",
    .growth = {.power = 1.0},
    .need = need,
    .open = words_open,
    .reset = reset,
    .run = run,
    .check = words_check,
    .digest = digest,
    .tell = tell,
    .work = work,
    .spoil = spoil,
    .output = output,
    .close = words_close,
};
