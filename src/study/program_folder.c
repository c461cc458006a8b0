/* SPDX-License-Identifier: BSD-3-Clause
 * program_folder.c - the folder that a launch of a program runs in.
 */
#include "program_parts.h"

#include "folder.h"
#include "note.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct rxt_program_folders {
    const struct rxt_program *program;
    const volatile sig_atomic_t *stop;
    char root[RXT_PATH_BYTES - 64]; /* of fresh folders, or the shared one; absolute */
    char study[RXT_PATH_BYTES];     /* "" or the study's, absolute */
    bool is_named;                  /* --workdir: the root is not removed */
    struct rxt_prepared *prepared;
    struct rxt_listing *before; /* of the shared folder */
    bool has_warned;
};

bool rxt_program_is_fresh(const struct rxt_program *program)
{
    return rxt_program_has_copies(program) ||
           program->inputs.n + program->templates.n + program->prepare.n > 0;
}

static enum rxt_err resolve(const char *path, char *out, size_t n_bytes)
{
    char *real = realpath(path, NULL);
    const int n = real ? snprintf(out, n_bytes, "%s", real) : -1;
    free(real);
    return n >= 0 && (size_t)n < n_bytes ? RXT_OK
                                         : rxt_fail(RXT_E_OUTPUT, "folder %s cannot be used: %s", path,
                                                    strerror(real ? ENAMETOOLONG : errno));
}

enum rxt_err rxt_program_folders_open(const struct rxt_program *program, const char *study,
                                      const volatile sig_atomic_t *stop, struct rxt_program_folders **out)
{
    char launches[RXT_PATH_BYTES];
    const bool is_fresh = rxt_program_is_fresh(program);
    struct rxt_program_folders *f = calloc(1, sizeof *f);
    *out = f;
    if (!f) {
        return rxt_fail(RXT_E_MEMORY, "no room for the folders of launches");
    }
    f->program = program;
    f->stop = stop;
    f->is_named = program->workdir != NULL;
    snprintf(launches, sizeof launches, "%s/launches", study);
    enum rxt_err err = is_fresh && !f->is_named ? rxt_folder_make(launches) : RXT_OK;
    if (!err) {
        err = resolve(f->is_named ? program->workdir : is_fresh ? launches : ".", f->root, sizeof f->root);
    }
    err = err == RXT_OK && access(study, F_OK) == 0 ? resolve(study, f->study, sizeof f->study) : err;
    f->before = err == RXT_OK && !is_fresh ? rxt_listing_take(f->root, f->study) : NULL;
    return err;
}

void rxt_program_folders_close(struct rxt_program_folders *folders)
{
    if (!folders) {
        return;
    }
    rxt_prepared_free(folders->prepared, folders->program->keep);
    if (!folders->is_named && rxt_program_is_fresh(folders->program)) {
        rmdir(folders->root); /* empty, unless something was to be kept */
    }
    rxt_listing_free(folders->before);
    free(folders);
}

static enum rxt_err make_fresh(struct rxt_program_folders *folders, const struct rxt_program_turn *turn,
                               char *out, size_t n_bytes)
{
    const struct rxt_program_values values = rxt_program_values_of(&turn->layout);
    const struct rxt_program *program = folders->program;
    char wanted[RXT_PATH_BYTES], copy[32] = "";
    const char *prepared = NULL;
    const struct rxt_furnish at = {folders->root, folders->study[0] ? folders->study : NULL, folders->stop};
    enum rxt_err err = program->prepare.n > 0
                           ? rxt_prepared_find(&folders->prepared, program, &at, &values, &prepared)
                           : RXT_OK;
    if (program->subjects[turn->subject].n_copies > 1) {
        snprintf(copy, sizeof copy, "-copy-%d", turn->copy + 1);
    }
    snprintf(wanted, sizeof wanted, "%s/launch-%05d%s", folders->root, turn->launch, copy);
    if (!err) {
        err = rxt_folder_make_new(wanted, out, n_bytes);
    }
    if (!err) {
        err = prepared ? rxt_folder_copy(prepared, out, NULL)
                       : rxt_program_furnish_inputs(program, out, at.skip);
    }
    return err == RXT_OK ? rxt_program_furnish_templates(program, out, &values) : err;
}

enum rxt_err rxt_program_folder_enter(struct rxt_program_folders *folders,
                                      const struct rxt_program_turn *turn, char *out, size_t n_bytes)
{
    out[0] = '\0';
    if (!rxt_program_is_fresh(folders->program)) {
        snprintf(out, n_bytes, "%s", folders->root);
        return RXT_OK;
    }
    const enum rxt_err err = make_fresh(folders, turn, out, n_bytes);
    if (err != RXT_OK && out[0] && !folders->program->keep) {
        rxt_folder_remove(out);
    }
    return err;
}

void rxt_program_folder_leave(struct rxt_program_folders *folders, const char *folder)
{
    if (rxt_program_is_fresh(folders->program)) {
        if (!folders->program->keep) {
            rxt_folder_remove(folder);
        }
        return;
    }
    char name[256];
    struct rxt_listing *now = folders->has_warned ? NULL : rxt_listing_take(folders->root, folders->study);
    if (rxt_listing_differs(folders->before, now, name, sizeof name)) {
        folders->has_warned = true;
        rxt_note(
            RXT_NOTE_WARNING,
            "the program made or changed %s in %s, which all launches share: what one leaves the next finds; with "
            "--copy FILE (what it reads) each has a fresh folder of its own",
            name, folders->root);
    }
    rxt_listing_free(now);
}
