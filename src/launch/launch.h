/* SPDX-License-Identifier: BSD-3-Clause
 * launch.h - start a team by a launcher, listen to it, and end all of it.
 */
#ifndef RXT_LAUNCH_H
#define RXT_LAUNCH_H

#include "launch_table.h"
#include "layout.h"
#include "words.h"

#include "rxt/err.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

/** Return PATH, or the system's usual one where it is not set. */
const char *rxt_search_path(void);
/** Look a program up in it as a shell does. */
bool rxt_program_find(const char *program, char *out, size_t n_bytes);

struct rxt_launcher;

/* How a launch of several ranks is started. */
struct rxt_way {
    const struct rxt_launcher *launcher; /* NULL: the first that serves and is here */
    bool binds;                          /* it gives each rank cores of its own; else rxt does, and it is told
                                            to leave every rank the whole node */
    const char *hostfile; /* of the hosts to start on, in the launcher's own format; NULL: those that it
                                            knows by itself */
    bool is_elsewhere;    /* the launcher is another site's, and need not be here: for lines that are shown */
    const char *library;  /* whose MPI its ranks have, as that names itself; NULL: rxt-rank's */
};

struct rxt_launch {
    struct rxt_layout layout;
    struct rxt_plan_options options;
    const struct rxt_words *program; /* what every rank runs */
    struct rxt_way way;
    const struct rxt_words *exports; /* "NAME=VALUE" for the environment of every rank; NULL: none */
    bool
        is_foreign; /* ranks know nothing of rxt, save their watch, which tells them of threads: the launcher of its way
                        starts them, one rank too, and nothing else in their environment is changed */
    double grace_s; /* it may take longer than its time-out, by which its watches end its ranks */
    size_t
        n_side; /* so many of it at the same time, each with exports of its own: there are as many; 0, 1: one */
    bool tells; /* the program is rxt, whose rank 0 tells when it is up, and when all are done */
    void (*hint)(
        const char *line); /* gets what the launcher says while rank 0 does not come up; may be NULL */
};

struct rxt_outcome;

/* What a launcher leaves with the ranks that it starts: by it they know that they are some, which, and what was done to
 * them. */
struct rxt_ranks {
    const char *starter;        /* the word that users start it by */
    const char *const *parents; /* names of the processes that its ranks are children of */
    /* In the title of such a parent whose children are none; NULL: all are ranks. */
    const char *const *no_ranks;
    const char *rank, *local_rank, *n_ranks, *n_local, *n_nodes; /* variables; NULL: it sets none */
    /** Return the ranks of this node where no variable is that number; -1: not known. NULL: n_local is. */
    int (*count_local)(void);
    /* Where parents cannot be seen one of these must be set, too, since the others are set for more than ranks; NULL:
     * the others are enough. */
    const char *const *proof;
    /* How the variables begin that it sets for a rank, and that mean nothing to the next. */
    const char *const *forget;
    const char *is_bound; /* a variable that tells that it bound the rank; NULL: it has none */
    /** Write who bound the rank, in the words of the launcher's own options; false: its variables do not tell. */
    bool (*binder)(char *out, size_t n_bytes);
    const char *else_binder; /* who it then was, if the rank is one of its own; may be NULL */
    bool is_step;            /* started from the script of a job */
    /** Write how ranks are started with cores enough for n_threads. */
    void (*advise)(int n_threads, char *out, size_t n_bytes);
};

/* A dialect: all that is known of one launcher. One file each, and one row in launch_table.h. */
struct rxt_launcher {
    const char *name;
    const char *what;
    const char *const *programs;   /* names to look for in PATH, best first; NULL: it needs none */
    const struct rxt_ranks *ranks; /* NULL: what it starts is no rank */
    const char *mpi;              /* whose ranks it starts, as a build calls it; NULL: any MPI's, or none's */
    const char *const *libraries; /* words in the names that such libraries give themselves */
    /** Tell whether it starts this layout with ranks of such an MPI; NULL: of rxt-rank's. */
    bool (*serves)(const struct rxt_layout *layout, const char *library);
    /** Add the launcher's own words; the program's follow. */
    void (*command)(struct rxt_words *out, const char *path, const struct rxt_launch *launch);
    const char *const
        *options; /* all that command writes: "-n " with its value as the next word, "--mpi=" with
                                   its value behind it, or alone; NULL: it writes none */
    /** Set the launcher's environment, in the child. */
    void (*environ)(const struct rxt_launch *launch);
    /** Read by which signal a rank ended, and which it was, out of what the launcher said; false: it does not tell. May
     *  be NULL. */
    bool (*read_end)(const char *said, struct rxt_outcome *out);
    const char *const *suspects; /* how the variables begin by which users tell it, or its MPI, what to do */
    const char *const *told;     /* variables that tell how it was set, and hold no secret; NULL: none */
    const char *const *hosts;    /* variables by which users name hosts to it; NULL: it has none */
    const char *last_words; /* in a line of standard output that tells why it ends; NULL: on standard error */
    bool takes_any;         /* a program that the user named, and that no launcher lists, may be it */
};

