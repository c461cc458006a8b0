/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_text.c - a text, mapped or generated.
 */
#include "kernel_text.h"

double kernel_text_size(const char *input, int64_t n)
{
    return *input ? kernel_input_size(input) : (double)n;
}

enum rxt_err kernel_text_open(struct kernel_text *text, struct rxt_team *team)
{
    if (!*text->input) {
        return RXT_OK;
    }
    const enum rxt_err err = kernel_input_open(&text->file, team, text->input);
    text->bytes = text->file.bytes;
    text->n_here = text->n_bytes = text->file.n_bytes;
    return err;
}

enum rxt_err kernel_text_settle(struct kernel_text *text, struct rxt_team *team, size_t first, size_t last,
                                size_t pad)
{
    if (*text->input) {
        return RXT_OK;
    }
    const enum rxt_err err = kernel_pages_open(&text->pages, team, last - first + pad);
    text->bytes = text->pages.at;
    text->base = first;
    text->n_here = last - first;
    return err;
}

void kernel_text_fill(const struct kernel_text *text, size_t first, size_t last, size_t block)
{
    if (*text->input) {
        kernel_input_touch(&text->file, first, last);
    } else {
        text->write((unsigned char *)text->pages.at + (first - text->base), last - first, text->seed, block);
    }
}

void kernel_text_close(struct kernel_text *text)
{
    kernel_pages_close(&text->pages);
    kernel_input_close(&text->file);
}
