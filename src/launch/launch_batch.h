/* SPDX-License-Identifier: BSD-3-Clause
 * launch_batch.h - a batch system: all that is known of one, in one file, and one row in launch_table.h.
 */
#ifndef RXT_LAUNCH_BATCH_H
#define RXT_LAUNCH_BATCH_H

#include "launch_job.h"
#include "launch_table.h"

#include <stdbool.h>
#include <stddef.h>

struct rxt_text;

struct rxt_batch {
    const char *name;
    const char *id;     /* the variable that holds a job's id */
    const char *old_id; /* its name of before, which launchers still obey; NULL: none */
    const char *
        node; /* a variable that is set on the job's nodes alone; NULL: whoever has the job's variables is on one */
    const char *
        nodefile; /* the variable that names a file of its nodes, a line a slot, for launchers; NULL: they ask the
                             batch system */
    const char *const *alive; /* processes below which a job lives */
    /* How the variables of a job begin, and which of them is none of it; NULL: all are. */
    const char *const *variables;
    const char *site;
    const char *const
        *told; /* variables that tell how the job was asked for, and hold no secret; ended by NULL */
    /* What is missing where it is not told, each with who would tell, and "; " behind it. */
    const char *nodes_from, *cpus_from, *left_from;
    /** Fill in nodes, cpus, and the remaining time, as far as they are told. */
    void (*read)(struct rxt_job *out);
    /** Write why a job of this id does not run, or not here; nothing if it does. */
    void (*judge)(const char *id, char *why, size_t n_bytes);
};

/** The batch systems, ended by NULL. */
extern const struct rxt_batch *const rxt_batches[];
#define RXT_DECLARE_BATCH(name) extern const struct rxt_batch rxt_batch_##name;
RXT_BATCHES(RXT_DECLARE_BATCH)
#undef RXT_DECLARE_BATCH

/** Return the system whose variables this process has; NULL: none. */
const struct rxt_batch *rxt_batch_here(void);

/** Return the variable that holds the job's id here, of the two names that it may have; NULL: neither does. */
const char *rxt_batch_id(const struct rxt_batch *batch);
/** Return what a variable holds; NULL if nothing, or if name is. */
const char *rxt_job_variable(const char *name);
/** Return the count that a variable holds; 0 if it is none. */
int rxt_job_count(const char *variable);
/** Append what a program of the batch system prints, words ended by NULL; nothing if it is not here, fails, or takes too
 *  long. */
void rxt_job_ask(struct rxt_text *out, const char *const *command);

/** Count the nodes in a file of nodes, a line a slot; 0 if there is none.
 *
 *  slots  out  of each, in the order of the file, as rxt_job_cpus takes them; lives until the next call
 */
int rxt_nodefile_count(const char *path, const char **slots);
/** judge of those that leave a file of nodes: it is there while the job runs, and only where it does. */
void rxt_nodefile_judge(const struct rxt_batch *batch, char *why, size_t n_bytes);

#endif
