/* SPDX-License-Identifier: BSD-3-Clause
 * cmd_new_kernel.c - rxt new-kernel: the folder of a kernel of one's own, made from share/new-kernel.
 */
#include "cli.h"

#include "folder.h"
#include "launch_rank.h"
#include "text.h"

#include "rxt/kernel.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { NAME_MOST = 31, PATH_BYTES = 4096, N_MARKS = 3 };

/* What a template holds in the place of a word. */
struct mark {
    const char *mark, *word;
};

/* The folder that is made. */
struct plan {
    const char *folder;
    char source[NAME_MOST + 8];                      /* its file of the kernel */
    char from[PATH_BYTES], to[PATH_BYTES];           /* of the kernel   */
    char from_make[PATH_BYTES], to_make[PATH_BYTES]; /* of the Makefile */
    struct mark marks[N_MARKS];
};

static enum rxt_err check_name(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_",
                      digits[] = "0123456789";
    char of_name[sizeof letters + sizeof digits];
    snprintf(of_name, sizeof of_name, "%s%s", letters, digits);
    const size_t n = strlen(name);
    if (n == 0 || n > NAME_MOST || strspn(name, of_name) != n || !strchr(letters, name[0])) {
        return rxt_fail(
            RXT_E_USAGE,
            "'%s' is no name of a kernel: letters, digits and '_', no digit first, at most %d of them", name,
            NAME_MOST);
    }
    for (const struct rxt_kernel *const *k = rxt_kernels; *k; k++) {
        if (!strcmp((*k)->name, name)) {
            return rxt_fail(RXT_E_USAGE, "'%s' is a kernel of rxt's own: take another name", name);
        }
    }
    return RXT_OK;
}

static enum rxt_err make_plan(const struct rxt_args *args, struct plan *plan)
{
    static const char *const compile[] = {"$(CC) $(CFLAGS)", "$(CXX) $(CXXFLAGS)"};
    const char *name = args->words[0], *kind = args->whole ? "whole" : "split",
               *ending = args->cxx ? "cc" : "c";
    char share[PATH_BYTES / 2];
    const enum rxt_err err = rxt_share_find("new-kernel", share, sizeof share);
    if (err) {
        return err;
    }
    plan->folder = args->dir ? args->dir : name;
    if (strlen(plan->folder) > PATH_BYTES / 2) {
        return rxt_fail(RXT_E_USAGE, "--dir is longer than %d bytes", PATH_BYTES / 2);
    }
    snprintf(plan->source, sizeof plan->source, "%s.%s", name, ending);
    snprintf(plan->from, sizeof plan->from, "%s/%s.%s.in", share, kind, ending);
    snprintf(plan->from_make, sizeof plan->from_make, "%s/%s.mk.in", share, kind);
    snprintf(plan->to, sizeof plan->to, "%s/%s", plan->folder, plan->source);
    snprintf(plan->to_make, sizeof plan->to_make, "%s/Makefile", plan->folder);
    plan->marks[0] = (struct mark){"@NAME@", name};
    plan->marks[1] = (struct mark){"@SOURCE@", plan->source};
    plan->marks[2] = (struct mark){"@COMPILE@", compile[args->cxx]};
    return RXT_OK;
}

/* Both files are looked for before one is written. */
static enum rxt_err check_free(const char *path)
{
    return access(path, F_OK) != 0 ? RXT_OK
                                   : rxt_fail(RXT_E_USAGE,
                                              "%s is there already, and nothing is written over it: name "
                                              "another folder with --dir",
                                              path);
}

static void fill(const struct plan *plan, const char *line, struct rxt_text *out)
{
    while (*line) {
        size_t n_mark = 0;
        for (size_t i = 0; n_mark == 0 && i < N_MARKS; i++) {
            const size_t n = strlen(plan->marks[i].mark);
            if (!strncmp(line, plan->marks[i].mark, n)) {
                rxt_text_add(out, "%s", plan->marks[i].word);
                n_mark = n;
            }
        }
        rxt_text_add_bytes(out, line, n_mark > 0 ? 0 : 1);
        line += n_mark > 0 ? n_mark : 1;
    }
}

static enum rxt_err read_template(const struct plan *plan, const char *path, struct rxt_text *out)
{
    char *line = NULL;
    size_t room = 0;
    FILE *file = fopen(path, "r");
    if (!file) {
        return rxt_fail(RXT_E_ABSENT, "%s cannot be read: %s; 'make install' installs it", path,
                        strerror(errno));
    }
    while (getline(&line, &room, file) >= 0) {
        fill(plan, line, out);
    }
    free(line);
    fclose(file);
    return out->failed ? rxt_fail(RXT_E_MEMORY, "no room for %s", path) : RXT_OK;
}

static enum rxt_err write_new(const struct plan *plan, const char *from, const char *to)
{
    struct rxt_text text = {0};
    enum rxt_err err = read_template(plan, from, &text);
    const int file = err ? -1 : open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    const bool is_written = file >= 0 && write(file, rxt_text_of(&text), text.n) == (ssize_t)text.n;
    const int why = errno;
    const bool is_closed = file >= 0 && close(file) == 0;
    if (!err && !(is_written && is_closed)) {
        err = rxt_fail(RXT_E_OUTPUT, "%s cannot be written: %s; name another folder with --dir", to,
                       strerror(is_written ? errno : why));
    }
    rxt_text_free(&text);
    return err;
}

static enum rxt_err tell(const struct plan *plan)
{
    struct rxt_text text = {0};
    rxt_text_add(&text, "%s: the kernel, its loop in the middle\n%s: builds and checks it\n\nNow: cd ",
                 plan->to, plan->to_make);
    rxt_text_add_quoted(&text, plan->folder);
    rxt_text_add(&text, " && make check\n");
    const enum rxt_err err =
        text.failed ? rxt_fail(RXT_E_MEMORY, "no room for a text") : rxt_print(rxt_text_of(&text));
    rxt_text_free(&text);
    return err;
}

static enum rxt_err run(const struct rxt_args *args)
{
    struct plan plan;
    enum rxt_err err = args->n_words > 0
                           ? check_name(args->words[0])
                           : rxt_fail(RXT_E_USAGE, "rxt new-kernel needs the name of the kernel, such "
                                                   "as: rxt new-kernel saxpy");
    if (!err) {
        err = make_plan(args, &plan);
    }
    if (!err) {
        err = check_free(plan.to);
    }
    if (!err) {
        err = check_free(plan.to_make);
    }
    if (!err && rxt_folder_make(plan.folder) != RXT_OK) {
        err = rxt_fail(RXT_E_OUTPUT, "folder %s cannot be made: name another one with --dir", plan.folder);
    }
    if (!err) {
        err = write_new(&plan, plan.from, plan.to);
    }
    if (!err) {
        err = write_new(&plan, plan.from_make, plan.to_make);
    }
    return err ? err : tell(&plan);
}

const struct rxt_cmd rxt_cmd_new_kernel = {
    .name = "new-kernel",
    .words = "WORD",
    .most_words = 1,
    .is_alone = true,
    .options = "whole cxx dir",
    .what = "write a kernel of your own to begin with, and a Makefile that builds and checks it",
    .more =
        "WORD becomes the kernel's name, and the name of the folder and of its file. The kernel is right as it is "
        "written:\n"
        "put your own loop in the place of its own. Nothing that is there is written over.\n\n"
        "Examples:\n"
        "  rxt new-kernel saxpy && cd saxpy && make check\n"
        "  rxt new-kernel saxpy --cxx\n"
        "  rxt new-kernel stencil --whole\n",
    .run = run,
};
