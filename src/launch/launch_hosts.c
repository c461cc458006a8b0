/* SPDX-License-Identifier: BSD-3-Clause
 * launch_hosts.c - the hosts that ranks may be started on, beside this one.
 */
#include "launch.h"

#include "launch_batch.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

const char *rxt_hostfile(const char *named)
{
    const char *file = named ? named : rxt_job_variable("RXT_HOSTFILE");
    return file && file[0] ? file : rxt_job_hostfile();
}

enum rxt_err rxt_hostfile_check(const char *file)
{
    struct stat st;
    FILE *hosts = file ? fopen(file, "r") : NULL;
    const int why = errno;
    enum rxt_err err = RXT_OK;
    if (file && !hosts) {
        err = rxt_fail(RXT_E_INPUT, "the file of hosts '%s' cannot be read: %s", file, strerror(why));
    } else if (hosts && (fstat(fileno(hosts), &st) != 0 || !S_ISREG(st.st_mode))) {
        err = rxt_fail(RXT_E_INPUT, "the file of hosts '%s' is no file: write the hosts into one", file);
    } else if (hosts && st.st_size == 0) {
        err = rxt_fail(RXT_E_INPUT, "the file of hosts '%s' is empty: write one host a line", file);
    }
    if (hosts) {
        fclose(hosts);
    }
    return err;
}

bool rxt_hosts_known(const char *hostfile)
{
    const struct rxt_batch *batch = rxt_batch_here();
    bool is_known = hostfile || (batch && !batch->nodefile);
    for (const struct rxt_launcher *const *l = rxt_launchers; *l; l++) {
        for (const char *const *name = (*l)->hosts; name && *name; name++) {
            is_known |= rxt_job_variable(*name) != NULL;
        }
    }
    return is_known;
}
