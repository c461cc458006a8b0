/* SPDX-License-Identifier: BSD-3-Clause
 * comm_mail.h - letters between rank 0 and each other rank: of one size, sent and received without waiting.
 *
 * Letters of one sender arrive in the order in which they were sent. Receives are posted before, so that a letter finds its
 * place; two letters to a rank may be under way. No call waits for another rank, and nothing is allocated but by open.
 */
#ifndef RXT_COMM_MAIL_H
#define RXT_COMM_MAIL_H

#include "comm.h"

struct rxt_letter {
    int from;
    const unsigned char *bytes; /* 16-byte aligned; valid until the next call of take */
    size_t n_bytes;
};

struct rxt_mail_ops {
    /** Allocate, and post what is to be received; between rank 0 and each other rank.
     *  RXT_E_MEMORY (all ranks agree); collective. */
    enum rxt_err (*open)(struct rxt_comm *comm, size_t n_letter_bytes);
    /** Wait until what was sent has gone, and free; NULL-safe in what was not opened. Nobody sends any more. */
    void (*close)(struct rxt_comm *comm);
    /** Take the next letter if one has come; the one before is given back. */
    bool (*take)(struct rxt_comm *comm, struct rxt_letter *out);
    /** Return room for a letter to a rank; NULL while two are under way to it. */
    unsigned char *(*room)(struct rxt_comm *comm, int to);
    /** Send what was written to that room. */
    void (*send)(struct rxt_comm *comm, int to, size_t n_bytes);
    /** End all ranks of the job, by the launcher, with a status. */
    void (*give_up)(struct rxt_comm *comm, int status);
};

/** Return those of the back end; NULL where there is one rank. */
const struct rxt_mail_ops *rxt_comm_mail(void);

#endif
