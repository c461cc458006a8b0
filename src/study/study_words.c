/* SPDX-License-Identifier: BSD-3-Clause
 * study_words.c - the command line by which the ranks of a launch are told what to do.
 */
#include "study.h"

#include "launch_rank.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* This very program; its name is resolved here, since "/proc/self/exe" would be the launcher's own there. */
static enum rxt_err add_program(const char *program, struct rxt_words *out)
{
    char path[4096];
    const ssize_t n = program ? -1 : readlink("/proc/self/exe", path, sizeof path - 1);
    if (!program && n <= 0) {
        return rxt_fail(RXT_E_ABSENT,
                        "rxt cannot find its own program to launch it: /proc/self/exe: %s; mount /proc, and "
                        "start it again",
                        strerror(errno));
    }
    path[n > 0 ? n : 0] = '\0';
    rxt_words_add(out, "%s", program ? program : path);
    return RXT_OK;
}

static void add_kernels(const struct rxt_request *request, struct rxt_words *out)
{
    char word[4200];
    for (size_t k = 0; k < request->n_asks; k++) {
        const struct rxt_ask *ask = &request->asks[k];
        rxt_words_add(out, "%s", ask->kernel->name);
        for (size_t i = 0; ask->kernel->params[i].name; i++) {
            rxt_words_add(out, "%s", rxt_ask_word(ask, i, word, sizeof word));
        }
    }
}

enum rxt_err rxt_study_words(const struct rxt_request *request, const struct rxt_layout *layout,
                             const char *program, struct rxt_words *out)
{
    char text[RXT_LAYOUT_BYTES], rank[8192];
    if (!program && rxt_rank_find(rank, sizeof rank) != RXT_OK) { /* said here, once, and not by every rank */
        return RXT_E_ABSENT;
    }
    rxt_layout_text(layout, text, sizeof text);
    const enum rxt_err err = add_program(program, out);
    if (err != RXT_OK) {
        return err;
    }
    if (request->n_asks > 0) {
        rxt_words_add(out, "run");
        add_kernels(request, out);
        rxt_words_add(out, "--layout");
        rxt_words_add(out, "%s", text);
        rxt_words_add(out, "--reps");
        rxt_words_add(out, "%d", request->n_reps);
        rxt_words_add(out, "--sched");
        rxt_words_add(out, "%s", rxt_sched_name(request->team.sched));
    } else {
        rxt_words_add(out, "where");
        rxt_words_add(out, "%s", text);
    }
    if (request->team.options.smt) {
        rxt_words_add(out, "--smt");
    }
    if (request->team.options.oversubscribe) {
        rxt_words_add(out, "--oversubscribe");
    }
    return out->failed ? rxt_fail(RXT_E_MEMORY, "no room for a command line") : RXT_OK;
}
