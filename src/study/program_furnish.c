/* SPDX-License-Identifier: BSD-3-Clause
 * program_furnish.c - the user's files in a fresh folder: copied, templates filled in.
 */
#include "program_parts.h"

#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static enum rxt_err read_file(const char *path, struct rxt_text *out)
{
    char bytes[16384];
    ssize_t n = 1;
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    while (fd >= 0 && (n = read(fd, bytes, sizeof bytes)) > 0) {
        rxt_text_add_bytes(out, bytes, (size_t)n);
    }
    const enum rxt_err err =
        fd < 0 || n < 0 ? rxt_fail(RXT_E_INPUT, "--template %s cannot be read: %s", path, strerror(errno))
                        : RXT_OK;
    if (fd >= 0) {
        close(fd);
    }
    return err == RXT_OK && out->failed ? rxt_fail(RXT_E_MEMORY, "no room for --template %s", path) : err;
}

static enum rxt_err write_file(const char *path, const struct rxt_text *text)
{
    FILE *file = fopen(path, "w");
    const bool is_written = file && fwrite(rxt_text_of(text), 1, text->n, file) == text->n;
    return (file && fclose(file) != 0) || !is_written
               ? rxt_fail(RXT_E_OUTPUT, "%s cannot be written: %s", path, strerror(errno))
               : RXT_OK;
}

/* Join, with the folders above the file made. */
static enum rxt_err target_in(const char *folder, const char *source, char *out, size_t n_bytes)
{
    char target[RXT_PATH_BYTES], above[RXT_PATH_BYTES];
    rxt_program_target(source, target, sizeof target);
    const int n = snprintf(out, n_bytes, "%s%s%s", folder, target[0] ? "/" : "", target);
    if (n < 0 || (size_t)n >= n_bytes) {
        return rxt_fail(RXT_E_OUTPUT, "%s/%s is too long a path", folder, target);
    }
    snprintf(above, sizeof above, "%.*s", (int)(strrchr(out, '/') - out), out);
    return rxt_folder_make(above);
}

static enum rxt_err fill_template(const char *source, const char *folder,
                                  const struct rxt_program_values *values)
{
    char path[RXT_PATH_BYTES];
    struct rxt_text text = {0}, filled = {0};
    enum rxt_err err = target_in(folder, source, path, sizeof path);
    if (!err) {
        err = read_file(source, &text);
    }
    if (err == RXT_OK) {
        rxt_program_fill(rxt_text_of(&text), text.n, values, &filled);
        err = filled.failed ? rxt_fail(RXT_E_MEMORY, "no room for --template %s", source)
                            : write_file(path, &filled);
    }
    rxt_text_free(&text);
    rxt_text_free(&filled);
    return err;
}

enum rxt_err rxt_program_furnish_templates(const struct rxt_program *program, const char *folder,
                                           const struct rxt_program_values *values)
{
    enum rxt_err err = RXT_OK;
    for (size_t i = 0; i < program->templates.n && err == RXT_OK; i++) {
        err = fill_template(program->templates.word[i], folder, values);
    }
    return err;
}

enum rxt_err rxt_program_furnish_inputs(const struct rxt_program *program, const char *folder,
                                        const char *skip)
{
    const struct rxt_words *inputs = &program->inputs;
    enum rxt_err err = RXT_OK;
    for (size_t i = 0; i < inputs->n && err == RXT_OK; i++) {
        char path[RXT_PATH_BYTES];
        err = target_in(folder, inputs->word[i], path, sizeof path);
        if (!err) {
            err = rxt_folder_copy(inputs->word[i], path, skip);
        }
    }
    return err;
}
