/* SPDX-License-Identifier: BSD-3-Clause
 * trial_plugin.h - a file of the user's becomes a kernel.
 */
#ifndef RXT_TRIAL_PLUGIN_H
#define RXT_TRIAL_PLUGIN_H

#include "trial.h"

#include "rxt/err.h"
#include "rxt/kernel.h"

#include <stdbool.h>

/** Tell whether a word that stands for a kernel is the file of a plug-in: it has a '/', or ends in ".so". */
bool rxt_is_plugin(const char *word);

/** Open a plug-in in this process, for as long as it lives.
 *
 *  path  in   of the file, with a slash
 *  out   out  its kernel, which passed rxt_kernel_check
 *
 *  Errors:  RXT_E_INPUT   no shared library, no plug-in, one of another interface, or its kernel is none
 *           RXT_E_ABSENT  it needs what this build has not, such as another MPI
 */
RXT_CHECKED enum rxt_err rxt_plugin_open(const char *path, const struct rxt_kernel **out);

/** Refuse a kernel that needs what this build lacks; RXT_E_ABSENT. */
RXT_CHECKED enum rxt_err rxt_kernel_check_lack(const struct rxt_kernel *kernel);
/** Refuse a kernel, by the word that it was asked for, if another one of its name is in the request; RXT_E_INPUT. */
RXT_CHECKED enum rxt_err rxt_kernel_check_twin(const struct rxt_request *request,
                                               const struct rxt_kernel *kernel, const char *word);
/** Check what a kernel says of itself, before any of it is used: names, texts, parameters, presets, and that what it must have
 *  is there. RXT_E_INPUT names the field and the rule. */
RXT_CHECKED enum rxt_err rxt_kernel_check(const struct rxt_kernel *kernel);
/** The same of the description alone, without its functions. */
RXT_CHECKED enum rxt_err rxt_kernel_check_words(const struct rxt_kernel *kernel);

/* How this program has plug-ins: a rank opens them, and the driver, which runs none, has them described. */
struct rxt_plugin_ways {
    enum rxt_err (*open)(const char *path, const struct rxt_kernel **out);
    /** Return the growth of the work; NULL: by rxt_kernel_growth. */
    struct rxt_growth (*growth)(const struct rxt_setting *setting);
};
/** Have all plug-ins in these ways from now on. */
void rxt_plugins_by(const struct rxt_plugin_ways *ways);
/** Get the kernel of a plug-in's file in the way of this program. Of a file that was asked for before it is the same kernel.
 *
 *  kernel, whole  out  it, and the file's path from the root; both live as long as this process
 *
 *  Errors:  as rxt_plugin_open
 */
RXT_CHECKED enum rxt_err rxt_plugin_find(const char *path, const struct rxt_kernel **kernel,
                                         const char **whole);
/** Return how the work of a setting grows. */
struct rxt_growth rxt_setting_growth(const struct rxt_setting *setting);

#endif
