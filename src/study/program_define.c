/* SPDX-License-Identifier: BSD-3-Clause
 * program_define.c - a program's definition as a value: built, given back.
 */
#include "program_parts.h"

#include "json.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void rxt_program_free(struct rxt_program *program)
{
    for (size_t i = 0; i < program->n_subjects; i++) {
        free(program->subjects[i].name);
        rxt_words_free(&program->subjects[i].command);
    }
    free(program->subjects);
#define FREE_TEXT(name) free(program->name);
#define FREE_LIST(name) rxt_words_free(&program->name);
    RXT_PROGRAM_TEXTS(FREE_TEXT)
    RXT_PROGRAM_LISTS(FREE_LIST)
    *program = (struct rxt_program){.n_subjects = 0};
}

/* The last part of a path as a name of ours: what no name has becomes '_'. */
static void name_after(const char *path, char *out, size_t n_bytes)
{
    const char *slash = strrchr(path, '/');
    snprintf(out, n_bytes, "%s", slash ? slash + 1 : path);
    for (char *c = out; *c; c++) {
        *c = isalnum((unsigned char)*c) || (c > out && strchr("._+-", *c)) ? *c : '_';
    }
    if (!isalnum((unsigned char)out[0])) {
        snprintf(out, n_bytes, "program");
    }
}

static enum rxt_err check_name(const struct rxt_program *program, const char *name)
{
    if (!rxt_is_name(name)) {
        return rxt_fail(RXT_E_USAGE,
                        "'%s' is no name for a program: letters, digits and ._+- alone, a letter or digit "
                        "first, at most %d",
                        name, RXT_NAME_MOST);
    }
    for (size_t i = 0; i < program->n_subjects; i++) {
        if (!strcmp(program->subjects[i].name, name)) {
            return rxt_fail(
                RXT_E_USAGE,
                "two programs are called %s: give each a name of its own, as in --subject old='./a'", name);
        }
    }
    return RXT_OK;
}

enum rxt_err rxt_program_add(struct rxt_program *program, const char *name, const struct rxt_words *command,
                             int n_copies)
{
    char base[RXT_NAME_MOST - 8], full[RXT_NAME_MOST + 16];
    if (command->n == 0 || !command->word[0][0]) {
        return rxt_fail(RXT_E_USAGE, "%s%snames no program: its file and arguments go there",
                        name ? name : "--", name ? "= " : " ");
    }
    name_after(command->word[0], base, sizeof base);
    snprintf(full, sizeof full, n_copies > 1 ? "%.*s-x%d" : "%.*s", RXT_NAME_MOST + 1, name ? name : base,
             n_copies);
    const enum rxt_err err = check_name(program, full);
    struct rxt_program_subject *subjects =
        err == RXT_OK ? realloc(program->subjects, (program->n_subjects + 1) * sizeof *subjects) : NULL;
    if (err != RXT_OK) {
        return err;
    }
    if (subjects) {
        struct rxt_program_subject *s = &subjects[program->n_subjects];
        program->subjects = subjects;
        *s = (struct rxt_program_subject){.name = strdup(full), .n_copies = n_copies};
        for (size_t i = 0; i < command->n; i++) {
            rxt_words_add(&s->command, "%s", command->word[i]);
        }
        program->n_subjects++;
    }
    return subjects && program->subjects[program->n_subjects - 1].name &&
                   !program->subjects[program->n_subjects - 1].command.failed
               ? RXT_OK
               : rxt_fail(RXT_E_MEMORY, "no room for a program");
}
