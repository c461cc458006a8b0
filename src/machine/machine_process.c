/* SPDX-License-Identifier: BSD-3-Clause
 * machine_process.c - what the process table tells of a process.
 */
#include "machine_process.h"

#include <stdio.h>
#include <string.h>

bool rxt_process_read(const char *table, pid_t pid, struct rxt_process *out)
{
    char path[1024], text[512];
    snprintf(path, sizeof path, "%s/%d/stat", table, (int)pid);
    FILE *file = fopen(path, "r");
    if (!file) {
        return false;
    }
    const size_t n = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[n] = '\0';
    const char *name = strchr(text, '('),
               *after = strrchr(text, ')'); /* a name may hold anything, brackets too */
    int parent = 0, group = 0;
    *out = (struct rxt_process){.pid = pid};
    if (!name || !after || after < name ||
        sscanf(after + 1, " %c %d %d %*d %d", &out->state, &parent, &group, &out->terminal) != 4) {
        return false;
    }
    out->parent = parent;
    out->group = group;
    snprintf(out->name, sizeof out->name, "%.*s", (int)(after - name - 1), name + 1);
    return true;
}

bool rxt_name_is_in(const char *name, const char *const *names)
{
    for (; *names; names++) {
        if (!strcmp(name, *names)) {
            return true;
        }
    }
    return false;
}

bool rxt_process_is_below(const char *table, pid_t pid, const char *const *names)
{
    struct rxt_process process;
    for (int i = 0; i < RXT_MAX_GENERATIONS && pid > 0 && rxt_process_read(table, pid, &process); i++) {
        if (rxt_name_is_in(process.name, names)) {
            return true;
        }
        pid = process.parent;
    }
    return false;
}
