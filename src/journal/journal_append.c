/* SPDX-License-Identifier: BSD-3-Clause
 * journal_append.c - append whole lines to a locked file, each flushed to the disk.
 */
#include "journal_file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static enum rxt_err take_back(const struct rxt_journal *j, int why)
{
    const bool is_whole = ftruncate(j->fd, j->n_bytes) == 0;
    if (j->is_part) {
        return rxt_fail(RXT_E_OUTPUT, "journal %s cannot be written: %s; make room, then merge again",
                        rxt_text_of(&j->path), strerror(why));
    }
    return rxt_fail(RXT_E_OUTPUT,
                    "journal %s cannot be written: %s; what was measured before is kept%s: make room, "
                    "then go on with --resume",
                    rxt_text_of(&j->path), strerror(why),
                    is_whole ? "" : " (its last line is torn and will be cut)");
}

enum rxt_err rxt_journal_check(struct rxt_journal *j)
{
    struct stat mine, named;
    const char *what = NULL;
    if (fstat(j->fd, &mine) != 0) {
        what = strerror(errno);
    } else if (lstat(rxt_text_of(&j->path), &named) != 0) {
        what = errno == ENOENT || errno == ENOTDIR ? "it was removed or renamed" : strerror(errno);
    } else if (named.st_dev != j->device || named.st_ino != j->inode) {
        what = "another file was put in its place";
    } else if (mine.st_size < j->n_bytes) {
        what = "it was cut by another program";
    } else if (mine.st_size > j->n_bytes) {
        what = "another program wrote to it";
    }
    j->is_lost = what != NULL;
    return what ? rxt_fail(RXT_E_OUTPUT, "journal %s is no longer this study's: %s while the study ran",
                           rxt_text_of(&j->path), what)
                : RXT_OK;
}

/* Write all or nothing: what a full disk cut, or did not take, is taken back. */
static enum rxt_err append(struct rxt_journal *j, const char *bytes, size_t n)
{
    for (size_t done = 0; done < n;) {
        const ssize_t written = write(j->fd, bytes + done, n - done);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return take_back(j, written < 0 ? errno : ENOSPC);
        }
        done += (size_t)written;
    }
    /* A part is flushed once, when it is whole. */
    if (!j->is_part && fdatasync(j->fd) != 0 && errno != EINVAL && errno != EROFS) {
        return take_back(j, errno);
    }
    j->n_bytes += (off_t)n;
    return RXT_OK;
}

enum rxt_err rxt_journal_add(struct rxt_journal *journal, const json_t *record)
{
    assert(json_is_object(record) && json_object_get(record, "schema"));
    char *line = json_dumps(record, JSON_COMPACT | JSON_REAL_PRECISION(17));
    const size_t n = line ? strlen(line) : 0;
    char *whole = line ? realloc(line, n + 2) : NULL;
    if (!whole) {
        free(line);
        return rxt_fail(RXT_E_MEMORY, "no room for a line of the journal");
    }
    whole[n] = '\n';
    whole[n + 1] = '\0';
    enum rxt_err err = rxt_journal_check(journal);
    if (!err) {
        err = append(journal, whole, n + 1);
    }
    free(whole);
    return err;
}

void rxt_journal_close(struct rxt_journal *journal)
{
    if (journal) {
        if (journal->is_part) {
            unlink(rxt_text_of(&journal->path));
        }
        if (journal->fd >= 0) {
            close(journal->fd);
        }
        rxt_text_free(&journal->path);
        free(journal);
    }
}

bool rxt_journal_is_lost(const struct rxt_journal *journal)
{
    return journal->is_lost;
}
