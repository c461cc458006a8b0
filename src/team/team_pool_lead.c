/* SPDX-License-Identifier: BSD-3-Clause
 * team_pool_lead.c - rank 0 deals tasks to ranks, and takes back what came of them.
 *
 * Each rank gets what it will do in about a millisecond, by the rate of late, and at least a few for each worker: so it
 * need not wait for rank 0, which may be in a task itself, and little is dealt that another could do sooner. One that
 * finds its tasks slow sends back what it has not begun; those that cost rank 0 less than to send them, it does itself.
 */
#include "team_pool.h"

#include <assert.h>
#include <string.h>

enum { FEW = 3 }; /* of each worker, at least */
static const double horizon_s = 1e-3, crowd_s = 5e-3, window_s = 100e-6;

void rxt_pool_unlist(struct rxt_pool *pool, struct rxt_future *future)
{
    if (!future->is_listed) {
        return;
    }
    *(future->before ? &future->before->next : &pool->first) = future->next;
    *(future->next ? &future->next->before : &pool->last) = future->before;
    future->is_listed = false;
}

static void list(struct rxt_pool *pool, struct rxt_future *future)
{
    future->next = NULL;
    future->before = pool->last;
    *(pool->last ? &pool->last->next : &pool->first) = future;
    pool->last = future;
    future->is_listed = true;
}

void rxt_pool_finish(struct rxt_pool *pool, struct rxt_future *future)
{
    pool->n_flight--;
    future->is_done = true;
    if (!future->is_closed) {
        list(pool, future);
    }
}

/* It was done, or cancelled while it was out. */
static void come_back(struct rxt_pool *pool, struct rxt_future *future)
{
    assert(future->is_out);
    future->is_out = false;
    pool->n_out--;
    if (!future->is_done) {
        rxt_pool_finish(pool, future);
    }
    if (future->is_closed) {
        future->is_closed = false;
        rxt_future_close(future);
    }
}

static size_t held(const struct rxt_pool *pool, int rank)
{
    return rank == 0 ? pool->desk.n_held : pool->stocks[rank].n_held;
}

static size_t target(const struct rxt_pool *pool, int rank)
{
    const double s = pool->team->gang.n_spins > 0 ? horizon_s : crowd_s;
    const size_t few = FEW * (size_t)pool->team->gang.n_threads;
    const double n = pool->stocks[rank].rate_ps * s;
    return n > RXT_STOCK_MOST ? RXT_STOCK_MOST : n > (double)few ? (size_t)n : few;
}

static void count(struct rxt_stock *stock, double now_s)
{
    const double s = now_s - stock->since_s;
    if (stock->n_since > 0 && s >= window_s) {
        const double rate_ps = (double)stock->n_since / s;
        stock->rate_ps = stock->rate_ps > 0.0 ? 0.5 * (stock->rate_ps + rate_ps) : rate_ps;
        stock->since_s = now_s;
        stock->n_since = 0;
    }
}

/* The next task of the queue that was not cancelled meanwhile. */
static struct rxt_future *pop(struct rxt_pool *pool)
{
    struct rxt_future *future;
    while ((future = rxt_line_pop(&pool->queue)) &&
           atomic_load_explicit(&future->stage, memory_order_relaxed) == RXT_STAGE_CANCELLED) {
        come_back(pool, future);
    }
    return future;
}

static void give_desk(struct rxt_pool *pool, size_t n)
{
    struct rxt_future *future;
    rxt_desk_open(&pool->desk);
    for (size_t i = 0; i < n && (future = pop(pool)); i++) {
        rxt_desk_put(&pool->desk, future);
    }
}

/* Fill one letter: what was half written, then up to n more. Return how many are left of n. */
static size_t fill(struct rxt_pool *pool, struct rxt_stock *stock, struct rxt_sheet *sheet, size_t n)
{
    for (;;) {
        const bool is_new = !stock->writer.future;
        struct rxt_future *future = !is_new ? stock->writer.future : n > 0 ? pop(pool) : NULL;
        if (!future) {
            return 0;
        }
        const struct rxt_item item = {future->slot, (int32_t)future->task, future->argument.n};
        const bool is_whole = rxt_sheet_write(sheet, &stock->writer, future, &item, future->argument.at);
        if (is_new && (is_whole || stock->writer.future)) {
            atomic_store_explicit(&future->stage, RXT_STAGE_TAKEN, memory_order_relaxed);
            stock->n_held++;
            n--;
        } else if (is_new) {
            rxt_line_push_front(&pool->queue, future);
        }
        if (!is_whole) {
            return n;
        }
    }
}

static void give_rank(struct rxt_pool *pool, int rank, size_t n)
{
    struct rxt_stock *stock = &pool->stocks[rank];
    unsigned char *room;
    while ((n > 0 || stock->writer.future) && (room = pool->mail->room(pool->team->comm, rank))) {
        struct rxt_sheet sheet;
        rxt_sheet_begin(&sheet, room, RXT_LETTER_ITEMS);
        n = fill(pool, stock, &sheet, pool->queue.n > 0 ? n : 0);
        pool->mail->send(pool->team->comm, rank, sheet.n);
    }
}

static void deal_to(struct rxt_pool *pool, int rank, bool takes)
{
    struct rxt_stock *stock = &pool->stocks[rank];
    const size_t has = held(pool, rank), wants = target(pool, rank);
    const size_t part = 1 + pool->queue.n / (2 * (size_t)pool->team->where.n_ranks);
    size_t n = takes && has * 2 <= wants && pool->queue.n > 0 ? wants - has : 0;
    n = n < part ? n : part;
    if (n > 0 && has == 0) {
        stock->since_s = rxt_now_s();
        stock->n_since = 0;
    }
    if (rank > 0) {
        give_rank(pool, rank, n);
    } else if (n > 0) {
        give_desk(pool, n);
    }
}

