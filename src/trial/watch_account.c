/* SPDX-License-Identifier: BSD-3-Clause
 * watch_account.c - the account of a program's time in MPI: its memory, and its sum.
 */
#include "watch_account.h"

#include "fields.h"
#include "json.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

struct rxt_mpi_book {
    int fd, is_stamp;
    struct rxt_mpi_account *account;
};

enum rxt_err rxt_mpi_book_open(struct rxt_mpi_book **out)
{
    struct rxt_mpi_book *book = calloc(1, sizeof *book);
    *out = NULL;
    if (!book) {
        return rxt_fail(RXT_E_MEMORY, "no room for an account of MPI");
    }
    void *there = MAP_FAILED;
    book->fd = (int)syscall(SYS_memfd_create, "rxt-mpi", 0u);
    if (book->fd >= 0 && ftruncate(book->fd, sizeof *book->account) == 0) {
        there = mmap(NULL, sizeof *book->account, PROT_READ | PROT_WRITE, MAP_SHARED, book->fd, 0);
    }
    if (there == MAP_FAILED) {
        const enum rxt_err err =
            rxt_fail(RXT_E_ABSENT, "no memory to share with the program: %s", strerror(errno));
        rxt_mpi_book_close(book);
        return err;
    }
    book->account = there;
    book->is_stamp = rxt_tick_is_stamp();
    book->account->clock_ns = rxt_tick_clock_ns();
    book->account->tick = rxt_tick(book->is_stamp);
    book->account->magic = RXT_MPI_ACCOUNT_MAGIC;
    *out = book;
    return RXT_OK;
}

int rxt_mpi_book_fd(const struct rxt_mpi_book *book)
{
    return book->fd;
}

void rxt_mpi_book_read(const struct rxt_mpi_book *book, struct rxt_mpi_told *out)
{
    const double span_s = 1e-9 * (double)(rxt_tick_clock_ns() - book->account->clock_ns);
    const uint64_t ticks = rxt_tick(book->is_stamp) - book->account->tick;
    rxt_mpi_account_sum(book->account, span_s / (double)ticks, out);
}

void rxt_mpi_book_close(struct rxt_mpi_book *book)
{
    if (book && book->account) {
        munmap(book->account, sizeof *book->account);
    }
    if (book && book->fd >= 0) {
        close(book->fd);
    }
    free(book);
}

static void add_slot(const struct rxt_mpi_slot *slot, double tick_s, struct rxt_mpi_told *out)
{
    double within_s = 0.0;
    for (int k = 0; k < RXT_MPI_KINDS; k++) {
        out->calls[k] += slot->calls[k];
        out->time_s[k] += (double)slot->ticks[k] * tick_s;
        within_s += k == RXT_MPI_START ? 0.0 : (double)slot->ticks[k] * tick_s;
    }
    out->main_s = within_s > out->main_s ? within_s : out->main_s;
    out->n_threads++;
    if (slot->begin > 0) {
        out->n_worlds++;
        out->world_size = slot->world_size;
        out->world_rank = slot->world_rank;
    }
}

/* Whoever ends MPI may be another thread than whoever began it. */
static bool has_ended(const struct rxt_mpi_account *account, size_t n, int64_t pid)
{
    bool ended = false;
    for (size_t i = 0; i < n; i++) {
        ended |= account->slot[i].pid == pid && account->slot[i].end > 0;
    }
    return ended;
}

static bool is_first_of(const struct rxt_mpi_account *account, size_t i)
{
    size_t first = 0;
    while (account->slot[first].pid != account->slot[i].pid) {
        first++;
    }
    return first == i;
}

void rxt_mpi_account_sum(const struct rxt_mpi_account *account, double tick_s, struct rxt_mpi_told *out)
{
    const size_t n =
        account->n_slots < RXT_MPI_ACCOUNT_SLOTS ? account->n_slots : (size_t)RXT_MPI_ACCOUNT_SLOTS;
    *out = (struct rxt_mpi_told){.world_rank = -1,
                                 .is_loaded = account->n_loaded > 0,
                                 .has_ended = true,
                                 .is_short = account->n_slots > RXT_MPI_ACCOUNT_SLOTS};
    for (size_t i = 0; i < n; i++) {
        const struct rxt_mpi_slot *slot = &account->slot[i];
        add_slot(slot, tick_s, out);
        out->n_processes += is_first_of(account, i);
        out->has_ended &= slot->begin == 0 || has_ended(account, n, slot->pid);
    }
}

static const char *const kinds[RXT_MPI_KINDS] = {"start",     "point", "collective",
                                                 "one_sided", "file",  "communicators"};

json_t *rxt_mpi_told_to_json(const struct rxt_mpi_told *told)
{
    json_t *calls = json_object(), *time_s = json_object();
    if (!told) {
        json_decref(calls);
        json_decref(time_s);
        return json_null();
    }
    for (int k = 0; k < RXT_MPI_KINDS; k++) {
        json_object_set_new(calls, kinds[k], rxt_json_count((double)told->calls[k]));
        json_object_set_new(time_s, kinds[k], rxt_json_real(told->time_s[k]));
    }
    return json_pack("{s:b, s:i, s:i, s:i, s:i, s:o, s:b, s:b, s:o, s:o, s:o}", "loaded", told->is_loaded,
                     "threads", told->n_threads, "processes", told->n_processes, "worlds", told->n_worlds,
                     "world_size", told->world_size, "world_rank", rxt_json_index(told->world_rank), "ended",
                     told->has_ended, "short", told->is_short, "main_s", rxt_json_real(told->main_s), "calls",
                     calls, "time_s", time_s);
}

enum rxt_err rxt_mpi_told_from_json(const json_t *json, struct rxt_mpi_told *out)
{
    struct rxt_fields in = {.what = "an account of MPI"};
    const json_t *calls = json_object_get(json, "calls"), *time_s = json_object_get(json, "time_s");
    *out = (struct rxt_mpi_told){
        .n_threads = rxt_fields_int(&in, json, "threads", 0, INT_MAX),
        .n_processes = rxt_fields_int(&in, json, "processes", 0, INT_MAX),
        .n_worlds = rxt_fields_int(&in, json, "worlds", 0, INT_MAX),
        .world_size = rxt_fields_int(&in, json, "world_size", 0, INT_MAX),
        .world_rank = rxt_fields_int(&in, json, "world_rank", 0, INT_MAX),
        .is_loaded = json_is_true(json_object_get(json, "loaded")),
        .has_ended = json_is_true(json_object_get(json, "ended")),
        .is_short = json_is_true(json_object_get(json, "short")),
        .main_s = rxt_fields_real(&in, json, "main_s", 0.0, INFINITY),
    };
    for (int k = 0; k < RXT_MPI_KINDS; k++) {
        const double n = rxt_fields_real(&in, calls, kinds[k], 0.0, 1e18);
        out->calls[k] = n >= 0.0 ? (uint64_t)n : 0;
        out->time_s[k] = rxt_fields_real(&in, time_s, kinds[k], 0.0, INFINITY);
    }
    return in.err;
}
