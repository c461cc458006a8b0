/* SPDX-License-Identifier: BSD-3-Clause
 * launch_place.c - did a launcher start this process as a rank, and as which?
 *
 * A shell of `srun --pty`, or one that was started by a program of mpirun, has all the variables of a rank and is
 * none; a batch script is a child of the same slurmstepd as ranks are. So parents decide, and variables tell numbers.
 */
#include "launch_place.h"

#include "launch.h"
#include "machine_process.h"

#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A number >= 0; -1 if the variable is not set, or none. */
static int number_in(const char *variable)
{
    const char *text = variable ? getenv(variable) : NULL;
    char *end = NULL;
    const long value = text ? strtol(text, &end, 10) : -1;
    return text && end > text && !*end && value >= 0 && value <= INT_MAX ? (int)value : -1;
}

/* What finds one of the launchers' ranks; NULL: not yet. */
typedef const struct rxt_ranks *(*find_fn)(const struct rxt_ranks *ranks, const void *context);

/* Ask every launcher; those whose variables are set for others than ranks, too, come last. */
static const struct rxt_ranks *find_ranks(find_fn find, const void *context)
{
    const struct rxt_ranks *found = NULL;
    for (int is_weak = 0; is_weak < 2 && !found; is_weak++) {
        for (const struct rxt_launcher *const *l = rxt_launchers; *l && !found; l++) {
            const struct rxt_ranks *ranks = (*l)->ranks;
            found = ranks && (ranks->proof != NULL) == is_weak ? find(ranks, context) : NULL;
        }
    }
    return found;
}

static int number_at(const struct rxt_ranks *ranks, size_t field)
{
    return number_in(*(const char *const *)((const char *)ranks + field));
}

static const struct rxt_ranks *tells(const struct rxt_ranks *ranks, const void *field)
{
    return number_at(ranks, *(const size_t *)field) >= 0 ? ranks : NULL;
}

/* The variable of a launcher that tells a number; where it tells nothing, that of another one: srun with PMI of MPICH.
 * NULL: none does. */
static const char *variable_of(const struct rxt_ranks *own, size_t field)
{
    const struct rxt_ranks *teller = tells(own, &field);
    teller = teller ? teller : find_ranks(tells, &field);
    return teller ? *(const char *const *)((const char *)teller + field) : NULL;
}

static int number_of(const struct rxt_ranks *own, size_t field)
{
    return number_in(variable_of(own, field));
}

/* starter: the process below which it was seen; 0: its variables alone say so. */
static struct rxt_rank describe(const struct rxt_ranks *own, pid_t starter)
{
    struct rxt_rank rank = {
        .is_one = true,
        .is_seen = starter > 0,
        .starter = starter,
        .launcher = own->starter,
        .ranks = own,
        .rank = number_of(own, offsetof(struct rxt_ranks, rank)),
        .local_rank = number_of(own, offsetof(struct rxt_ranks, local_rank)),
        .local_variable = variable_of(own, offsetof(struct rxt_ranks, local_rank)),
        .n_ranks = number_of(own, offsetof(struct rxt_ranks, n_ranks)),
        .n_nodes = number_in(own->n_nodes),
    };
    rank.n_local = own->count_local ? own->count_local() : number_in(own->n_local);
    rank.n_nodes =
        !own->n_nodes && rank.n_local > 0 && rank.n_ranks > 0 ? rank.n_ranks / rank.n_local : rank.n_nodes;
    if (rank.n_nodes < 1 || rank.n_ranks < 1 || rank.n_ranks % rank.n_nodes != 0) {
        rank.n_nodes = 1;
    }
    return rank;
}

static bool has_variables(const struct rxt_ranks *ranks)
{
    return number_in(ranks->rank) >= 0 || number_in(ranks->n_ranks) >= 1;
}