/** The dialects, best first, ended by NULL. */
extern const struct rxt_launcher *const rxt_launchers[];
#define RXT_DECLARE_LAUNCHER(name) extern const struct rxt_launcher rxt_launcher_##name;
RXT_LAUNCHERS(RXT_DECLARE_LAUNCHER)
#undef RXT_DECLARE_LAUNCHER
/* What the dialects of Open MPI share. */
extern const struct rxt_ranks rxt_openmpi_ranks;
extern const char *const rxt_openmpi_suspects[];
extern const char *const rxt_openmpi_options[];
void rxt_openmpi_environ(const struct rxt_launch *launch);
void rxt_openmpi_export(struct rxt_words *out, const struct rxt_launch *launch);
bool rxt_openmpi_read_end(const char *said, struct rxt_outcome *out);
int rxt_openmpi_major(const char *library); /* of it, NULL: of rxt-rank's; 0: it is another */
/** Let the ranks of rxt itself talk by shared memory alone where they all are on one node, in the names of that version of
 *  Open MPI, unless the user chose a way or /dev/shm, of shm_bytes, is short; for another program none is chosen. */
void rxt_openmpi_stay_on_node(const struct rxt_launch *launch, int major, double shm_bytes);

/** Return the first launcher that serves the layout and is installed here.
 *
 *  way    in   its file of hosts, and the library of its ranks; NULL: neither
 *  after  in   NULL, or the launcher to look behind
 *  path   out  n_bytes: its program, "" if it needs none
 *
 *  RXT_MPIRUN in the environment names the program to use.
 *
 *  Errors:  NULL with a reason: which programs were looked for, and how to get them
 */
const struct rxt_launcher *rxt_launcher_find(const struct rxt_layout *layout, const struct rxt_way *way,
                                             const struct rxt_launcher *after, char *path, size_t n_bytes);

/** Return the launcher of a launch: none for one rank, else its way's; of a foreign program its way's, always. Errors as
 *  rxt_launcher_find. */
const struct rxt_launcher *rxt_launcher_of(const struct rxt_launch *launch, char *path, size_t n_bytes);

/** Tell whether a launcher can know of other hosts than this one: of an allocation, a file of hosts, or variables of
 *  its own. */
bool rxt_hosts_known(const char *hostfile);
/** Return the file of hosts to use: the one that was named, else that of RXT_HOSTFILE, else that of the job; NULL: none. */
const char *rxt_hostfile(const char *named);
/** Refuse a file of hosts that launchers would take for a fault of their own: unreadable, a folder, empty. file may be
 *  NULL. RXT_E_INPUT. */
RXT_CHECKED enum rxt_err rxt_hostfile_check(const char *file);

struct rxt_text;
/** Write the whole command as one line that a shell takes; free the text. */
RXT_CHECKED enum rxt_err rxt_launch_line(const struct rxt_launch *launch, struct rxt_text *out);
/** Tell whether a line is one that rxt_launch_line may have written for this program: rxt, or a launcher with the options
 *  that rxt gives it, and rxt behind them. A line of a journal may be anybody's, and is shown to be pasted. */
bool rxt_launch_line_is_own(const char *line);

/** Tell whether so many free bytes of /dev/shm are too few for the messages of a layout: they take slower ways then, or
 *  none. */
bool rxt_shm_is_short(const struct rxt_layout *layout, double bytes);
/** Say so before a launch of this host. */
void rxt_shm_warn(const struct rxt_layout *layout);

/* Takes a line; false: enough, end the launch. */
typedef bool (*rxt_line_fn)(void *context, const char *line);

/* How a launch ended. */
struct rxt_outcome {
    int status; /* exit status of the launcher; 128 + n if it ended by signal n */
    int signal; /* by which a rank ended, or else the launcher; 0: none is known of */
    int rank;   /* that ended so; -1: not known */
    bool timed_out;
    bool stopped;  /* *stop became true, or line had enough */
    bool silent;   /* rank 0 did not come up in time */
    bool lingered; /* the ranks were done, and the launcher lived on; status is what they told */
    bool is_up;    /* rank 0 told that it is */
    bool is_own;   /* note is a sentence of rxt's own */
    double wall_s;
    char suspects[512]; /* what may keep ranks from coming up, each after "; "; "" */
    char note[1024];    /* rxt's own reason, or the telling lines of standard error; "" if it was silent */
};

/** Write how a launch failed: the cause, what is suspected, the launcher's own words. limit names what timed_out
 *  stands for, such as "--timeout". Return out. */
const char *rxt_outcome_text(const struct rxt_outcome *outcome, const char *limit, char *out, size_t n_bytes);
/** What is to be said of a launch that lingered. */
extern const char rxt_lingered_text[];

/** Start a launch, give every line of its standard output to line, and wait for its end.
 *
 *  The launch is a session of its own. After timeout_s, when *stop becomes true, or when line returns false, all its
 *  processes are ended: SIGTERM, after 2 s SIGKILL. None is left when this returns. If this process dies the launcher
 *  gets SIGTERM from the kernel. A launch that tells is ended, too, when its rank 0 is not up after 60 s (half a second
 *  a rank where that is more, or RXT_START_TIMEOUT), and when the launcher lives on 2 s (by load
 *  more) after all ranks were done, with none of them to wait for.
 *
 *  timeout_s  in  0: none
 *  stop       in  may be NULL
 *
 *  Errors:  RXT_E_ABSENT  no launcher for the layout
 *           RXT_E_LAUNCH  it cannot be started
 *           RXT_E_RANGE   RXT_START_TIMEOUT is no time
 *           (how it ended is no error here: see outcome)
 */
RXT_CHECKED enum rxt_err rxt_launch_run(const struct rxt_launch *launch, double timeout_s,
                                        const volatile sig_atomic_t *stop, rxt_line_fn line, void *context,
                                        struct rxt_outcome *outcome);

#endif
