/* SPDX-License-Identifier: BSD-3-Clause
 * launch_forget.c - the variables of a rank in the environment of a process that is none.
 */
#include "launch_place.h"

#include "launch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern char **environ;

/* Set for a rank by its launcher, and of no meaning to the next; what users set themselves is not among them. */
static bool is_of_a_rank(const char *variable)
{
    for (const struct rxt_launcher *const *l = rxt_launchers; *l; l++) {
        const char *const *prefix = (*l)->ranks ? (*l)->ranks->forget : NULL;
        for (; prefix && *prefix; prefix++) {
            if (!strncmp(variable, *prefix, strlen(*prefix))) {
                return true;
            }
        }
    }
    return false;
}

void rxt_rank_forget(void)
{
    char name[256];
    for (char **variable = environ; variable && *variable;) {
        const size_t n = strcspn(*variable, "=");
        if (is_of_a_rank(*variable) && n < sizeof name) {
            snprintf(name, sizeof name, "%.*s", (int)n, *variable);
            unsetenv(name); /* moves the others down */
        } else {
            variable++;
        }
    }
}
