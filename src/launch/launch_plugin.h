/* SPDX-License-Identifier: BSD-3-Clause
 * launch_plugin.h - the driver's plug-ins: it opens none, and has them described by rxt-rank, a process that may crash.
 */
#ifndef RXT_LAUNCH_PLUGIN_H
#define RXT_LAUNCH_PLUGIN_H

#include "trial_plugin.h"

#include "rxt/err.h"

/* What describes a plug-in: rxt-rank with this word, the file and name=value... says one line. */
#define RXT_SCHEMA_PLUGIN "rxt-plugin/1"
#define RXT_DESCRIBE      "describe"

/** The ways of the driver (rxt_plugins_by). A kernel that comes so has no functions: what runs it is a launch.
 *
 *  Errors:  RXT_E_INPUT   it cannot be opened, or crashed, ended or hung while it was: in one sentence
 *           RXT_E_ABSENT  rxt-rank is not there, or what the plug-in needs is not
 */
extern const struct rxt_plugin_ways rxt_plugin_by_rank;

/** Return what rxt-rank said of such a kernel (trial_describe.h), its growth that of the presets; NULL of any other kernel. */
const json_t *rxt_plugin_description(const struct rxt_kernel *kernel);

#endif
