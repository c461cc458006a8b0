/* SPDX-License-Identifier: BSD-3-Clause
 * launch_suspect.c - what around a launch is known to keep its ranks from coming up.
 */
#include "launch_end.h"

#include "launch_job.h"
#include "machine.h"
#include "note.h"
#include "text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

/* Open MPI 4 writes a longer name over the end of an array, and its mpirun aborts: 57 and more were seen to. */
enum { LONG_HOST = 57 };

/* What Open MPI takes of /dev/shm for each rank, and more than MPICH does. */
static const double shm_rank_bytes = 4.0 * 1024 * 1024;

static bool begins_as(const char *entry, const char *const *prefixes)
{
    for (; prefixes && *prefixes; prefixes++) {
        if (!strncmp(entry, *prefixes, strlen(*prefixes))) {
            return true;
        }
    }
    return false;
}

static void add_variables(struct rxt_text *text, const struct rxt_launcher *launcher,
                          char *const *environment)
{
    enum { MOST = 5 };
    int n = 0;
    for (; *environment; environment++) {
        if (begins_as(*environment, launcher->suspects) && ++n <= MOST) {
            rxt_text_add(text, "%s%.100s", n == 1 ? "; your environment tells MPI: " : ", ", *environment);
        }
    }
    if (n > MOST) {
        rxt_text_add(text, ", and %d more", n - MOST);
    }
}

bool rxt_shm_is_short(const struct rxt_layout *layout, double bytes)
{
    return layout->nodes == 1 && layout->ranks > 1 && bytes < shm_rank_bytes * layout->ranks;
}

void rxt_shm_warn(const struct rxt_layout *layout)
{
    char is[16], wants[16];
    const double bytes = rxt_shm_available();
    if (rxt_shm_is_short(layout, bytes) && !rxt_job_is_elsewhere()) {
        rxt_note(
            RXT_NOTE_WARNING,
            "/dev/shm has %s free, and %d ranks want %s there: messages between them may be slow, or hang",
            rxt_show_bytes(is, sizeof is, bytes), layout->ranks,
            rxt_show_bytes(wants, sizeof wants, shm_rank_bytes * layout->ranks));
    }
}

void rxt_launch_suspects_of(const struct rxt_launcher *launcher, double shm_bytes, const char *host,
                            char *const *environment, char *out, size_t n_bytes)
{
    char free_text[16];
    struct rxt_text text = {0};
    if (shm_bytes < shm_rank_bytes) {
        rxt_text_add(&text, "; /dev/shm is full: %s are free, and MPI wants some 4 MiB for each rank",
                     rxt_show_bytes(free_text, sizeof free_text, shm_bytes));
    }
    if (strlen(host) >= LONG_HOST) {
        rxt_text_add(
            &text,
            "; the host name has %zu characters, and Open MPI 4 does not bear more than %d: give this "
            "host a shorter one",
            strlen(host), LONG_HOST - 1);
    }
    add_variables(&text, launcher, environment);
    snprintf(out, n_bytes, "%s", rxt_text_of(&text));
    rxt_text_free(&text);
}

void rxt_launch_suspects(const struct rxt_launcher *launcher, char *out, size_t n_bytes)
{
    char host[256] = "";
    const double limit = rxt_address_limit();
    gethostname(host, sizeof host - 1);
    rxt_launch_suspects_of(launcher, rxt_shm_available(), host, environ, out, n_bytes);
    const size_t n = strlen(out);
    if (isfinite(limit)) {
        snprintf(out + n, n_bytes - n, "; address space is limited to %.0f kB (ulimit -v)", limit / 1024.0);
    }
}
