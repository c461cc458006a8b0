/* SPDX-License-Identifier: BSD-3-Clause
 * main.c - find the subcommand, run it, say what went wrong, exit.
 */
#include "cli.h"

#include "build.h"
#include "machine_rank.h"
#include "signals.h"
#include "text.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

const struct rxt_cmd *const rxt_cmds[] = {
    &rxt_cmd_study, &rxt_cmd_report, &rxt_cmd_merge, &rxt_cmd_job,        &rxt_cmd_run, &rxt_cmd_kernels,
    &rxt_cmd_topo,  &rxt_cmd_place,  &rxt_cmd_where, &rxt_cmd_completion, NULL};

static void print_help(void)
{
    printf("rxt %s - ranks by threads: which layout of MPI ranks and OpenMP threads runs my work best here, "
           "and why?\n\n"
           "usage: rxt COMMAND [words] [options]\n\n",
           rxt_build.version);
    for (const struct rxt_cmd *const *cmd = rxt_cmds; *cmd; cmd++) {
        printf("  %-11s %s\n", (*cmd)->name, (*cmd)->what);
    }
    printf("\n'rxt help COMMAND' tells more. Exit status: 0 right; 1 a wrong result; 2 the request makes no "
           "sense;\n"
           "3 this machine cannot; 130 stopped by the user.\n");
}

static void print_version(void)
{
    printf("rxt %s (%s), %s, MPI %s, OpenMP %s, CBLAS %s, PNG %s, FFTW %s\nflags: %s\n", rxt_build.version,
           rxt_build.revision, rxt_build.compiler, rxt_build.mpi, rxt_build.openmp, rxt_build.cblas,
           rxt_build.png, rxt_build.fftw, rxt_build.flags);
}

static const struct rxt_cmd *find_command(const char *name)
{
    const char *names[64];
    size_t n = 0;
    for (; rxt_cmds[n]; n++) {
        names[n] = rxt_cmds[n]->name;
        if (!strcmp(name, names[n])) {
            return rxt_cmds[n];
        }
    }
    const char *near = rxt_nearest(name, names, n);
    (void)rxt_fail(RXT_E_USAGE, "rxt has no command '%s'; %s%s%s'rxt help' lists them", name,
                   near ? "did you mean '" : "", near ? near : "", near ? "'? " : "");
    return NULL;
}

/* What starts ranks itself, or needs none, would be done by every rank: N studies on the same cores. */
static enum rxt_err refuse_rank(const struct rxt_cmd *cmd, const struct rxt_rank *rank)
{
    const bool is_step = !strcmp(rank->launcher, "srun");
    if (rank->rank > 0) {
        const struct timespec until_said = {.tv_nsec = 500000000};
        nanosleep(&until_said,
                  NULL); /* rank 0 alone says it, and once one has left launchers end the others */
        return rxt_fail(RXT_E_USAGE, "%s", "");
    }
    return rxt_fail(RXT_E_USAGE,
                    "rxt %s is no program of ranks%s, and %s started it as one: start it without %s, as "
                    "'rxt %s ...'%s%s%s",
                    cmd->name, cmd == &rxt_cmd_study ? " (it starts them itself)" : "", rank->launcher,
                    rank->launcher, cmd->name, is_step ? "; in a batch script: 'exec rxt " : "",
                    is_step ? cmd->name : "", is_step ? " ...'" : "");
}

static enum rxt_err run_command(int argc, char **argv)
{
    struct rxt_args args;
    const bool helps = !strcmp(argv[0], "help");
    if ((helps && argc == 1) || !strcmp(argv[0], "--help") || !strcmp(argv[0], "-h")) {
        print_help();
        return RXT_OK;
    }
    if (!strcmp(argv[0], "--version") || !strcmp(argv[0], "version")) {
        print_version();
        return RXT_OK;
    }
    const struct rxt_cmd *cmd = find_command(argv[helps]);
    if (!cmd) {
        return RXT_E_USAGE;
    }
    enum rxt_err err = helps ? RXT_OK : rxt_args_parse(cmd, argc, argv, &args);
    if (err == RXT_OK && (helps || args.help)) {
        rxt_cmd_help(cmd);
        return RXT_OK;
    }
    const struct rxt_rank rank = rxt_rank_here();
    if (err == RXT_OK && rank.is_one && cmd->is_alone) {
        return refuse_rank(cmd, &rank);
    }
    return err == RXT_OK ? cmd->run(&args) : err;
}

int main(int argc, char **argv)
{
    rxt_signal_ignore(SIGXFSZ); /* ulimit -f is then a write that fails, told like a full disk */
    if (argc < 2) {
        print_help();
        return rxt_err_status(RXT_OK);
    }
    signal(SIGPIPE, SIG_IGN); /* a reader that leaves ends the printing, and no work */
    enum rxt_err err = run_command(argc - 1, argv + 1);
    if ((fflush(stdout) != 0 || ferror(stdout)) && err == RXT_OK) {
        err = rxt_fail(RXT_E_OUTPUT,
                       "standard output cannot be written: is its disk full, or its reader gone?");
    }
    if (err != RXT_OK && rxt_reason()[0] &&
        rxt_rank_speaks()) { /* all ranks of a launch fail alike: one says it */
        rxt_say("rxt: ", "%s", rxt_reason());
    }
    return rxt_err_status(err);
}
