/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_words_text.c - the text of `words`: a mapped file, or generated where it is counted.
 */
#include "kernel_words_team.h"

enum rxt_err words_text_open(struct words *w, size_t n_generated)
{
    if (!*w->input) {
        w->n_bytes = n_generated;
        return RXT_OK;
    }
    const enum rxt_err err = kernel_input_open(&w->file, w->team, w->input);
    w->text = w->file.bytes;
    w->n_text = w->n_bytes = w->file.n_bytes;
    return err;
}

static void generate(void *context, const struct rxt_chunk *chunk)
{
    const struct words *w = context;
    unsigned char *text = w->pages.at;
    words_sample_fill(text + (chunk->first - w->base), chunk->last - chunk->first, w->seed, chunk->index);
}

static void touch(void *context, const struct rxt_chunk *chunk)
{
    const struct words *w = context;
    kernel_input_touch(&w->file, chunk->first, chunk->last);
}

enum rxt_err words_text_fill(struct words *w)
{
    enum rxt_err err = RXT_OK;
    if (!*w->input) {
        const struct rxt_span home = rxt_loop_home(w->scan);
        err = kernel_pages_open(&w->pages, w->team, home.last - home.first);
        w->text = w->pages.at;
        w->base = home.first;
        w->n_text = home.last - home.first;
    }
    if (!err) {
        rxt_map_home(w->scan, *w->input ? touch : generate, w);
    }
    return err;
}

void words_text_close(struct words *w)
{
    kernel_pages_close(&w->pages);
    kernel_input_close(&w->file);
}
