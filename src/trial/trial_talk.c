/* SPDX-License-Identifier: BSD-3-Clause
 * trial_talk.c - standard output of a process that has a plug-in: a file in memory, read between its steps.
 *
 * A pipe would fill, and the plug-in wait for a reader that is itself; at standard error nobody could tell who printed.
 */
#include "trial_talk.h"

#include "json.h"
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/memfd.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int talk = -1; /* where standard output is kept; -1: it is what it was */

enum rxt_err rxt_talk_begin(int *results)
{
    fflush(NULL);
    const int kept = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    const int file = (int)syscall(SYS_memfd_create, "rxt-talk", MFD_CLOEXEC);
    if (kept < 0 || file < 0 || fcntl(file, F_SETFL, O_APPEND) != 0 || dup2(file, STDOUT_FILENO) < 0) {
        return rxt_fail(RXT_E_OUTPUT, "no descriptor for the results beside a plug-in: %s", strerror(errno));
    }
    talk = file;
    *results = kept;
    return RXT_OK;
}

/* Pass all of it on to standard error; out gets the first n_bytes. */
static size_t pass_on(char *out, size_t n_bytes)
{
    char bytes[4096];
    size_t n = 0;
    ssize_t n_read;
    while (talk >= 0 && (n_read = pread(talk, bytes, sizeof bytes, (off_t)n)) > 0) {
        if (n == 0 && out) {
            memcpy(out, bytes, n_bytes < (size_t)n_read ? n_bytes : (size_t)n_read);
        }
        (void)!write(STDERR_FILENO, bytes, (size_t)n_read);
        n += (size_t)n_read;
    }
    if (n > 0) {
        (void)!ftruncate(talk, 0);
    }
    return n;
}

size_t rxt_talk_take(char *first, size_t n_bytes)
{
    char begin[100] = "";
    struct rxt_text text = {0};
    if (talk >= 0) {
        fflush(NULL);
    }
    const size_t n = pass_on(begin, sizeof begin - 1);
    rxt_text_add_line(&text, begin, strcspn(begin, "\n"));
    snprintf(first, n_bytes, "%s", rxt_text_of(&text));
    rxt_text_free(&text);
    return n;
}

void rxt_talk_rescue(void)
{
    pass_on(NULL, 0);
}

const char *rxt_talk_text(const json_t *record, char *out, size_t n_bytes)
{
    snprintf(
        out, n_bytes,
        "kernel %.40s prints to standard output, where results go (\"%.60s\"): it was passed on to standard error; let it "
        "print there, and never in what is timed",
        rxt_json_text_at(record, "kernel", "unknown"), rxt_json_text_at(record, "said", ""));
    return out;
}
