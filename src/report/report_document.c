/* SPDX-License-Identifier: BSD-3-Clause
 * report_document.c - a list of blocks that grows, and the walk over it.
 */
#include "report_document.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static char *keep(struct rxt_document *document, const char *raw)
{
    struct rxt_text text = {0};
    rxt_text_add_bytes(&text, "", 0); /* not NULL */
    rxt_text_add_line(&text, raw, strlen(raw));
    document->failed |= text.failed;
    return text.bytes;
}

/* Room for one more than n, in an array that is full when n is a power of two; NULL, and failed: there is none. */
static void *grow(struct rxt_document *document, void *array, size_t n, size_t size)
{
    void *larger = document->failed ? NULL : n & (n - 1) ? array : realloc(array, (n > 0 ? 2 * n : 1) * size);
    document->failed |= !larger;
    return larger;
}

static void add_block(struct rxt_document *document, enum rxt_block_kind kind, size_t n_columns)
{
    struct rxt_block *blocks = grow(document, document->blocks, document->n, sizeof *blocks);
    if (blocks) {
        document->blocks = blocks;
        blocks[document->n++] = (struct rxt_block){kind, n_columns, 0, NULL};
    }
}

struct rxt_phrase *rxt_document_cell(struct rxt_document *document, const char *text, const char *below)
{
    struct rxt_block *block = document->failed ? NULL : &document->blocks[document->n - 1];
    struct rxt_phrase *entries = block ? grow(document, block->entries, block->n, sizeof *entries) : NULL;
    if (!entries) {
        return &document->spare;
    }
    block->entries = entries;
    entries[block->n] =
        (struct rxt_phrase){.text = keep(document, text),
                            .below = below ? keep(document, below) : NULL,
                            .is_title = block->kind == RXT_BLOCK_TABLE && block->n < block->n_columns};
    return &entries[block->n++];
}

void rxt_document_add_text(struct rxt_document *document, enum rxt_block_kind kind, const char *label,
                           struct rxt_text *text)
{
    assert(kind < RXT_BLOCK_TABLE);
    document->failed |= text->failed;
    add_block(document, kind, 2);
    rxt_document_row(document, label ? label : "", rxt_text_of(text), NULL);
    rxt_text_free(text);
}

void rxt_document_add(struct rxt_document *document, enum rxt_block_kind kind, const char *label,
                      const char *format, ...)
{
    struct rxt_text text = {0};
    va_list args;
    va_start(args, format);
    rxt_text_add_args(&text, format, args);
    va_end(args);
    rxt_document_add_text(document, kind, label, &text);
}

void rxt_document_draw(struct rxt_document *document, const char *title, const char *about,
                       struct rxt_text *markup)
{
    document->failed |= markup->failed;
    add_block(document, RXT_BLOCK_DRAWING, 2);
    rxt_document_cell(document, title, NULL);
    rxt_document_cell(document, about, rxt_text_of(markup));
    rxt_text_free(markup);
}

void rxt_document_row(struct rxt_document *document, ...)
{
    va_list args;
    va_start(args, document);
    for (const char *text; (text = va_arg(args, const char *));) {
        rxt_document_cell(document, text, NULL);
    }
    va_end(args);
}

void rxt_document_table(struct rxt_document *document, size_t n)
{
    add_block(document, RXT_BLOCK_TABLE, n);
}

void rxt_document_titles(struct rxt_document *document, ...)
{
    va_list args;
    rxt_document_table(document, 0);
    va_start(args, document);
    for (const char *text; (text = va_arg(args, const char *)) && !document->failed;) {
        document->blocks[document->n - 1].n_columns++;
        rxt_document_cell(document, text + (*text == '>'), NULL)->is_number = *text == '>';
    }
    va_end(args);
}

void rxt_document_width(struct rxt_document *document, size_t column, size_t least, size_t most)
{
    if (!document->failed) {
        document->blocks[document->n - 1].entries[column].least = least;
        document->blocks[document->n - 1].entries[column].most = most;
    }
}

void rxt_document_close(struct rxt_document *document)
{
    for (size_t b = 0; b < document->n; b++) {
        for (size_t i = 0; i < document->blocks[b].n; i++) {
            free((void *)(uintptr_t)document->blocks[b].entries[i].text);
            free((void *)(uintptr_t)document->blocks[b].entries[i].below);
        }
        free(document->blocks[b].entries);
    }
    free(document->blocks);
    *document = (struct rxt_document){0};
}

void rxt_document_render(struct rxt_text *out, const struct rxt_document *document,
                         const struct rxt_renderer *renderer, const struct rxt_screen *screen)
{
    const struct rxt_sheet sheet = {out, screen ? *screen : (struct rxt_screen){false, 0}};
    out->failed |= document->failed;
    const struct rxt_block *before = NULL;
    if (renderer->begin && !document->failed) {
        renderer->begin(&sheet, document);
    }
    for (size_t b = 0; b < document->n && !document->failed; b++) {
        const struct rxt_block *block = &document->blocks[b];
        assert(block->n % block->n_columns == 0);
        if (renderer->add[block->kind]) {
            rxt_text_add(out, "%s", before && renderer->is_apart(before->kind, block->kind) ? "\n" : "");
            renderer->add[block->kind](&sheet, block);
            before = block;
        }
    }
    if (renderer->end && !document->failed) {
        renderer->end(&sheet);
    }
}
