/* SPDX-License-Identifier: BSD-3-Clause
 * report_document.h - what a report says, before it is known where: blocks in their order, which a renderer shows.
 */
#ifndef RXT_REPORT_DOCUMENT_H
#define RXT_REPORT_DOCUMENT_H

#include "decide.h"
#include "text.h"

#include <stdbool.h>
#include <stddef.h>

enum rxt_block_kind {
    RXT_BLOCK_TITLE, /* headings of three levels */
    RXT_BLOCK_SECTION,
    RXT_BLOCK_PART,
    RXT_BLOCK_SENTENCE,
    RXT_BLOCK_ITEM,    /* a label, and what is said of it */
    RXT_BLOCK_CODE,    /* a label, and a line for a shell, to be pasted */
    RXT_BLOCK_PICTURE, /* the label is its file, the text what it shows */
    RXT_BLOCK_CARD, /* what follows up to its end belongs together, under this text; a label: of that nobody is sure */
    RXT_BLOCK_CARD_END,
    RXT_BLOCK_FOLD, /* the same, and may be shut */
    RXT_BLOCK_FOLD_END,
    RXT_BLOCK_DRAWING, /* the label is its title, the text what it shows, below it its markup: see report_svg.h */
    RXT_BLOCK_TABLE,
    RXT_BLOCKS
};

/* What a terminal can show. */
struct rxt_screen {
    bool colour;
    size_t columns; /* of its lines; 0: 100. Fewer than 40 are 40, more than 100 are 100 */
};

struct rxt_phrase {
    const char *text, *below; /* below: smaller, or NULL; where there is room, a title has it above */
    bool is_title, is_code, is_marked;
    enum rxt_verdict verdict; /* if is_marked: its mark and its colour */
    bool is_number;           /* of a title: its column is set to the right */
    double ratio;             /* if is_marked: to the best; 0: not told */
    size_t least, most;       /* of a title: columns on a terminal; 0: as its column's text has it */
};

/* A table's entries are a row of titles, and its rows; those of other blocks are the label, "" if there is none, and the
 * text. */
struct rxt_block {
    enum rxt_block_kind kind;
    size_t n_columns, n;
    struct rxt_phrase *entries;
};

/* Begin with {0}, give back with rxt_document_close. Every text is kept as a copy, clean and on one line, whatever it held.
 * When memory runs out `failed` is set, and later additions do nothing. */
struct rxt_document {
    struct rxt_block *blocks;
    size_t n;
    bool failed;
    struct rxt_phrase spare; /* what is filled in then */
};

/** Add a block that is no table; label may be NULL. */
void rxt_document_add(struct rxt_document *document, enum rxt_block_kind kind, const char *label,
                      const char *format, ...) RXT_PRINTF(4, 5);
/** The same of a text that grew; it is given back. */
void rxt_document_add_text(struct rxt_document *document, enum rxt_block_kind kind, const char *label,
                           struct rxt_text *text);
/** Add a drawing; the markup is given back. */
void rxt_document_draw(struct rxt_document *document, const char *title, const char *about,
                       struct rxt_text *markup);
/** Add a table of n >= 1 columns, whose entries follow row by row, those of its titles first; or of as many as there are titles
 *  up to a NULL: '>' before one makes its column one of numbers. */
void rxt_document_table(struct rxt_document *document, size_t n);
void rxt_document_titles(struct rxt_document *document, ...);
/** Say how wide a column of the last table is on a terminal; 0: as its text has it. */
void rxt_document_width(struct rxt_document *document, size_t column, size_t least, size_t most);
/** Add entries up to a NULL; or one, below which something may stand, to be set further. */
void rxt_document_row(struct rxt_document *document, ...);
struct rxt_phrase *rxt_document_cell(struct rxt_document *document, const char *text, const char *below);
void rxt_document_close(struct rxt_document *document);

/* Where a renderer writes, and for whom. */
struct rxt_sheet {
    struct rxt_text *out;
    struct rxt_screen screen;
};

/* How each kind of block is shown (NULL: not at all), between which two a line stays empty, and what stands around all. */
struct rxt_renderer {
    void (*add[RXT_BLOCKS])(const struct rxt_sheet *sheet, const struct rxt_block *block);
    bool (*is_apart)(enum rxt_block_kind before, enum rxt_block_kind kind);
    void (*begin)(const struct rxt_sheet *sheet, const struct rxt_document *document); /* NULL: nothing */
    void (*end)(const struct rxt_sheet *sheet);                                        /* NULL: nothing */
};

extern const struct rxt_renderer rxt_renderer_terminal, rxt_renderer_markdown, rxt_renderer_html;

/** Append a document; screen: of a terminal, NULL: of 100 columns, without colour. */
void rxt_document_render(struct rxt_text *out, const struct rxt_document *document,
                         const struct rxt_renderer *renderer, const struct rxt_screen *screen);

#endif
