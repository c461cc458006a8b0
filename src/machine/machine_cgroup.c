/* SPDX-License-Identifier: BSD-3-Clause
 * machine_cgroup.c - find the control groups of this process, of either version, wherever they are mounted.
 */
#include "machine_cgroup.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PATH_BYTES = 4096 };

/* Where the groups of a controller are to be seen. */
struct mount {
    bool is_v2;
    char group
        [PATH_BYTES]; /* of this process, as /proc/self/cgroup names it: from the root of the hierarchy */
    char point[PATH_BYTES]; /* where the hierarchy, or a part of it, is mounted */
    char top[PATH_BYTES];   /* the group that is seen there: "/", or deeper in a container */
};

static bool lists(const char *list, size_t n_bytes, const char *word)
{
    const size_t n = strlen(word);
    for (size_t i = 0; i + n <= n_bytes; i += strcspn(list + i, ",") + 1) {
        if (!strncmp(list + i, word, n) && (i + n == n_bytes || list[i + n] == ',')) {
            return true;
        }
    }
    return false;
}

/* "4:cpu,cpuacct:/job/step" names a group of version 1, "0::/job/step" the one of version 2. A controller of version 1
 * is not one of version 2 as well. */
static bool find_group(const char *root, const char *controller, struct mount *out)
{
    char path[PATH_BYTES], line[PATH_BYTES];
    bool found = false;
    snprintf(path, sizeof path, "%s/proc/self/cgroup", root);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        const char *names = strchr(line, ':'), *group = names ? strchr(names + 1, ':') : NULL;
        const bool is_v1 = group && lists(names + 1, (size_t)(group - names - 1), controller);
        if (is_v1 || (group && !found && !strncmp(line, "0::", 3))) {
            out->is_v2 = !is_v1;
            snprintf(out->group, sizeof out->group, "%s", group + 1);
            found = true;
        }
    }
    if (file) {
        fclose(file);
    }
    return found;
}

/* "31 23 0:28 /top /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu": the last that serves lies over the others. */
static bool find_mount(const char *root, const char *controller, struct mount *out)
{
    char path[PATH_BYTES], line[2 * PATH_BYTES], top[PATH_BYTES], point[PATH_BYTES], type[32], options[512];
    bool found = false;
    snprintf(path, sizeof path, "%s/proc/self/mountinfo", root);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file)) {
        const char *behind = strstr(line, " - ");
        if (!behind || sscanf(line, "%*s %*s %*s %4095s %4095s", top, point) != 2 ||
            sscanf(behind, " - %31s %*s %511s", type, options) != 2) {
            continue;
        }
        if (out->is_v2 ? !strcmp(type, "cgroup2")
                       : !strcmp(type, "cgroup") && lists(options, strlen(options), controller)) {
            snprintf(out->top, sizeof out->top, "%s", top);
            snprintf(out->point, sizeof out->point, "%s", point);
            found = true;
        }
    }
    if (file) {
        fclose(file);
    }
    return found;
}

/* The way from what is mounted down to the group: "" for the top itself; NULL if the group lies elsewhere. */
static const char *way_down(const struct mount *mount)
{
    const size_t n = strcmp(mount->top, "/") ? strlen(mount->top) : 0;
    const char *rest = mount->group + n;
    if (strncmp(mount->group, mount->top, n) != 0 || (n > 0 && *rest != '/' && *rest != '\0') ||
        strstr(mount->group, "/..")) {
        return NULL;
    }
    return strcmp(rest, "/") ? rest : "";
}

/* Only the topmost group has no type (version 2), and names the program to call when a group is empty (version 1). */
static bool is_topmost(const struct mount *mount, const char *folder)
{
    char path[3 * PATH_BYTES + 64];
    snprintf(path, sizeof path, "%s/%s", folder, mount->is_v2 ? "cgroup.type" : "release_agent");
    const bool is_there = access(path, F_OK) == 0;
    return !strcmp(mount->top, "/") && is_there != mount->is_v2;
}

bool rxt_cgroup_visit(const char *root, const char *controller, rxt_group_fn visit, void *context)
{
    struct mount mount = {.is_v2 = false};
    char folder[3 * PATH_BYTES];
    if (!find_group(root, controller, &mount) || !find_mount(root, controller, &mount)) {
        return false;
    }
    const char *down = way_down(&mount);
    const int n_top = snprintf(folder, sizeof folder, "%s%s", root, mount.point);
    if (n_top < 0 || (size_t)n_top + strlen(down ? down : "") >= sizeof folder) {
        return false;
    }
    const bool is_whole = down && is_topmost(&mount, folder);
    strcat(folder, down ? down : "");
    const bool is_seen = access(folder, F_OK) == 0;
    for (char *end = folder + strlen(folder); end >= folder + n_top; end--) {
        if (*end == '/' || *end == '\0') {
            *end = '\0';
            visit(context, folder, mount.is_v2);
        }
    }
    return is_whole && is_seen;
}
