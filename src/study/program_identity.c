/* SPDX-License-Identifier: BSD-3-Clause
 * program_identity.c - which files a program is, and is given: by their bytes a decision is known to be of them.
 */
#include "program.h"

#include "identity.h"

#include <string.h>
#include <sys/stat.h>

/* A file as it is named, or in the folder that the program runs in. */
static void add(json_t *files, const struct rxt_program *program, const char *word)
{
    struct stat st;
    struct rxt_text path = {0};
    const bool is_inside = program->workdir && word[0] != '/';
    rxt_text_add(&path, "%s%s%s", is_inside ? program->workdir : "", is_inside ? "/" : "", word);
    if (word[0] && stat(rxt_text_of(&path), &st) == 0 && S_ISREG(st.st_mode)) {
        rxt_identities_add(files, rxt_text_of(&path));
    }
    rxt_text_free(&path);
}

static void add_all(json_t *files, const struct rxt_words *paths)
{
    for (size_t i = 0; i < paths->n; i++) {
        rxt_identities_add(files, paths->word[i]);
    }
}

json_t *rxt_program_files(const struct rxt_program *program, size_t subject)
{
    char path[4096];
    json_t *files = json_object();
    const struct rxt_words *command = &program->subjects[subject].command;
    if (rxt_program_find(command->word[0], path,
                         sizeof path)) { /* a name with braces is another one a layout */
        rxt_identities_add(files, path);
    }
    for (size_t i = 1; i < command->n; i++) {
        add(files, program, command->word[i]);
    }
    add_all(files, &program->templates);
    add_all(files, &program->inputs);
    if (program->stdin_file) {
        rxt_identities_add(files, program->stdin_file);
    }
    return files;
}
