/* SPDX-License-Identifier: BSD-3-Clause
 * trial_kernel_find.c - the kernel that a word means: one of the table, or a plug-in's.
 */
#include "text.h"
#include "trial_plugin.h"

#include <string.h>

enum { MAX_KERNELS = 128 };

/* A path may have a '=' as well. */
bool rxt_is_param(const char *word)
{
    const char *equals = strchr(word, '='), *slash = strchr(word, '/');
    return equals && !(slash && slash < equals);
}

enum rxt_err rxt_kernel_check_lack(const struct rxt_kernel *kernel)
{
    return kernel->lack ? rxt_fail(RXT_E_ABSENT, "kernel '%s' needs %s, which this build lacks", kernel->name,
                                   kernel->lack)
                        : RXT_OK;
}

static const struct rxt_kernel *without_lack(const struct rxt_kernel *kernel, enum rxt_err *err)
{
    *err = rxt_kernel_check_lack(kernel);
    return *err == RXT_OK ? kernel : NULL;
}

/* Samples are told apart by the name of their kernel. */
static const struct rxt_kernel *find_plugin(const char *path, const char **file, enum rxt_err *err)
{
    const struct rxt_kernel *kernel = NULL;
    *err = rxt_plugin_find(path, &kernel, file);
    for (size_t k = 0; *err == RXT_OK && rxt_kernels[k]; k++) {
        if (!strcmp(rxt_kernels[k]->name, kernel->name)) {
            *err =
                rxt_fail(RXT_E_INPUT, "plug-in %s: rxt has a kernel '%s' of its own: give it another .name",
                         path, kernel->name);
        }
    }
    return *err == RXT_OK ? without_lack(kernel, err) : NULL;
}

const struct rxt_kernel *rxt_kernel_find(const char *name, enum rxt_err *err)
{
    const char *file;
    return rxt_kernel_find_file(name, &file, err);
}

const struct rxt_kernel *rxt_kernel_find_file(const char *name, const char **file, enum rxt_err *err)
{
    *file = NULL;
    if (rxt_is_plugin(name)) {
        return find_plugin(name, file, err);
    }
    const char *names[MAX_KERNELS];
    size_t n = 0;
    for (; rxt_kernels[n] && n < MAX_KERNELS; n++) {
        names[n] = rxt_kernels[n]->name;
        if (!strcmp(name, names[n])) {
            return without_lack(rxt_kernels[n], err);
        }
    }
    const char *near = rxt_nearest(name, names, n);
    *err = near ? rxt_fail(RXT_E_USAGE, "no kernel is called '%s'; did you mean '%s'?", name, near)
                : rxt_fail(RXT_E_USAGE, "no kernel is called '%s'; 'rxt kernels' lists them", name);
    return NULL;
}

/* Two files may hold kernels of one name. */
enum rxt_err rxt_kernel_check_twin(const struct rxt_request *request, const struct rxt_kernel *kernel,
                                   const char *word)
{
    for (size_t i = 0; i < request->n_settings; i++) {
        const struct rxt_setting *s = &request->settings[i];
        if (s->kernel != kernel && !strcmp(s->kernel->name, kernel->name)) {
            return rxt_fail(RXT_E_INPUT,
                            "plug-in %s: its kernel is called '%s', as that of %s is: give one another .name",
                            word, kernel->name, s->file ? s->file : "another one");
        }
    }
    return RXT_OK;
}
