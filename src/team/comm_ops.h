/* SPDX-License-Identifier: BSD-3-Clause
 * comm_ops.h - what a back end of message passing gives: one const object each. comm.h has the contracts.
 */
#ifndef RXT_COMM_OPS_H
#define RXT_COMM_OPS_H

#include "comm.h"

struct rxt_mail_ops; /* see comm_mail.h */

struct rxt_comm_ops {
    enum rxt_err (*start)(void);
    void (*stop)(void);
    bool (*is_first)(void);
    const char *(*library)(void);
    enum rxt_err (*open)(struct rxt_comm **out);
    void (*close)(struct rxt_comm *comm);
    struct rxt_where (*where)(const struct rxt_comm *comm);
    void (*barrier)(struct rxt_comm *comm);
    void (*node_barrier)(struct rxt_comm *comm);
    void (*max)(struct rxt_comm *comm, double *values, int n);
    void (*sum)(struct rxt_comm *comm, double *values, int n);
    int (*worst)(struct rxt_comm *comm, int value);
    void (*bcast)(struct rxt_comm *comm, void *buffer, size_t n_bytes, int root);
    void (*allgather)(struct rxt_comm *comm, const void *mine, size_t n_bytes, void *all);
    void (*neighbours)(struct rxt_comm *comm, const int peer[2], const struct rxt_message send[2],
                       const struct rxt_message recv[2]);
    void (*send)(struct rxt_comm *comm, const void *buffer, size_t n_bytes, int to);
    void (*recv)(struct rxt_comm *comm, void *buffer, size_t n_bytes, int from);
    void (*alltoall_sizes)(struct rxt_comm *comm, const int *n_send, int *n_recv);
    void (*alltoall)(struct rxt_comm *comm, const void *send, const int *n_send, void *recv,
                     const int *n_recv);
    enum rxt_err (*share)(struct rxt_comm *comm, size_t n_bytes, struct rxt_shared *out);
    void (*unshare)(struct rxt_shared *shared);
    void (*share_sync)(struct rxt_comm *comm, struct rxt_shared *shared);
    void (*share_nodes)(struct rxt_comm *comm, void *memory, const size_t *bound);
    void (*ask)(struct rxt_comm *comm, int node, int turn);
    bool (*answered)(struct rxt_comm *comm, uint64_t *first, uint64_t *last);
    int (*asked)(struct rxt_comm *comm, int turn);
    void (*answer)(struct rxt_comm *comm, int node, int turn, uint64_t first, uint64_t last);
    void (*leave)(struct rxt_comm *comm);
    bool (*left)(struct rxt_comm *comm);
    void (*leaders_allgather)(struct rxt_comm *comm, const void *mine, size_t n_bytes, void *all);
    void (*leaders_exchange)(struct rxt_comm *comm, const void *mine, void *all, const size_t *bound);
    const struct rxt_mail_ops *mail; /* NULL: of one rank alone, who writes to nobody */
};

/** The back ends of this program, for one rank and for any number; they are the same where MPI is not linked. Which
 *  program has which is a matter of its link: team_ways_mpi.c or team_ways_none.c. */
extern const struct rxt_comm_ops *const rxt_comm_alone, *const rxt_comm_many;
extern const struct rxt_comm_ops rxt_comm_none, rxt_comm_mpi;

/** Pass messages by a back end from here on, without a start. */
void rxt_comm_use(const struct rxt_comm_ops *back_end);

#endif
