/* SPDX-License-Identifier: BSD-3-Clause
 * cmd_bind.c - rxt bind: bind this rank to its cores, and become the user's program.
 */
#include "cli.h"

#include "launch_bind.h"
#include "launch_place.h"
#include "text.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* "2/4" */
static enum rxt_err read_slice(const char *text, struct rxt_bind_how *how)
{
    int n_read = 0;
    if (text &&
        (sscanf(text, "%5d/%5d%n", &how->slice, &how->n_slices, &n_read) != 2 || text[n_read] ||
         strspn(text, "0123456789/") != strlen(text) || how->slice < 1 || how->slice > how->n_slices)) {
        return rxt_fail(RXT_E_USAGE,
                        "--slice '%s' must be k/K, the k-th of K equal parts of the node, such as 1/4", text);
    }
    return RXT_OK;
}

static enum rxt_err read_how(const struct rxt_args *args, struct rxt_bind_how *how)
{
    if (args->n_behind < 1 || args->n_words != args->n_behind + 1) {
        return rxt_fail(
            RXT_E_USAGE,
            "rxt bind needs a layout, and behind -- the command that is to be bound: rxt bind 2x4 -- "
            "./app args");
    }
    *how = (struct rxt_bind_how){.options = {.smt = args->smt, .oversubscribe = args->oversubscribe},
                                 .mask_only = args->mask_only,
                                 .one_process = args->one_process,
                                 .plan = getenv("RXT_PLAN")};
    const enum rxt_err err = rxt_layout_parse(args->words[0], &how->layout);
    return err == RXT_OK ? read_slice(args->slice, how) : err;
}

static void add_words(struct rxt_text *line, const char *begin, const struct rxt_words *words)
{
    for (size_t i = 0; i < words->n; i++) {
        rxt_text_add(line, "%s%s", i == 0 ? begin : ", ", words->word[i]);
    }
}

static void tell(const struct rxt_bound *bound)
{
    char pus[64];
    struct rxt_text line = {0};
    if (bound->n_pus > 0) {
        rxt_text_add(&line, "bound to PU %s", rxt_mask_text(&bound->mask, pus, sizeof pus));
    } else {
        rxt_text_add(&line, "not bound");
    }
    add_words(&line, "; set ", &bound->set);
    add_words(&line, "; cleared ", &bound->cleared);
    if (bound->local_rank >= 0) {
        rxt_say("rxt: ", "local rank %d: %s", bound->local_rank, rxt_text_of(&line));
    } else {
        rxt_say("rxt: ", "%s", rxt_text_of(&line));
    }
    rxt_text_free(&line);
}

/* Where all ranks of a node have one reason its first one says it. What may be one rank's alone each says, the others half
 * a second later: most launchers have ended them by then. Who has said it stays as long, so that a rank that looks for
 * those beside it still finds it. */
static enum rxt_err say_why(enum rxt_err err, bool fails_alike)
{
    const struct timespec until_seen = {.tv_nsec = 500000000};
    const struct rxt_rank rank = rxt_rank_here();
    if (rank.local_rank > 0 && fails_alike) {
        return rxt_leave_to_first(err);
    }
    if (rank.local_rank > 0) {
        nanosleep(&until_seen, NULL);
    }
    rxt_say("rxt: ", "%s", rxt_reason());
    if (rank.local_rank == 0) {
        nanosleep(&until_seen, NULL);
    }
    return rxt_fail(err, "%s", "");
}

static enum rxt_err run(const struct rxt_args *args)
{
    struct rxt_bind_how how;
    struct rxt_bound bound = {.fails_alike = true};
    enum rxt_err err = read_how(args, &how);
    if (!err) {
        err = rxt_bind_self(&how, &bound);
    }
    if (err != RXT_OK) {
        return say_why(err, bound.fails_alike);
    }
    if (args->tell) {
        tell(&bound);
    }
    unsetenv("RXT_PLAN");
    const int status = rxt_bind_exec(args->words + 1);
    rxt_say("rxt: ", "%s", rxt_reason());
    exit(status);
}

const struct rxt_cmd rxt_cmd_bind = {
    .name = "bind",
    .words = "RxT[@P] -- COMMAND ARGS",
    .most_words = SIZE_MAX,
    .options = "smt oversubscribe mask-only one-process slice tell",
    .what = "bind a rank to its cores and become your program, unchanged",
    .more =
        "Started by a launcher in each rank; it binds the process to the cores of its rank, tells OpenMP and other\n"
        "run-times of the threads (OMP_NUM_THREADS, OMP_PLACES, ...), clears what would move them, and becomes the\n"
        "command by exec. Exit status and signals are the command's; 127 if it is not there, 126 if it is no program.\n"
        "\n"
        "Examples:\n"
        "  mpirun --bind-to none -n 4 rxt bind 4x8 -- ./app input\n"
        "  srun --cpu-bind=none -n 4 rxt bind 4x8 -- ./app input\n"
        "  rxt bind 1x8 -- ./app input\n"
        "  rxt bind 4x2 --one-process -- gmx mdrun -ntmpi 4 -ntomp 2\n"
        "  rxt bind 1x4 --slice 1/2 -- ./app a & rxt bind 1x4 --slice 2/2 -- ./app b\n",
    .run = run,
};
