/* SPDX-License-Identifier: BSD-3-Clause
 * team_pool_serve.c - a rank other than 0: do the tasks that come, and answer.
 *
 * An answer goes when a part of what the rank holds is done, so that rank 0 deals to it in time; when nothing is left; and
 * where tasks are long, soon.
 */
#include "team_pool.h"

#include "clock.h"

#include <assert.h>
#include <string.h>

enum { PARTS = 4 };
static const double soon_s = 250e-6;

static void begin(void *context, int from, struct rxt_reader *reader)
{
    struct rxt_pool *pool = context;
    const struct rxt_item *item = &reader->item;
    struct rxt_future *future = rxt_store_get(&pool->store, pool); /* there is one: see rxt_pool_serve */
    (void)from;
    assert(future && (size_t)item->word < pool->n_tasks);
    future->task = (uint32_t)item->word;
    future->asker = item->slot;
    reader->future = future;
    reader->into = NULL;
    if (rxt_bytes_room(&future->argument, item->n_bytes)) {
        future->argument.n = item->n_bytes;
        reader->into = future->argument.at;
    } else {
        rxt_future_fail(future, rxt_fail(RXT_E_MEMORY, "rank %d has no room for an argument of %llu bytes",
                                         pool->team->where.rank, (unsigned long long)item->n_bytes));
    }
}

static void end(void *context, int from, struct rxt_reader *reader)
{
    struct rxt_pool *pool = context;
    (void)from;
    if (reader->future->err == RXT_OK) {
        rxt_desk_put(&pool->desk, reader->future);
    } else {
        rxt_line_push(&pool->answers, reader->future);
    }
}

/* Fill one letter with answers. */
static void fill(struct rxt_pool *pool, struct rxt_sheet *sheet)
{
    struct rxt_writer *writer = &pool->stocks[0].writer;
    for (;;) {
        struct rxt_future *future = writer->future ? writer->future : pool->answers.first;
        if (!future) {
            return;
        }
        const bool is_new = !writer->future;
        const struct rxt_item item = {future->asker, future->is_back ? RXT_WORD_BACK : (int32_t)future->err,
                                      future->is_back ? 0 : future->result.n};
        const bool is_whole = rxt_sheet_write(sheet, writer, future, &item, future->result.at);
        if (is_new && (is_whole || writer->future)) {
            (void)rxt_line_pop(&pool->answers);
        }
        if (!is_whole) {
            return;
        }
        rxt_store_put(&pool->store, future);
    }
}

static bool is_due(struct rxt_pool *pool)
{
    const size_t n = pool->answers.n;
    if (n == 0) {
        return pool->stocks[0].writer.future != NULL;
    }
    return n * PARTS >= n + pool->desk.n_held || rxt_now_s() - pool->answered_s > soon_s;
}

static void answer(struct rxt_pool *pool)
{
    struct rxt_future *future;
    unsigned char *room = NULL;
    while ((future = rxt_desk_collect(&pool->desk))) {
        rxt_line_push(&pool->answers, future);
    }
    while (is_due(pool) && (room = pool->mail->room(pool->team->comm, 0))) {
        struct rxt_sheet sheet;
        rxt_sheet_begin(&sheet, room, RXT_LETTER_ITEMS);
        fill(pool, &sheet);
        pool->mail->send(pool->team->comm, 0, sheet.n);
        pool->answered_s = rxt_now_s();
    }
}

/* Tasks have become slow: what nobody here has begun goes back, for whoever is idle. */
static void send_back(struct rxt_pool *pool)
{
    struct rxt_future *future;
    while (rxt_desk_left(&pool->desk) > 2 * (size_t)pool->team->gang.n_threads &&
           (future = rxt_desk_take_back(&pool->desk))) {
        future->is_back = true;
        rxt_line_push(&pool->answers, future);
    }
}

/* Return false when the pool is closed. */
static bool read_letters(struct rxt_pool *pool)
{
    struct rxt_letter letter;
    struct rxt_letter_head head;
    while (pool->mail->take(pool->team->comm, &letter)) {
        memcpy(&head, letter.bytes, sizeof head);
        if (head.kind == RXT_LETTER_HOME) {
            return false;
        }
        rxt_desk_open(&pool->desk);
        if (head.kind == RXT_LETTER_ITEMS) {
            rxt_sheet_read(letter.bytes, letter.n_bytes, 0, &pool->stocks[0].reader, begin, end, pool);
        } else {
            rxt_desk_close(&pool->desk); /* rank 0 has waited for all tasks */
            rxt_pool_join_map(pool, letter.bytes + sizeof head);
        }
    }
    return true;
}

void rxt_pool_serve(struct rxt_pool *pool)
{
    int n_polls = 0;
    while (read_letters(pool)) {
        answer(pool);
        if (rxt_desk_is_slow(&pool->desk)) {
            send_back(pool);
        }
        rxt_pool_work(pool, &n_polls);
    }
    rxt_desk_close(&pool->desk);
}

void rxt_pool_tell_all(struct rxt_pool *pool, enum rxt_letter_kind kind, const void *bytes, size_t n_bytes)
{
    for (int rank = 1; rank < pool->team->where.n_ranks; rank++) {
        struct rxt_sheet sheet;
        unsigned char *room;
        int n_polls = 0;
        while (!(room = pool->mail->room(pool->team->comm, rank))) {
            rxt_gang_wait(&n_polls, pool->team->gang.n_spins);
        }
        rxt_sheet_begin(&sheet, room, kind);
        if (n_bytes > 0) {
            memcpy(sheet.bytes + sheet.n, bytes, n_bytes);
        }
        pool->mail->send(pool->team->comm, rank, sheet.n + n_bytes);
    }
}
