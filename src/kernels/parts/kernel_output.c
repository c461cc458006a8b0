/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_output.c - an answer as a text file: made, written, closed, agreed upon.
 */

#include "rxt/output.h"

#include <errno.h>
#include <string.h>

static enum rxt_err write_file(const char *path, rxt_output_fn *write, const void *state)
{
    FILE *file = fopen(path, "w");
    bool written = file && write(file, state);
    written = file && !fclose(file) && written; /* what was buffered is written now */
    return written ? RXT_OK : rxt_fail(RXT_E_OUTPUT, "cannot write '%s': %s", path, strerror(errno));
}

enum rxt_err rxt_output_write(struct rxt_team *team, const char *path, rxt_output_fn *write,
                              const void *state)
{
    if (!*path) {
        return RXT_OK;
    }
    return rxt_team_agree(team, rxt_team_rank(team) == 0 ? write_file(path, write, state) : RXT_OK);
}
