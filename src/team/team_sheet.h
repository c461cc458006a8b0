/* SPDX-License-Identifier: BSD-3-Clause
 * team_sheet.h - tasks and their results as letters: a stream of items, each a head and its bytes, cut at the letters' ends.
 */
#ifndef RXT_TEAM_SHEET_H
#define RXT_TEAM_SHEET_H

#include "team_future.h"

enum { RXT_LETTER_BYTES = 16384 };

enum rxt_letter_kind {
    RXT_LETTER_ITEMS,
    RXT_LETTER_MAP, /* all ranks are to join a map: see team_pool_map.c */
    RXT_LETTER_HOME /* the pool is closed */
};

/* What a letter begins with. */
struct rxt_letter_head {
    uint32_t kind, unused;
};

enum { RXT_WORD_BACK = -1 };

/* One task, or what came of it. */
struct rxt_item {
    uint32_t slot; /* on rank 0 */
    int32_t word;  /* the task's number in the table; or its error, RXT_WORD_BACK if it comes back undone */
    uint64_t n_bytes; /* of its argument; or of its result, or its reason */
};

/* A letter that is being written. */
struct rxt_sheet {
    unsigned char *bytes; /* RXT_LETTER_BYTES; NULL: none is begun */
    size_t n;
};
void rxt_sheet_begin(struct rxt_sheet *sheet, unsigned char *room, enum rxt_letter_kind kind);

/* What of an item has been written, over letters. Begin with {0}. */
struct rxt_writer {
    struct rxt_future *future; /* NULL: nothing is half written */
    size_t n_written;          /* of its bytes */
};

/** Write what there is room for of one item, the writer's if it has one; true: it is written to its end. */
bool rxt_sheet_write(struct rxt_sheet *sheet, struct rxt_writer *writer, struct rxt_future *future,
                     const struct rxt_item *item, const unsigned char *bytes);

/* What of an item has been read, over letters, of one sender. Begin with {0}. */
struct rxt_reader {
    struct rxt_item item;
    bool is_open;
    size_t n_read;
    struct rxt_future *future; /* whoever reads sets it  */
    unsigned char *into;       /* where its bytes go; NULL: they are dropped */
};

/** Begin an item: set future and into; and end it. */
typedef void rxt_item_fn(void *context, int from, struct rxt_reader *reader);

/** Read a letter of items. */
void rxt_sheet_read(const unsigned char *bytes, size_t n_bytes, int from, struct rxt_reader *reader,
                    rxt_item_fn *begin, rxt_item_fn *end, void *context);

#endif
