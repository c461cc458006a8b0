/* SPDX-License-Identifier: BSD-3-Clause
 * cli_sizes.c - --size A,B,...: each kernel once at every size.
 */
#include "cli.h"

#include "text.h"

#include <string.h>

/* A kernel and its parameters, up to the next kernel. */
struct group {
    char *const *words;
    size_t n;
    const char *param; /* its size */
};

static struct group group_at(char *const *words, size_t n)
{
    struct group group = {words, 1, NULL};
    while (group.n < n && rxt_is_param(words[group.n])) {
        group.n++;
    }
    return group;
}

static enum rxt_err check(struct group *group, const char *size)
{
    enum rxt_err err = RXT_OK;
    const struct rxt_kernel *kernel = rxt_kernel_find(group->words[0], &err);
    group->param = kernel ? kernel->size_param : NULL;
    if (kernel && !group->param) {
        return rxt_fail(RXT_E_USAGE, "--size %s: kernel '%s' has no size", size, kernel->name);
    }
    for (size_t i = 1; kernel && i < group->n; i++) {
        const size_t n = strlen(group->param);
        if (!strncmp(group->words[i], group->param, n) && group->words[i][n] == '=') {
            return rxt_fail(RXT_E_USAGE, "--size %s and '%s' say two things of kernel '%s': leave one out",
                            size, group->words[i], kernel->name);
        }
    }
    return err;
}

/* One size is up to the next comma; what it may be the kernel's parameter says. */
static void add(struct rxt_words *out, const struct group *group, const char *sizes)
{
    for (const char *at = sizes; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL) {
        for (size_t i = 0; i < group->n; i++) {
            rxt_words_add(out, "%s", group->words[i]);
        }
        rxt_words_add(out, "%s=%.*s", group->param, (int)strcspn(at, ","), at);
    }
}

enum rxt_err rxt_sizes_expand(const char *size, char *const *words, size_t n, struct rxt_words *out)
{
    enum rxt_err err = RXT_OK;
    if (n == 0 && rxt_size_is_list(size)) {
        return rxt_fail(RXT_E_USAGE,
                        "--size %s needs the kernels named, since each counts its size in its own unit",
                        size);
    }
    for (size_t i = 0; i < n && !err;) {
        struct group group = group_at(words + i, n - i);
        i += group.n;
        if (!rxt_size_is_list(size)) {
            for (size_t w = 0; w < group.n; w++) {
                rxt_words_add(out, "%s", group.words[w]);
            }
            continue;
        }
        err = check(&group, size);
        if (!err) {
            add(out, &group, size);
        }
    }
    return err || !out->failed ? err : rxt_fail(RXT_E_MEMORY, "no room for %zu words", n);
}
