/* SPDX-License-Identifier: BSD-3-Clause
 * main.c - find the subcommand, run it, say what went wrong, exit.
 */
#include "cli.h"

#include "build.h"
#include "launch_place.h"
#include "signals.h"
#include "text.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_help(void)
{
    printf(
        "rxt %s - ranks by threads: which layout of MPI ranks and OpenMP threads runs my work best here, and why?\n\n"
        "usage: rxt COMMAND [words] [options]\n\n",
        rxt_build.version);
    for (const struct rxt_cmd *const *cmd = rxt_cmds; *cmd; cmd++) {
        printf("  %-11s %s\n", (*cmd)->name, (*cmd)->what);
    }
    printf(
        "\n"
        "'rxt help COMMAND' tells more, 'rxt help options' all options; 'rxt --version' (-V) which build this is.\n"
        "Exit status: 0 right; 1 a wrong result; 2 the request makes no sense; 3 this machine cannot;\n"
        "130 stopped by the user.\n");
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
    names[n++] = "help";
    names[n++] = "version";
    const char *near = rxt_nearest(name, names, n);
    (void)rxt_fail(RXT_E_USAGE, "rxt has no command '%s'; %s%s%s'rxt help' lists them", name,
                   near ? "did you mean '" : "", near ? near : "", near ? "'? " : "");
    return NULL;
}

static bool is_one_of(const char *word, const char *a, const char *b)
{
    return !strcmp(word, a) || !strcmp(word, b);
}

/* argv[-1] is the program's own name. */
static enum rxt_err run_command(int argc, char **argv)
{
    struct rxt_args args;
    const bool helps = !strcmp(argv[0], "help");
    if (is_one_of(argv[0], "--help", "-h") || (helps && (argc == 1 || is_one_of(argv[1], "help", "version") ||
                                                         is_one_of(argv[1], "--help", "-h")))) {
        print_help();
        return RXT_OK;
    }
    if (is_one_of(argv[0], "--version", "-V") || !strcmp(argv[0], "version")) {
        print_version();
        return RXT_OK;
    }
    if (helps && !strcmp(argv[1], "options")) {
        rxt_options_help();
        return RXT_OK;
    }
    const struct rxt_cmd *cmd = find_command(argv[helps]);
    if (!cmd) {
        return RXT_E_USAGE;
    }
    if (helps) {
        rxt_cmd_help(cmd);
        return RXT_OK;
    }
    enum rxt_err err = rxt_args_parse(cmd, argc, argv, &args);
    if (err == RXT_OK && args.help) {
        rxt_cmd_help(cmd);
    } else if (err == RXT_OK) {
        err = rxt_mind_rank(cmd, argv - 1);
        if (!err) {
            err = cmd->run(&args);
        }
    }
    rxt_args_free(&args);
    return err;
}

int main(int argc, char **argv)
{
    rxt_signal_ignore(SIGXFSZ); /* ulimit -f is then a write that fails, told like a full disk */
    rxt_hwloc_begin();
    rxt_notes_to(rxt_say_note);
    rxt_begin();
    if (argc < 2) {
        print_help();
        return rxt_err_status(RXT_OK);
    }
    rxt_signal_ignore(SIGPIPE); /* a reader that leaves ends the printing, and no work */
    enum rxt_err err = run_command(argc - 1, argv + 1);
    if ((fflush(rxt_results()) != 0 || ferror(rxt_results())) && err == RXT_OK) {
        err = rxt_fail(RXT_E_OUTPUT,
                       "standard output cannot be written: is its disk full, or its reader gone?");
    }
    if (err != RXT_OK && rxt_reason()[0] &&
        rxt_rank_speaks()) { /* all ranks of a launch fail alike: one says it */
        rxt_say("rxt: ", "%s", rxt_reason());
    }
    return rxt_err_status(err);
}
