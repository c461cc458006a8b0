/* SPDX-License-Identifier: BSD-3-Clause
 * team_sheet.c - write items to letters, and read them again. A head is never cut; the bytes behind it may be.
 */
#include "team_sheet.h"

#include <string.h>

void rxt_sheet_begin(struct rxt_sheet *sheet, unsigned char *room, enum rxt_letter_kind kind)
{
    const struct rxt_letter_head head = {.kind = kind};
    memcpy(room, &head, sizeof head);
    *sheet = (struct rxt_sheet){room, sizeof head};
}

bool rxt_sheet_write(struct rxt_sheet *sheet, struct rxt_writer *writer, struct rxt_future *future,
                     const struct rxt_item *item, const unsigned char *bytes)
{
    if (!writer->future) {
        if (RXT_LETTER_BYTES - sheet->n < sizeof *item) {
            return false;
        }
        memcpy(sheet->bytes + sheet->n, item, sizeof *item);
        sheet->n += sizeof *item;
        *writer = (struct rxt_writer){future, 0};
    }
    const size_t left = item->n_bytes - writer->n_written, room = RXT_LETTER_BYTES - sheet->n;
    const size_t n = left < room ? left : room;
    if (n > 0) {
        memcpy(sheet->bytes + sheet->n, bytes + writer->n_written, n);
    }
    sheet->n += n;
    writer->n_written += n;
    if (n < left) {
        return false;
    }
    writer->future = NULL;
    return true;
}

void rxt_sheet_read(const unsigned char *bytes, size_t n_bytes, int from, struct rxt_reader *reader,
                    rxt_item_fn *begin, rxt_item_fn *end, void *context)
{
    size_t at = sizeof(struct rxt_letter_head);
    while (at < n_bytes) {
        if (!reader->is_open) {
            memcpy(&reader->item, bytes + at, sizeof reader->item);
            at += sizeof reader->item;
            reader->n_read = 0;
            reader->is_open = true;
            begin(context, from, reader);
        }
        const size_t left = reader->item.n_bytes - reader->n_read;
        const size_t n = left < n_bytes - at ? left : n_bytes - at;
        if (reader->into && n > 0) {
            memcpy(reader->into + reader->n_read, bytes + at, n);
        }
        at += n;
        reader->n_read += n;
        if (n == left) {
            reader->is_open = false;
            end(context, from, reader);
        }
    }
}
