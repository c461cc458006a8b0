/* SPDX-License-Identifier: BSD-3-Clause
 * launch_line.c - a launch as one line that a shell takes.
 */
#include "launch.h"

#include "text.h"

#include <string.h>

enum rxt_err rxt_launch_line(const struct rxt_launch *launch, struct rxt_text *out)
{
    char path[4096];
    struct rxt_words words = {0};
    const struct rxt_launcher *launcher = rxt_launcher_of(launch, path, sizeof path);
    if (!launcher) {
        return RXT_E_ABSENT;
    }
    const char *name = strrchr(path, '/');
    launcher->command(&words, name ? name + 1 : path, launch);
    for (size_t i = 0; i < words.n; i++) {
        rxt_text_add(out, i > 0 ? " " : "");
        rxt_text_add_quoted(out, words.word[i]);
    }
    for (size_t i = 0; i < launch->program->n; i++) {
        rxt_text_add(out, words.n + i > 0 ? " " : "");
        rxt_text_add_quoted(out, launch->program->word[i]);
    }
    const bool failed = words.failed || out->failed;
    rxt_words_free(&words);
    return failed ? rxt_fail(RXT_E_MEMORY, "no room for a command line") : RXT_OK;
}
