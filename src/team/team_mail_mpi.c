/* SPDX-License-Identifier: BSD-3-Clause
 * team_mail_mpi.c - letters by MPI: a ring of posted receives from any rank, two buffers to each.
 *
 * The oldest posted receive gets what a sender sent first, so that asking for it alone keeps the order, and costs one call.
 */
#include "comm_mpi.h"

#include <stdlib.h>

enum { TAG = 2, N_OUT = 2, MOST_IN = 64 };

struct rxt_mail {
    size_t n_bytes; /* of a letter */
    int n_in, n_out;
    int oldest;    /* posted receive */
    bool is_taken; /* the oldest, and it waits to be posted anew */
    unsigned char *in, *out;
    MPI_Request *received, *sent; /* n_in; n_out, two for each rank that is written to */
    int *turn;                    /* of those two, the next */
};

/* Rank 0 writes to all, all others to rank 0. */
static int peer_of(const struct rxt_comm *comm, int to)
{
    return comm->where.rank == 0 ? to - 1 : 0;
}

static void post(struct rxt_comm *comm, int i)
{
    struct rxt_mail *mail = comm->mail;
    MPI_Irecv(mail->in + (size_t)i * mail->n_bytes, count_of(mail->n_bytes), MPI_BYTE, MPI_ANY_SOURCE, TAG,
              comm->team, &mail->received[i]);
}

static struct rxt_mail *make(const struct rxt_comm *comm, size_t n_bytes)
{
    const int n_peers = comm->where.rank == 0 ? comm->where.n_ranks - 1 : 1;
    struct rxt_mail *mail = calloc(1, sizeof *mail);
    if (!mail) {
        return NULL;
    }
    mail->n_bytes = n_bytes;
    mail->n_in = 2 * n_peers < 4 ? 4 : 2 * n_peers < MOST_IN ? 2 * n_peers : MOST_IN;
    mail->n_out = N_OUT * n_peers;
    mail->in = aligned_alloc(64, (size_t)mail->n_in * n_bytes);
    mail->out = aligned_alloc(64, (size_t)mail->n_out * n_bytes);
    mail->received = malloc((size_t)mail->n_in * sizeof *mail->received);
    mail->sent = malloc((size_t)mail->n_out * sizeof *mail->sent);
    mail->turn = calloc((size_t)n_peers, sizeof *mail->turn);
    return mail;
}

static void release(struct rxt_comm *comm)
{
    struct rxt_mail *mail = comm->mail;
    if (mail) {
        free(mail->in);
        free(mail->out);
        free(mail->received);
        free(mail->sent);
        free(mail->turn);
        free(mail);
        comm->mail = NULL;
    }
}

static enum rxt_err mail_open(struct rxt_comm *comm, size_t n_letter_bytes)
{
    comm->mail = make(comm, n_letter_bytes);
    struct rxt_mail *mail = comm->mail;
    const bool full = !mail || !mail->in || !mail->out || !mail->received || !mail->sent || !mail->turn;
    if (rxt_comm_worst(comm, full)) {
        release(comm);
        return rxt_fail(RXT_E_MEMORY, "no room for letters of %zu bytes between ranks", n_letter_bytes);
    }
    for (int i = 0; i < mail->n_in; i++) {
        post(comm, i);
    }
    for (int i = 0; i < mail->n_out; i++) {
        mail->sent[i] = MPI_REQUEST_NULL;
    }
    return RXT_OK;
}

static void mail_close(struct rxt_comm *comm)
{
    struct rxt_mail *mail = comm->mail;
    for (int i = 0; mail && i < mail->n_out; i++) {
        MPI_Wait(&mail->sent[i], MPI_STATUS_IGNORE);
    }
    for (int i = 0; mail && i < mail->n_in; i++) {
        if (!mail->is_taken || i != mail->oldest) {
            MPI_Cancel(&mail->received[i]);
            MPI_Wait(&mail->received[i], MPI_STATUS_IGNORE);
        }
    }
    release(comm);
}

static bool mail_take(struct rxt_comm *comm, struct rxt_letter *out)
{
    struct rxt_mail *mail = comm->mail;
    MPI_Status status;
    int has_come = 0, n = 0;
    if (mail->is_taken) {
        mail->is_taken = false;
        post(comm, mail->oldest);
        mail->oldest = (mail->oldest + 1) % mail->n_in;
    }
    MPI_Test(&mail->received[mail->oldest], &has_come, &status);
    if (!has_come) {
        return false;
    }
    MPI_Get_count(&status, MPI_BYTE, &n);
    mail->is_taken = true;
    *out = (struct rxt_letter){status.MPI_SOURCE, mail->in + (size_t)mail->oldest * mail->n_bytes, (size_t)n};
    return true;
}

static unsigned char *mail_room(struct rxt_comm *comm, int to)
{
    struct rxt_mail *mail = comm->mail;
    const int peer = peer_of(comm, to), i = N_OUT * peer + mail->turn[peer];
    int has_gone = 0;
    MPI_Test(&mail->sent[i], &has_gone, MPI_STATUS_IGNORE);
    return has_gone ? mail->out + (size_t)i * mail->n_bytes : NULL;
}

static void mail_send(struct rxt_comm *comm, int to, size_t n_bytes)
{
    struct rxt_mail *mail = comm->mail;
    const int peer = peer_of(comm, to), i = N_OUT * peer + mail->turn[peer];
    mail->turn[peer] = (mail->turn[peer] + 1) % N_OUT;
    MPI_Isend(mail->out + (size_t)i * mail->n_bytes, count_of(n_bytes), MPI_BYTE, to, TAG, comm->team,
              &mail->sent[i]);
}

static void mail_give_up(struct rxt_comm *comm, int status)
{
    MPI_Abort(comm->team, status);
}

const struct rxt_mail_ops rxt_mpi_mail = {
    .open = mail_open,
    .close = mail_close,
    .take = mail_take,
    .room = mail_room,
    .send = mail_send,
    .give_up = mail_give_up,
};
