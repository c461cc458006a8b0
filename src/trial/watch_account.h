/* SPDX-License-Identifier: BSD-3-Clause
 * watch_account.h - what a program that the watch starts does in MPI, by a library that is loaded before its own.
 */
#ifndef RXT_WATCH_ACCOUNT_H
#define RXT_WATCH_ACCOUNT_H

#include "mpi_account.h"

#include "rxt/err.h"

#include <jansson.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The account of one rank, its threads and processes summed. */
struct rxt_mpi_told {
    int n_threads, n_processes; /* that called MPI; 0: none did, or it could not be seen */
    int n_worlds;               /* processes that began MPI */
    int world_size, world_rank; /* of the last that did; 0 and -1: none */
    bool is_loaded;             /* a process of it loaded the library: a static or set-uid one does not */
    bool has_ended;             /* each that began MPI ended it */
    uint64_t calls[RXT_MPI_KINDS];
    double time_s[RXT_MPI_KINDS]; /* inside of MPI, summed over its threads */
    double main_s; /* inside of MPI, begin and end of it left out: of the thread that spent most there */
    bool is_short; /* more threads than there are slots: some are not in it */
};

struct rxt_mpi_book; /* opaque: memory that is shared with the program */

/** Open an account for a program that is about to be started.
 *
 *  Errors:  RXT_E_MEMORY, RXT_E_ABSENT (the system has no memory without a name)
 *  Memory:  rxt_mpi_book_close
 */
RXT_CHECKED enum rxt_err rxt_mpi_book_open(struct rxt_mpi_book **out);
/** Return the descriptor that the program must inherit, under the number that RXT_MPI_ACCOUNT_FD tells it. */
int rxt_mpi_book_fd(const struct rxt_mpi_book *book);
/** Sum up what was noted, at any time. */
void rxt_mpi_book_read(const struct rxt_mpi_book *book, struct rxt_mpi_told *out);
void rxt_mpi_book_close(struct rxt_mpi_book *book); /* accepts NULL */

/** Sum up an account that was opened tick_s seconds a tick ago; pure. */
void rxt_mpi_account_sum(const struct rxt_mpi_account *account, double tick_s, struct rxt_mpi_told *out);

/** As { calls, processes, threads, world_size, world_rank, ended, seconds: {...} }, and back; NULL is null: not
 *  measured. */
json_t *rxt_mpi_told_to_json(const struct rxt_mpi_told *told);
RXT_CHECKED enum rxt_err rxt_mpi_told_from_json(const json_t *json, struct rxt_mpi_told *out);

#endif
