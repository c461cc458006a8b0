/* SPDX-License-Identifier: BSD-3-Clause
 * launch_listener.c - the word to a rank that an rxt listens: RXT_LAUNCHER, and in RXT_DRIVER which rxt.
 *
 * Left over in a shell, the word would make a command talk as to an rxt that is gone. Only where the one that it names
 * would be seen is its absence known: under another host name, or in other namespaces of processes, it is believed.
 */
#include "launch_place.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PLACE_BYTES = 400 };

/* Where a process number means the same process. */
static void tell_place(char *out, size_t n_bytes)
{
    char host[256] = "", space[64] = "";
    const ssize_t n = readlink("/proc/self/ns/pid", space, sizeof space - 1);
    space[n > 0 ? n : 0] = '\0';
    gethostname(host, sizeof host - 1);
    snprintf(out, n_bytes, "%s %s", space, host);
}

void rxt_listener_tell(const char *launcher)
{
    char place[PLACE_BYTES], text[PLACE_BYTES + 32];
    tell_place(place, sizeof place);
    snprintf(text, sizeof text, "%d %s", (int)getppid(), place);
    setenv("RXT_LAUNCHER", launcher, 1);
    setenv("RXT_DRIVER", text, 1);
}

void rxt_listener_forget_stale(void)
{
    char place[PLACE_BYTES], *rest = NULL;
    const char *driver = getenv("RXT_DRIVER");
    const long pid = driver ? strtol(driver, &rest, 10) : 0;
    tell_place(place, sizeof place);
    if (pid > 1 && *rest == ' ' && !strcmp(rest + 1, place) && kill((pid_t)pid, 0) != 0 && errno == ESRCH) {
        unsetenv("RXT_LAUNCHER");
        unsetenv("RXT_DRIVER");
    }
}
