/* SPDX-License-Identifier: BSD-3-Clause
 * report_write.c - every format into its file, whole or not at all.
 */
#include "report.h"

#include "report_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const struct rxt_format rxt_format_terminal = {"terminal", NULL, rxt_report_brief, &rxt_renderer_terminal,
                                               NULL},
                        rxt_format_markdown = {"md", "report.md", rxt_report_full, &rxt_renderer_markdown,
                                               NULL};
const struct rxt_format *const rxt_formats[] = {
    &rxt_format_terminal, &rxt_format_markdown, &rxt_format_html,   &rxt_format_csv,
    &rxt_format_rounds,   &rxt_format_json,     &rxt_format_access, NULL};

const struct rxt_format *rxt_format_find(const char *name)
{
    size_t i = 0;
    while (rxt_formats[i] && strcmp(rxt_formats[i]->name, name) != 0) {
        i++;
    }
    return rxt_formats[i];
}

void rxt_report_format(struct rxt_text *out, const struct rxt_format *format, const struct rxt_study *study,
                       const struct rxt_decision *decision, const struct rxt_screen *screen)
{
    struct rxt_document document = {0};
    if (format->write) {
        format->write(out, study, decision);
        return;
    }
    format->build(&document, study, decision);
    rxt_document_render(out, &document, format->renderer, screen);
    rxt_document_close(&document);
}

static bool write_all(int file, const char *bytes, size_t n_bytes)
{
    while (n_bytes > 0) {
        const ssize_t n = write(file, bytes, n_bytes);
        if (n < 0 && errno != EINTR) {
            return false;
        }
        bytes += n > 0 ? n : 0;
        n_bytes -= n > 0 ? (size_t)n : 0;
    }
    return true;
}

/* Return 0, or the errno of the step that failed. mkstemp makes files for the owner alone; a report is for
 * whom the umask lets read. It is not flushed to the disk: the journal is, and makes it again. */
static int fill(int file, const struct rxt_text *text)
{
    const mode_t mask = umask(0);
    umask(mask);
    const bool good = fchmod(file, 0666 & ~mask) == 0 && write_all(file, rxt_text_of(text), text->n);
    int why = good ? 0 : errno;
    if (close(file) != 0 && good) {
        why = errno;
    }
    return why;
}

/* Write the other file, whose name ends in XXXXXX, and give it the name of the first. Signals that end the program wait
 * until it has that name, or is gone. Return 0, or an errno. */
static int fill_and_rename(char *other, const char *path, const struct rxt_text *text)
{
    sigset_t stops, before;
    sigfillset(&stops);
    sigprocmask(SIG_BLOCK, &stops, &before);
    const int file = mkstemp(other);
    int why = file < 0 ? errno : fill(file, text);
    if (file >= 0 && why == 0 && rename(other, path) != 0) {
        why = errno;
    }
    if (file >= 0 && why != 0) {
        unlink(other);
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    return why;
}

static enum rxt_err replace(const char *path, const struct rxt_text *text)
{
    struct rxt_text other = {0};
    rxt_text_add(&other, "%s.XXXXXX", path);
    if (other.failed) {
        rxt_text_free(&other);
        return rxt_fail(RXT_E_MEMORY, "no room to write %s", path);
    }
    const int why = fill_and_rename(other.bytes, path, text);
    rxt_text_free(&other);
    return why == 0 ? RXT_OK : rxt_fail(RXT_E_OUTPUT, "%s cannot be written: %s", path, strerror(why));
}

enum rxt_err rxt_report_file(const char *folder, const char *name, const char *suffix,
                             const struct rxt_text *text)
{
    struct rxt_text path = {0};
    rxt_text_add(&path, "%s/%s%s", folder, name, suffix);
    const enum rxt_err err = path.failed || text->failed
                                 ? rxt_fail(RXT_E_MEMORY, "no room to make %s%s", name, suffix)
                                 : replace(rxt_text_of(&path), text);
    rxt_text_free(&path);
    return err;
}

/* The reason that is left behind is that of the last file that failed, and so is the code. */
enum rxt_err rxt_report_write(const struct rxt_study *study, const struct rxt_decision *decision,
                              const char *folder)
{
    enum rxt_err worst = RXT_OK;
    for (size_t f = 0; rxt_formats[f]; f++) {
        struct rxt_text text = {0};
        if (rxt_formats[f]->file) {
            rxt_report_format(&text, rxt_formats[f], study, decision, NULL);
            const enum rxt_err err = rxt_report_file(folder, rxt_formats[f]->file, "", &text);
            worst = err == RXT_OK ? worst : err;
        }
        rxt_text_free(&text);
    }
    if (decision->scaling != RXT_SCALING_NONE) {
        const enum rxt_err err = rxt_report_plots_write(study, decision, folder);
        worst = err == RXT_OK ? worst : err;
    }
    return worst;
}
