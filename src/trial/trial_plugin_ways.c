/* SPDX-License-Identifier: BSD-3-Clause
 * trial_plugin_ways.c - how this program has plug-ins: opened here, unless it says otherwise; a file once.
 */
#include "trial_plugin.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const struct rxt_plugin_ways here = {.open = rxt_plugin_open};
static const struct rxt_plugin_ways *chosen = &here;

/* Those that this process has, for as long as it lives. */
struct plugin {
    char *path;
    const struct rxt_kernel *kernel;
    struct plugin *next;
};
static struct plugin *all;

bool rxt_is_plugin(const char *word)
{
    const size_t n = strlen(word);
    return strchr(word, '/') || (n > 3 && !strcmp(word + n - 3, ".so"));
}

void rxt_plugins_by(const struct rxt_plugin_ways *ways)
{
    chosen = ways;
}

static enum rxt_err check_file(const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0) {
        return rxt_fail(RXT_E_INPUT, "plug-in %s: %s", path, strerror(errno));
    }
    return S_ISREG(st.st_mode)
               ? RXT_OK
               : rxt_fail(RXT_E_INPUT, "plug-in %s is no file: name the library that holds the kernel", path);
}

/* Takes the path over. */
static enum rxt_err add(char *path, const struct plugin **out)
{
    const struct rxt_kernel *kernel = NULL;
    struct plugin *one = NULL;
    enum rxt_err err = chosen->open(path, &kernel);
    if (!err) {
        one = malloc(sizeof *one);
        err = one ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for plug-in %s", path);
    }
    if (err != RXT_OK) {
        free(path);
        return err;
    }
    *one = (struct plugin){path, kernel, all};
    all = one;
    *out = one;
    return RXT_OK;
}

enum rxt_err rxt_plugin_find(const char *path, const struct rxt_kernel **kernel, const char **whole)
{
    enum rxt_err err = check_file(path);
    char *real = err == RXT_OK ? realpath(path, NULL) : NULL;
    if (!real) {
        return err != RXT_OK ? err : rxt_fail(RXT_E_INPUT, "plug-in %s: %s", path, strerror(errno));
    }
    const struct plugin *found = all;
    while (found && strcmp(found->path, real) != 0) {
        found = found->next;
    }
    if (found) {
        free(real);
    } else {
        err = add(real, &found);
    }
    if (!err) {
        *kernel = found->kernel;
        *whole = found->path;
    }
    return err;
}

struct rxt_growth rxt_setting_growth(const struct rxt_setting *setting)
{
    return setting->file && chosen->growth ? chosen->growth(setting)
                                           : rxt_kernel_growth(setting->kernel, setting->values);
}
