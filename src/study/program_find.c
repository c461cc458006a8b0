/* SPDX-License-Identifier: BSD-3-Clause
 * program_find.c - is all here that the user named?
 */
#include "program_parts.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum rxt_err find_command(const char *program, const char *where)
{
    char path[RXT_PATH_BYTES];
    struct stat st;
    if (rxt_program_find(program, path, sizeof path)) {
        return RXT_OK;
    }
    if (!strchr(program, '/')) {
        return rxt_fail(RXT_E_USAGE, "%s'%s' is no program in PATH (%s); one in the present folder is './%s'",
                        where, program, rxt_search_path(), program);
    }
    if (stat(program, &st) != 0) {
        return rxt_fail(RXT_E_USAGE, "%s%s: %s", where, program, strerror(errno));
    }
    return rxt_fail(RXT_E_USAGE,
                    S_ISDIR(st.st_mode) ? "%s%s is a folder, and no program"
                                        : "%s%s is not executable: chmod +x it, if it is a program",
                    where, program);
}

static enum rxt_err find_file(const char *path, const char *option)
{
    return access(path, R_OK) == 0 ? RXT_OK
                                   : rxt_fail(RXT_E_INPUT, "%s %s: %s", option, path, strerror(errno));
}

static enum rxt_err find_files(const struct rxt_words *files, const char *option)
{
    enum rxt_err err = RXT_OK;
    for (size_t i = 0; i < files->n && err == RXT_OK; i++) {
        err = find_file(files->word[i], option);
    }
    return err;
}

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

enum rxt_err rxt_program_find_files(const struct rxt_program *program)
{
    enum rxt_err err = find_files(&program->inputs, "--copy");
    for (size_t i = 0; i < program->n_subjects && err == RXT_OK; i++) {
        const char *command = program->subjects[i].command.word[0];
        err = strchr(command, '{') ? RXT_OK
                                   : find_command(command, ""); /* a layout's own program is found then */
    }
    err =
        err == RXT_OK && program->prepare.n > 0 ? find_command(program->prepare.word[0], "--prepare: ") : err;
    err = err == RXT_OK && program->check.n > 0 ? find_command(program->check.word[0], "--check: ") : err;
    err = err == RXT_OK && program->launcher.n > 0
              ? find_command(program->launcher.word[0], "--launcher-template: ")
              : err;
    if (!err) {
        err = find_files(&program->templates, "--template");
    }
    err = err == RXT_OK && program->stdin_file ? find_file(program->stdin_file, "--stdin") : err;
    if (err == RXT_OK && program->workdir && !is_folder(program->workdir)) {
        return rxt_fail(RXT_E_INPUT, "--workdir %s is no folder that is there", program->workdir);
    }
    return err;
}
