/* SPDX-License-Identifier: BSD-3-Clause
 * trial_words.c - the command line by which the ranks of a launch are told what to do.
 */
#include "trial_words.h"

#include "trial.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Its name is resolved here, since "/proc/self/exe" would be the launcher's own there. */
static enum rxt_err find_own(char *path, size_t n_bytes)
{
    const ssize_t n = readlink("/proc/self/exe", path, n_bytes - 1);
    if (n <= 0) {
        return rxt_fail(RXT_E_ABSENT,
                        "rxt cannot find its own program to launch it: /proc/self/exe: %s; mount /proc, and "
                        "start it again",
                        strerror(errno));
    }
    path[n] = '\0';
    if (access(path, X_OK) != 0) {
        return rxt_fail(RXT_E_ABSENT,
                        "rxt's own program was built anew, moved or removed since it started: %s; start it "
                        "again (a study goes on with --resume)",
                        path);
    }
    return RXT_OK;
}

enum rxt_err rxt_own_check(void)
{
    char path[4096];
    return find_own(path, sizeof path);
}

enum rxt_err rxt_own_word(struct rxt_words *out)
{
    char path[4096];
    const enum rxt_err err = find_own(path, sizeof path);
    if (!err) {
        rxt_words_add(out, "%s", path);
    }
    return err;
}

static void add_kernels(const struct rxt_request *request, struct rxt_words *out)
{
    char word[4200];
    for (size_t k = 0; k < request->n_settings; k++) {
        const struct rxt_setting *setting = &request->settings[k];
        rxt_words_add(out, "%s", setting->file ? setting->file : setting->kernel->name);
        for (size_t i = 0; i < rxt_setting_params(setting); i++) {
            rxt_words_add(out, "%s", rxt_setting_word(setting, i, word, sizeof word));
        }
    }
}

static enum rxt_err add_options(const struct rxt_plan_options *options, struct rxt_words *out)
{
    if (options->smt) {
        rxt_words_add(out, "--smt");
    }
    if (options->oversubscribe) {
        rxt_words_add(out, "--oversubscribe");
    }
    return out->failed ? rxt_fail(RXT_E_MEMORY, "no room for a command line") : RXT_OK;
}

enum rxt_err rxt_run_words(const struct rxt_request *request, const struct rxt_layout *layout,
                           struct rxt_words *out)
{
    char text[RXT_LAYOUT_BYTES];
    if (rxt_own_word(out) != RXT_OK) {
        return RXT_E_ABSENT;
    }
    rxt_words_add(out, "run");
    add_kernels(request, out);
    rxt_words_add(out, "--layout");
    rxt_words_add(out, "%s", rxt_layout_text(layout, text, sizeof text));
    rxt_words_add(out, "--reps");
    rxt_words_add(out, "%d", request->n_reps);
    rxt_words_add(out, "--sched");
    rxt_words_add(out, "%s", rxt_sched_name(request->team.sched));
    return add_options(&request->team.options, out);
}

enum rxt_err rxt_where_words(const struct rxt_layout *layout, const struct rxt_plan_options *options,
                             struct rxt_words *out)
{
    char text[RXT_LAYOUT_BYTES];
    if (rxt_own_word(out) != RXT_OK) {
        return RXT_E_ABSENT;
    }
    rxt_words_add(out, "where");
    rxt_words_add(out, "%s", rxt_layout_text(layout, text, sizeof text));
    return add_options(options, out);
}
