/* SPDX-License-Identifier: BSD-3-Clause
 * launch_find.c - the table of launchers, which one is here, and its command line.
 */
#include "launch.h"

#include "build.h"
#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const struct rxt_launcher *const rxt_launchers[] = {&rxt_launcher_none, &rxt_launcher_openmpi,
                                                    &rxt_launcher_mpich, NULL};

void rxt_words_add(struct rxt_words *words, const char *format, ...)
{
    char text[4096];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    char **word = realloc(words->word, (words->n + 2) * sizeof *word);
    if (word) {
        words->word = word;
        word[words->n] = strdup(text);
        words->failed |= !word[words->n];
        word[++words->n] = NULL;
    }
    words->failed |= !word;
}

void rxt_words_free(struct rxt_words *words)
{
    for (size_t i = 0; i < words->n; i++) {
        free(words->word[i]);
    }
    free(words->word);
    *words = (struct rxt_words){0};
}

/* Look a program up as a shell does. */
static bool find_in_path(const char *program, char *out, size_t n_bytes)
{
    const char *path = getenv("PATH");
    if (strchr(program, '/')) {
        snprintf(out, n_bytes, "%s", program);
        return access(program, X_OK) == 0;
    }
    while (path && *path) {
        const size_t n = strcspn(path, ":");
        const int written = snprintf(out, n_bytes, "%.*s/%s", (int)n, path, program);
        if (written > 0 && (size_t)written < n_bytes && access(out, X_OK) == 0) {
            return true;
        }
        path += n + (path[n] == ':');
    }
    return false;
}

static bool find_program(const struct rxt_launcher *launcher, char *path, size_t n_bytes)
{
    const char *asked = getenv("RXT_MPIRUN");
    path[0] = '\0';
    if (!launcher->programs) {
        return true;
    }
    if (asked && asked[0]) {
        return find_in_path(asked, path, n_bytes);
    }
    for (const char *const *program = launcher->programs; *program; program++) {
        if (find_in_path(*program, path, n_bytes)) {
            return true;
        }
    }
    return false;
}

const struct rxt_launcher *rxt_launcher_find(const struct rxt_layout *layout, char *path, size_t n_bytes)
{
    char text[RXT_LAYOUT_BYTES];
    const struct rxt_launcher *missing = NULL;
    for (const struct rxt_launcher *const *l = rxt_launchers; *l; l++) {
        if ((*l)->serves(layout)) {
            if (find_program(*l, path, n_bytes)) {
                return *l;
            }
            missing = *l;
        }
    }
    rxt_layout_text(layout, text, sizeof text);
    if (missing) {
        (void)rxt_fail(
            RXT_E_ABSENT,
            "layout %s needs %s, and no %s is in PATH: install it ('make deps' does on Debian), or "
            "name it in RXT_MPIRUN",
            text, missing->what, getenv("RXT_MPIRUN") ? getenv("RXT_MPIRUN") : missing->programs[0]);
    } else if (!strcmp(rxt_build.mpi, "no")) {
        (void)rxt_fail(RXT_E_ABSENT, "layout %s needs MPI, and this rxt was built with MPI=no", text);
    } else {
        (void)rxt_fail(
            RXT_E_ABSENT,
            "layout %s: rxt starts no launcher for several nodes; start it yourself with mpirun or "
            "srun, and give the same --layout",
            text);
    }
    return NULL;
}

enum rxt_err rxt_launch_line(const struct rxt_launch *launch, struct rxt_text *out)
{
    char path[4096];
    struct rxt_words words = {0};
    const struct rxt_launcher *launcher = rxt_launcher_find(&launch->layout, path, sizeof path);
    if (!launcher) {
        return RXT_E_ABSENT;
    }
    const char *name = strrchr(path, '/');
    launcher->command(&words, name ? name + 1 : path, launch);
    for (size_t i = 0; i < words.n; i++) {
        rxt_text_add_quoted(out, words.word[i]);
        rxt_text_add(out, " ");
    }
    for (size_t i = 0; i < launch->program->n; i++) {
        rxt_text_add(out, i > 0 ? " " : "");
        rxt_text_add_quoted(out, launch->program->word[i]);
    }
    const bool failed = words.failed || out->failed;
    rxt_words_free(&words);
    return failed ? rxt_fail(RXT_E_MEMORY, "no room for a command line") : RXT_OK;
}
