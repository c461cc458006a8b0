/* SPDX-License-Identifier: BSD-3-Clause
 * cli_fit.c - options that say nothing of what is studied: a program has no size, a kernel no environment.
 */
#include "cli_option.h"

#include <string.h>

/* What to do instead of giving an option to a study of the other kind. */
static const struct {
    const char *name, *instead;
} ways_out[] = {
    {"size", "its own arguments say how large it is"},
    {"sched", "--env OMP_SCHEDULE=dynamic sets what its loops may heed"},
    {"reps", "a launch of a program is one run, and --rounds says how many"},
    {"ranks", "--layouts names the layouts of a kernel"},
    {"threads", "--layouts names the layouts of a kernel"},
    {"launcher-template", "RXT_MPIRUN names the launcher of kernels"},
    {"warmup", "a launch of a kernel begins with an untimed run"},
};

static const char *way_out(const char *name)
{
    for (size_t i = 0; i < sizeof ways_out / sizeof *ways_out; i++) {
        if (!strcmp(ways_out[i].name, name)) {
            return ways_out[i].instead;
        }
    }
    return NULL;
}

static enum rxt_err refuse(const char *name, bool is_program)
{
    const char *instead = way_out(name);
    return rxt_fail(RXT_E_USAGE, "--%s is of %s: %s", name,
                    is_program ? "kernels, and no program has it" : "a program",
                    instead      ? instead
                    : is_program ? "leave it out"
                                 : "the program goes behind --, as in: rxt study --ranks square -- ./app");
}

bool rxt_args_name_program(const struct rxt_args *args)
{
    return args->is_behind || args->subjects.n > 0 || (args->recipe && !strcmp(args->recipe, "list"));
}

enum rxt_err rxt_args_fit(const struct rxt_cmd *cmd, const bool *given, const struct rxt_args *args)
{
    const bool is_program = rxt_args_name_program(args);
    for (size_t i = 0; rxt_opts[i].name; i++) {
        if (given[i] &&
            rxt_has_word(is_program ? cmd->kernel_options : cmd->program_options, rxt_opts[i].name, ' ')) {
            return refuse(rxt_opts[i].name, is_program);
        }
    }
    return RXT_OK;
}
