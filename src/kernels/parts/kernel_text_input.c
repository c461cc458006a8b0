/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_text_input.c - a text, mapped or generated.
 */
#include "rxt/text_input.h"

double rxt_text_input_size(const char *input, int64_t n)
{
    return *input ? rxt_input_size(input) : (double)n;
}

enum rxt_err rxt_text_input_open(struct rxt_text_input *text, struct rxt_team *team)
{
    if (!*text->input) {
        return RXT_OK;
    }
    const enum rxt_err err = rxt_input_open(&text->file, team, text->input);
    text->bytes = text->file.bytes;
    text->n_here = text->n_bytes = text->file.n_bytes;
    return err;
}

enum rxt_err rxt_text_input_settle(struct rxt_text_input *text, struct rxt_team *team, size_t first,
                                   size_t last, size_t pad)
{
    if (*text->input) {
        return RXT_OK;
    }
    const enum rxt_err err = rxt_pages_open(&text->pages, team, last - first + pad);
    text->bytes = text->pages.at;
    text->base = first;
    text->n_here = last - first;
    return err;
}

void rxt_text_input_fill(const struct rxt_text_input *text, size_t first, size_t last, size_t block)
{
    if (*text->input) {
        rxt_input_touch(&text->file, first, last);
    } else {
        text->write((unsigned char *)text->pages.at + (first - text->base), last - first, text->seed, block);
    }
}

void rxt_text_input_close(struct rxt_text_input *text)
{
    rxt_pages_close(&text->pages);
    rxt_input_close(&text->file);
}