/* Others first: the own workers include this thread, which deals. Between pumps only to who would wait else, so that a
 * letter carries many tasks where they are many. */
static void deal(struct rxt_pool *pool, bool is_urgent)
{
    const size_t few = FEW * (size_t)pool->team->gang.n_threads;
    const bool is_cheap = rxt_desk_is_cheap(&pool->desk);
    pool->is_hungry = false;
    for (int rank = pool->team->where.n_ranks - 1; rank >= 0; rank--) {
        const bool takes = rank == 0 || !is_cheap;
        if ((takes && pool->queue.n > 0 && (!is_urgent || held(pool, rank) < few)) ||
            pool->stocks[rank].writer.future) {
            deal_to(pool, rank, takes);
        }
        pool->is_hungry |= takes && held(pool, rank) < few;
    }
}

static void begin(void *context, int from, struct rxt_reader *reader)
{
    struct rxt_pool *pool = context;
    const struct rxt_item *item = &reader->item;
    struct rxt_future *future = rxt_store_at(&pool->store, item->slot);
    (void)from;
    assert(future && future->is_out);
    assert(atomic_load_explicit(&future->stage, memory_order_relaxed) == RXT_STAGE_TAKEN);
    reader->future = future;
    reader->into = NULL;
    if (item->word != RXT_WORD_BACK) {
        future->err = (enum rxt_err)item->word;
        if (rxt_bytes_room(&future->result, item->n_bytes)) {
            future->result.n = item->n_bytes;
            reader->into = future->result.at;
            future->reason = future->err ? (const char *)future->result.at : NULL;
        } else {
            rxt_future_fail(future,
                            rxt_fail(RXT_E_MEMORY, "no room for the %llu bytes that task %llu sent",
                                     (unsigned long long)item->n_bytes, (unsigned long long)future->number));
        }
    }
}

static void end(void *context, int from, struct rxt_reader *reader)
{
    struct rxt_pool *pool = context;
    struct rxt_stock *stock = &pool->stocks[from];
    stock->n_held--;
    if (reader->item.word == RXT_WORD_BACK) {
        atomic_store_explicit(&reader->future->stage, RXT_STAGE_WAITS, memory_order_relaxed);
        rxt_line_push_front(&pool->queue, reader->future);
        stock->rate_ps = 0.0;
    } else {
        stock->n_since++;
        come_back(pool, reader->future);
    }
}

/* Tasks have become slow: what lies before the own workers others may do. */
static void take_from_desk(struct rxt_pool *pool)
{
    struct rxt_future *future;
    while (rxt_desk_left(&pool->desk) > 2 * (size_t)pool->team->gang.n_threads &&
           (future = rxt_desk_take_back(&pool->desk))) {
        rxt_line_push_front(&pool->queue, future);
        pool->stocks[0].rate_ps = 0.0;
    }
}

void rxt_pool_pump(struct rxt_pool *pool)
{
    struct rxt_future *future;
    struct rxt_letter letter;
    size_t n = 0, n_letters = 0;
    pool->n_calls = 0;
    for (; (future = rxt_desk_collect(&pool->desk)); n++) {
        come_back(pool, future);
    }
    pool->stocks[0].n_since += n;
    if (!pool->mail) {
        return;
    }
    for (; pool->mail->take(pool->team->comm, &letter); n_letters++) {
        rxt_sheet_read(letter.bytes, letter.n_bytes, letter.from, &pool->stocks[letter.from].reader, begin,
                       end, pool);
    }
    if (n + n_letters > 0) {
        const double now_s = rxt_now_s();
        for (int rank = 0; rank < pool->team->where.n_ranks; rank++) {
            count(&pool->stocks[rank], now_s);
        }
    }
    if (rxt_desk_is_slow(&pool->desk)) {
        take_from_desk(pool);
    }
    deal(pool, false);
}

void rxt_pool_enqueue(struct rxt_pool *pool, struct rxt_future *future)
{
    enum { CALLS = 64 }; /* of submit without a look at what has come */
    future->is_out = true;
    pool->n_out++;
    if (!pool->mail) {
        rxt_desk_open(&pool->desk);
        rxt_desk_put(&pool->desk, future);
        return;
    }
    rxt_line_push(&pool->queue, future);
    if (++pool->n_calls >= CALLS) {
        rxt_pool_pump(pool);
    } else if (pool->is_hungry) {
        deal(pool, true);
    }
}

void rxt_pool_work(struct rxt_pool *pool, int *n_polls)
{
    enum { NAPS = 2000 }; /* some 0.2 s */
    pool->is_busy = true;
    const bool worked = rxt_desk_work(&pool->desk, 0);
    pool->is_busy = false;
    if (worked) {
        *n_polls = 0;
        return;
    }
    const int n_before = *n_polls;
    rxt_gang_rest(n_polls, pool->team->gang.n_spins);
    if (pool->mail && *n_polls == n_before && ++pool->n_naps >= NAPS) {
        pool->n_naps = 0;
        rxt_pool_look(pool);
    }
}

void rxt_pool_drain(struct rxt_pool *pool)
{
    int n_polls = 0;
    for (;;) {
        rxt_pool_pump(pool);
        if (pool->n_out == 0) {
            return;
        }
        rxt_pool_work(pool, &n_polls);
    }
}
