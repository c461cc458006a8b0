/* SPDX-License-Identifier: BSD-3-Clause
 * launch_find.c - the table of launchers, which one is here, and its command line.
 */
#include "launch.h"

#include "build.h"
#include "text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ROW(name) &rxt_launcher_##name,
const struct rxt_launcher *const rxt_launchers[] = {RXT_LAUNCHERS(ROW) NULL};
#undef ROW

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

const char *rxt_search_path(void)
{
    static char usual[1024];
    const char *path = getenv("PATH");
    if (path && path[0]) {
        return path;
    }
    (void)confstr(_CS_PATH, usual, sizeof usual); /* cron, and scripts that clear it: as execvp does */
    return usual;
}

/* Open MPI takes the folder of its mpirun for its prefix, and "/bin" of a system where that is a link to /usr/bin for
 * "/", which it refuses: name the folder that is meant. */
static bool find_in(const char *folder, const char *program, char *out, size_t n_bytes)
{
    char *real = realpath(folder, NULL);
    const int n = snprintf(out, n_bytes, "%s/%s", real ? real : folder, program);
    free(real);
    return n > 0 && (size_t)n < n_bytes && access(out, X_OK) == 0;
}

bool rxt_program_find(const char *program, char *out, size_t n_bytes)
{
    const char *path = rxt_search_path();
    if (strchr(program, '/')) {
        snprintf(out, n_bytes, "%s", program);
        return access(program, X_OK) == 0;
    }
    while (path && *path) {
        const size_t n = strcspn(path, ":");
        char folder[4096];
        snprintf(folder, sizeof folder, "%.*s", (int)n, path);
        if (find_in(folder, program, out, n_bytes)) {
            return true;
        }
        path += n + (path[n] == ':');
    }
    return false;
}

static bool lists(const struct rxt_launcher *launcher, const char *name)
{
    for (const char *const *program = launcher->programs; program && *program; program++) {
        if (!strcmp(*program, name)) {
            return true;
        }
    }
    return false;
}

/* Does a program that the user named speak this dialect? A name that no dialect lists is some mpirun. */
static bool may_be(const struct rxt_launcher *launcher, const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    bool is_known = false;
    for (const struct rxt_launcher *const *l = rxt_launchers; *l; l++) {
        is_known |= lists(*l, name);
    }
    return is_known ? lists(launcher, name) : launcher->takes_any;
}

static bool find_program(const struct rxt_launcher *launcher, char *path, size_t n_bytes)
{
    const char *asked = getenv("RXT_MPIRUN");
    path[0] = '\0';
    if (!launcher->programs) {
        return true;
    }
    if (asked && asked[0]) {
        return may_be(launcher, asked) && rxt_program_find(asked, path, n_bytes);
    }
    for (const char *const *program = launcher->programs; *program; program++) {
        if (rxt_program_find(*program, path, n_bytes)) {
            return true;
        }
    }
    return false;
}

const char *rxt_hostfile(void)
{
    const char *file = getenv("RXT_HOSTFILE");
    return file && file[0] ? file : NULL;
}

enum rxt_err rxt_hostfile_check(void)
{
    struct stat st;
    const char *file = rxt_hostfile();
    FILE *hosts = file ? fopen(file, "r") : NULL;
    const int why = errno;
    enum rxt_err err = RXT_OK;
    if (file && !hosts) {
        err = rxt_fail(RXT_E_INPUT, "the file of hosts '%s' cannot be read: %s", file, strerror(why));
    } else if (hosts && (fstat(fileno(hosts), &st) != 0 || !S_ISREG(st.st_mode))) {
        err = rxt_fail(RXT_E_INPUT, "the file of hosts '%s' is no file: write the hosts into one", file);
    } else if (hosts && st.st_size == 0) {
        err = rxt_fail(RXT_E_INPUT, "the file of hosts '%s' is empty: write one host a line", file);
    }
    if (hosts) {
        fclose(hosts);
    }
    return err;
}

bool rxt_hosts_known(void)
{
    static const char *const names[] = {"RXT_HOSTFILE", "SLURM_JOB_ID", "OMPI_MCA_orte_default_hostfile",
                                        "PRTE_MCA_prte_default_hostfile", "HYDRA_HOST_FILE"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && value[0]) {
            return true;
        }
    }
    return false;
}

/* The dialect that a program which the user named speaks by its name; NULL: none, or any. */
static const struct rxt_launcher *dialect_of(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    for (const struct rxt_launcher *const *l = rxt_launchers; *l; l++) {
        if (lists(*l, name)) {
            return *l;
        }
    }
    return NULL;
}

static void refuse(const struct rxt_layout *layout, const struct rxt_launcher *missing)
{
    char text[RXT_LAYOUT_BYTES];
    char path[4096];
    const char *asked = getenv("RXT_MPIRUN");
    const struct rxt_launcher *other = asked && asked[0] ? dialect_of(asked) : NULL;
    rxt_layout_text(layout, text, sizeof text);
    if (missing && other && !other->serves(layout) && rxt_program_find(asked, path, sizeof path)) {
        (void)rxt_fail(
            RXT_E_ABSENT,
            "RXT_MPIRUN names %s, which is %s, and this rxt was built with MPI %s: layout %s needs %s", asked,
            other->what, rxt_build.mpi, text, missing->what);
    } else if (!missing) {
        (void)rxt_fail(RXT_E_ABSENT, "layout %s needs MPI, and this rxt was built with MPI=no", text);
    } else if (layout->nodes > 1 && !rxt_hosts_known()) {
        (void)rxt_fail(
            RXT_E_ABSENT,
            "layout %s needs %d nodes, and no other host is known here: start rxt in an allocation "
            "of Slurm, or name a file of hosts in RXT_HOSTFILE (as %s takes it)",
            text, layout->nodes, missing->programs[0]);
    } else {
        (void)rxt_fail(
            RXT_E_ABSENT,
            "layout %s needs %s, and no %s is in PATH: install it ('make deps' does on Debian), or "
            "name it in RXT_MPIRUN",
            text, missing->what, asked && asked[0] ? asked : missing->programs[0]);
    }
}

const struct rxt_launcher *rxt_launcher_find(const struct rxt_layout *layout,
                                             const struct rxt_launcher *after, char *path, size_t n_bytes)
{
    const struct rxt_launcher *missing = NULL;
    bool is_behind = !after;
    for (const struct rxt_launcher *const *l = rxt_launchers; *l; l++) {
        if (is_behind && (*l)->serves(layout)) {
            if ((layout->nodes == 1 || rxt_hosts_known()) && find_program(*l, path, n_bytes)) {
                return *l;
            }
            missing = *l;
        }
        is_behind |= *l == after;
    }
    refuse(layout, missing);
    return NULL;
}

const struct rxt_launcher *rxt_launcher_of(const struct rxt_launch *launch, char *path, size_t n_bytes)
{
    const struct rxt_launcher *launcher = launch->way.launcher;
    if (launcher != &rxt_launcher_none && (!launcher || rxt_launcher_none.serves(&launch->layout))) {
        return rxt_launcher_find(&launch->layout, NULL, path, n_bytes);
    }
    if (find_program(launcher, path, n_bytes)) {
        return launcher;
    }
    refuse(&launch->layout, launcher);
    return NULL;
}

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
