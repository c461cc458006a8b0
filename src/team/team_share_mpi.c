/* SPDX-License-Identifier: BSD-3-Clause
 * team_share_mpi.c - memory that the ranks of a node share, and its parts from node to node.
 */
#include "comm_mpi.h"

#include "machine.h"
#include "note.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* A window that one rank cannot make leaves the others in Open MPI's broadcast of it for ever: so it is asked first
 * whether there is room, and where that was wrong nobody waits. */
static enum rxt_err check_room(struct rxt_comm *comm, size_t n_bytes)
{
    const size_t own = 65536 + 4096 * (size_t)comm->where.n_node_ranks; /* what MPI keeps beside it */
    const bool shares = comm->where.n_node_ranks > 1 && comm->where.node_rank == 0;
    const bool is_full = shares && rxt_shm_available() < (double)(n_bytes + own);
    return rxt_comm_worst(comm, is_full)
               ? rxt_fail(RXT_E_MEMORY,
                          "the ranks of a node share %zu bytes, and /dev/shm is full%s: make room there, or "
                          "enlarge it (a container's: --shm-size)",
                          n_bytes, comm->where.n_nodes > 1 ? " on one" : "")
               : RXT_OK;
}

enum rxt_err rxt_mpi_share(struct rxt_comm *comm, size_t n_bytes, struct rxt_shared *out)
{
    /* The first rank of the node owns it all; the others map it. 64 bytes more to align. */
    MPI_Win *window = malloc(sizeof *window);
    void *memory = NULL;
    MPI_Aint size = comm->where.node_rank == 0 ? (MPI_Aint)n_bytes + 64 : 0;
    int unit = 1;
    if (rxt_comm_worst(comm, !window)) {
        free(window);
        return rxt_fail(RXT_E_MEMORY, "no room for a window");
    }
    const enum rxt_err err = check_room(comm, n_bytes);
    if (err != RXT_OK) {
        free(window);
        return err;
    }
    MPI_Comm_set_errhandler(comm->node, MPI_ERRORS_RETURN);
    if (MPI_Win_allocate_shared(size, 1, MPI_INFO_NULL, comm->node, &memory, window) != MPI_SUCCESS) {
        rxt_note(RXT_NOTE_PLAIN, "MPI cannot share %zu bytes between the ranks of a node: is /dev/shm full?",
                 n_bytes);
        MPI_Abort(MPI_COMM_WORLD, rxt_err_status(RXT_E_MEMORY));
    }
    MPI_Comm_set_errhandler(comm->node, MPI_ERRORS_ARE_FATAL);
    MPI_Win_shared_query(*window, 0, &size, &unit, &memory);
    MPI_Win_lock_all(MPI_MODE_NOCHECK, *window);
    const size_t skew = (size_t)memory % 64;
    *out = (struct rxt_shared){
        .memory = (char *)memory + (skew ? 64 - skew : 0), .n_bytes = n_bytes, .window = window};
    rxt_mpi_share_sync(comm, out);
    return RXT_OK;
}

void rxt_mpi_unshare(struct rxt_shared *shared)
{
    if (shared->window) {
        MPI_Win *window = shared->window;
        MPI_Win_unlock_all(*window);
        MPI_Win_free(window);
        free(window);
        *shared = (struct rxt_shared){0};
    }
}

void rxt_mpi_share_sync(struct rxt_comm *comm, struct rxt_shared *shared)
{
    MPI_Win_sync(*(MPI_Win *)shared->window);
    MPI_Barrier(comm->node);
    MPI_Win_sync(*(MPI_Win *)shared->window);
}

/* Parts beyond an MPI count: one after the other, in pieces. */
static void share_in_turn(struct rxt_comm *comm, char *memory, const size_t *bound)
{
    for (int node = 0; node < comm->where.n_nodes; node++) {
        for (size_t at = bound[node]; at < bound[node + 1];) {
            const int n = count_of(bound[node + 1] - at);
            MPI_Bcast(memory + at, n, MPI_BYTE, node, comm->leaders);
            at += (size_t)n;
        }
    }
}

void rxt_mpi_share_nodes(struct rxt_comm *comm, void *memory, const size_t *bound)
{
    const int n_nodes = comm->where.n_nodes;
    if (comm->leaders == MPI_COMM_NULL) {
        return;
    }
    if (bound[n_nodes] > INT_MAX) {
        share_in_turn(comm, memory, bound);
        return;
    }
    for (int node = 0; node < n_nodes; node++) {
        comm->part[node] = count_of(bound[node + 1] - bound[node]);
        comm->part[n_nodes + node] = count_of(bound[node]);
    }
    MPI_Allgatherv(MPI_IN_PLACE, 0, MPI_DATATYPE_NULL, memory, comm->part, comm->part + n_nodes, MPI_BYTE,
                   comm->leaders);
}
