/* SPDX-License-Identifier: BSD-3-Clause
 * machine_rank.c - did a launcher start this process as a rank, and as which?
 *
 * A shell of `srun --pty`, or one that was started by a program of mpirun, has all the variables of a rank and is
 * none; a batch script is a child of the same slurmstepd as ranks are. So parents decide, and variables tell numbers.
 */
#include "machine_rank.h"

#include "machine_process.h"

#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A launcher: the processes that its ranks are children of, and the variables that number them. */
static const struct dialect {
    const char *name;
    const char *parents[9];
    const char *rank, *local_rank, *n_ranks, *n_local, *n_nodes;
} dialects[] = {
    {"mpirun",
     {"orted", "prted", "prterun", "orterun", "mpirun", "mpirun.openmpi", "mpiexec", "mpiexec.openmpi"},
     "OMPI_COMM_WORLD_RANK",
     "OMPI_COMM_WORLD_LOCAL_RANK",
     "OMPI_COMM_WORLD_SIZE",
     "OMPI_COMM_WORLD_LOCAL_SIZE",
     NULL},
    {"mpiexec", {"hydra_pmi_proxy"}, "PMI_RANK", "MPI_LOCALRANKID", "PMI_SIZE", "MPI_LOCALNRANKS", NULL},
    {"srun",
     {"slurmstepd"},
     "SLURM_PROCID",
     "SLURM_LOCALID",
     "SLURM_STEP_NUM_TASKS",
     NULL,
     "SLURM_STEP_NUM_NODES"},
};
enum { N_DIALECTS = sizeof dialects / sizeof *dialects };

/* A number >= 0; -1 if the variable is not set, or none. */
static int number_in(const char *variable)
{
    const char *text = variable ? getenv(variable) : NULL;
    char *end = NULL;
    const long value = text ? strtol(text, &end, 10) : -1;
    return text && end > text && !*end && value >= 0 && value <= INT_MAX ? (int)value : -1;
}

/* What a variable of a dialect tells; where it tells nothing, what those of the others do: srun with PMI of MPICH. */
static int number_of(const struct dialect *own, size_t field)
{
    int value = number_in(*(const char *const *)((const char *)own + field));
    for (size_t i = 0; i < N_DIALECTS && value < 0; i++) {
        value = number_in(*(const char *const *)((const char *)&dialects[i] + field));
    }
    return value;
}

static struct rxt_rank describe(const struct dialect *own, bool is_seen)
{
    struct rxt_rank rank = {
        .is_one = true,
        .is_seen = is_seen,
        .launcher = own->name,
        .rank = number_of(own, offsetof(struct dialect, rank)),
        .local_rank = number_of(own, offsetof(struct dialect, local_rank)),
        .n_ranks = number_of(own, offsetof(struct dialect, n_ranks)),
        .n_nodes = number_in(own->n_nodes),
    };
    const int n_local = number_in(own->n_local);
    rank.n_nodes = n_local > 0 && rank.n_ranks > 0 ? rank.n_ranks / n_local : rank.n_nodes;
    if (rank.n_nodes < 1 || rank.n_ranks < 1 || rank.n_ranks % rank.n_nodes != 0) {
        rank.n_nodes = 1;
    }
    return rank;
}

static bool has_variables(const struct dialect *dialect)
{
    return number_in(dialect->rank) >= 0 || number_in(dialect->n_ranks) >= 1;
}

/* A job's script and a shell of salloc are children of a slurmstepd, too, whose title then ends in "[7.batch]". */
static bool is_of_no_rank(const char *table, const struct rxt_process *process)
{
    char path[1024], title[256] = "";
    snprintf(path, sizeof path, "%s/%d/cmdline", table, (int)process->pid);
    FILE *file = fopen(path, "r");
    if (file) {
        title[fread(title, 1, sizeof title - 1, file)] = '\0';
        fclose(file);
    }
    return strstr(title, ".batch]") || strstr(title, ".interactive]") || strstr(title, ".extern]");
}

/* A shell that somebody types into: it reads a terminal, and gave its child a process group of its own, as shells do
 * for the jobs that they control and not for the lines of a script. */
static bool is_typed_into(const char *table, const struct rxt_process *shell, const struct rxt_process *child)
{
    static const char *const shells[] = {"sh",  "bash", "dash", "zsh", "ksh", "ksh93",   "mksh",
                                         "csh", "tcsh", "fish", "rc",  "ash", "busybox", NULL};
    char path[1024], input[64] = "";
    if (shell->terminal == 0 || shell->group == child->group || !rxt_name_is_in(shell->name, shells)) {
        return false;
    }
    snprintf(path, sizeof path, "%s/%d/fd/0", table, (int)shell->pid);
    const ssize_t n = readlink(path, input, sizeof input - 1);
    input[n > 0 ? n : 0] = '\0';
    return !strncmp(input, "/dev/pts/", 9) || !strncmp(input, "/dev/tty", 8) ||
           !strcmp(input, "/dev/console");
}

static const struct dialect *launcher_named(const char *name)
{
    for (size_t i = 0; i < N_DIALECTS; i++) {
        if (rxt_name_is_in(name, dialects[i].parents) && has_variables(&dialects[i])) {
            return &dialects[i];
        }
    }
    return NULL;
}

/* Without parents to be seen: Slurm sets its variables in batch scripts as well, but PMI's for ranks alone. */
static struct rxt_rank by_variables(void)
{
    for (size_t i = 0; i < N_DIALECTS; i++) {
        const bool needs_pmi = !strcmp(dialects[i].name, "srun");
        if (number_in(dialects[i].n_ranks) >= 1 &&
            (!needs_pmi || getenv("PMIX_RANK") || getenv("PMI_RANK"))) {
            return describe(&dialects[i], false);
        }
    }
    return (struct rxt_rank){.rank = -1, .local_rank = -1, .n_ranks = -1, .n_nodes = 1};
}

struct rxt_rank rxt_rank_of(const char *table, pid_t pid)
{
    const struct rxt_rank none = {.rank = -1, .local_rank = -1, .n_ranks = -1, .n_nodes = 1};
    struct rxt_process child, process;
    bool is_seen = rxt_process_read(table, pid, &child);
    for (int i = 0; i < RXT_MAX_GENERATIONS && is_seen && child.parent > 0; i++, child = process) {
        is_seen = rxt_process_read(table, child.parent, &process);
        const struct dialect *dialect = is_seen ? launcher_named(process.name) : NULL;
        if (dialect) {
            return is_of_no_rank(table, &process) ? none : describe(dialect, true);
        }
        if (is_seen && is_typed_into(table, &process, &child)) {
            return none;
        }
    }
    return is_seen ? none : by_variables();
}

struct rxt_rank rxt_rank_here(void)
{
    return rxt_rank_of("/proc", getpid());
}

bool rxt_rank_speaks(void)
{
    const struct rxt_rank rank = rxt_rank_here();
    return !rank.is_seen || rank.local_rank <= 0;
}