/* Is this a process of the launcher whose children are no ranks? */
static bool is_of_no_rank(const char *table, const struct rxt_process *process, const struct rxt_ranks *ranks)
{
    char path[1024], title[256] = "";
    bool is = false;
    snprintf(path, sizeof path, "%s/%d/cmdline", table, (int)process->pid);
    FILE *file = ranks->no_ranks ? fopen(path, "r") : NULL;
    if (file) {
        title[fread(title, 1, sizeof title - 1, file)] = '\0';
        fclose(file);
    }
    for (const char *const *mark = ranks->no_ranks; mark && *mark; mark++) {
        is |= strstr(title, *mark) != NULL;
    }
    return is;
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

static const struct rxt_ranks *are_below(const struct rxt_ranks *ranks, const void *name)
{
    return rxt_name_is_in(name, ranks->parents) && has_variables(ranks) ? ranks : NULL;
}

static const struct rxt_ranks *are_set(const struct rxt_ranks *ranks, const void *context)
{
    bool is_proven = !ranks->proof;
    (void)context;
    for (const char *const *name = ranks->proof; name && *name; name++) {
        is_proven |= getenv(*name) != NULL;
    }
    return is_proven && number_in(ranks->n_ranks) >= 1 ? ranks : NULL;
}

static const struct rxt_rank no_rank = {
    .rank = -1, .local_rank = -1, .n_ranks = -1, .n_local = -1, .n_nodes = 1};

struct rxt_rank rxt_rank_by_variables(void)
{
    const struct rxt_ranks *ranks = find_ranks(are_set, NULL);
    return ranks ? describe(ranks, 0) : no_rank;
}

/* A container with processes of its own hides the launcher that started it; the machine's own table hides none. */
static bool is_in_container(const char *table)
{
    static const char machines[] =
        "pid:[4026531836]"; /* the first namespace has the same number everywhere */
    char path[1024], name[64] = "";
    snprintf(path, sizeof path, "%s/self/ns/pid", table);
    const ssize_t n = readlink(path, name, sizeof name - 1);
    return n > 0 && strcmp(name, machines) != 0;
}

int rxt_rank_socket(void)
{
    struct stat st;
    const int fd = number_in("PMI_FD");
    return fd >= 0 && fstat(fd, &st) == 0 && S_ISSOCK(st.st_mode) ? fd : 0;
}

static const struct rxt_ranks *are_started_by(const struct rxt_ranks *ranks, const void *name)
{
    return rxt_name_is_in(name, ranks->parents) ? ranks : NULL;
}

bool rxt_is_launchers(const char *name)
{
    return find_ranks(are_started_by, name) != NULL;
}

/* Does a launcher still listen, by PMI or PMIx, to a rank with these variables? Left over they name a shut door. */
static bool has_open_door(void)
{
    const char *folder = getenv("PMIX_SERVER_TMPDIR");
    return rxt_rank_socket() > 0 || getenv("PMI_PORT") ||
           (getenv("PMIX_NAMESPACE") && (!folder || access(folder, F_OK) == 0));
}

struct rxt_rank rxt_rank_of(const char *table, pid_t pid)
{
    struct rxt_process child, process;
    bool is_seen = rxt_process_read(table, pid, &child);
    for (int i = 0; i < RXT_MAX_GENERATIONS && is_seen && child.parent > 0; i++, child = process) {
        is_seen = rxt_process_read(table, child.parent, &process);
        const struct rxt_ranks *ranks = is_seen ? find_ranks(are_below, process.name) : NULL;
        if (ranks) {
            return is_of_no_rank(table, &process, ranks) ? no_rank : describe(ranks, process.pid);
        }
        if (is_seen && is_typed_into(table, &process, &child)) {
            return no_rank;
        }
    }
    const bool may_be_hidden = !is_seen || (child.parent == 0 && is_in_container(table) && has_open_door());
    return may_be_hidden ? rxt_rank_by_variables() : no_rank;
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

static const struct rxt_ranks *tell_binder(const struct rxt_ranks *ranks, const void *context)
{
    struct rxt_start *start = *(struct rxt_start *const *)context;
    return ranks->binder && ranks->binder(start->binder, sizeof start->binder) ? ranks : NULL;
}

/* Its own launcher first; that may have been started by another one, which bound it. */
static void find_binder(const struct rxt_ranks *own, struct rxt_start *start)
{
    if (!tell_binder(own, &start) && !find_ranks(tell_binder, &start) && own->else_binder) {
        snprintf(start->binder, sizeof start->binder, "%s", own->else_binder);
    }
}

struct rxt_start rxt_start_here(void)
{
    const struct rxt_rank rank = rxt_rank_here();
    struct rxt_start start = {.is_rank = rank.is_one, .local_rank = rank.local_rank, .n_ranks = rank.n_ranks};
    if (rank.is_one) {
        start.is_bound = rank.ranks->is_bound && getenv(rank.ranks->is_bound);
        start.advise = rank.ranks->advise;
        find_binder(rank.ranks, &start);
    }
    return start;
}
