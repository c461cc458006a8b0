/* SPDX-License-Identifier: BSD-3-Clause
 * trial_output.c - can the file that an answer is to be written to be written? Asked before the work.
 *
 * Tried, and not reckoned from permissions: a file that is there keeps its bytes, one that is not is removed again.
 */
#include "trial.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum rxt_err try_file(const char *path)
{
    struct stat st;
    const bool is_there = stat(path, &st) == 0;
    if (is_there && S_ISFIFO(st.st_mode)) { /* its reader may come later */
        return RXT_OK;
    }
    const bool is_link = !is_there && lstat(path, &st) == 0; /* to a file that is yet to be made */
    const int make = is_there ? 0 : is_link ? O_CREAT : O_CREAT | O_EXCL;
    const int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | make, 0666);
    if (fd < 0) {
        return rxt_fail(RXT_E_OUTPUT, "cannot write '%s': %s", path, strerror(errno));
    }
    close(fd);
    char *made = is_link ? realpath(path, NULL) : NULL;
    if (!is_there && (made || !is_link)) {
        unlink(made ? made : path);
    }
    free(made);
    return RXT_OK;
}

enum rxt_err rxt_setting_try_output(const struct rxt_setting *setting)
{
    const union rxt_value *path = rxt_setting_value(setting, setting->kernel->output_param);
    return path && path->text[0] ? try_file(path->text) : RXT_OK;
}

enum rxt_err rxt_request_try_outputs(const struct rxt_request *request)
{
    enum rxt_err err = RXT_OK;
    for (size_t i = 0; i < request->n_settings && err == RXT_OK; i++) {
        err = rxt_setting_try_output(&request->settings[i]);
    }
    return err;
}
