/* SPDX-License-Identifier: BSD-3-Clause
 * trial.h - inside a launch: run, time, check and prove kernels; one record a sample.
 */
#ifndef RXT_TRIAL_H
#define RXT_TRIAL_H

#include "crew.h"
#include "sample.h"
#include "whereabouts.h"

#include "rxt/err.h"
#include "rxt/kernel.h"

#include <jansson.h>

#include <stdbool.h>
#include <stddef.h>

/* To the rxt that launched these ranks alone: rank 0 is up, and all ranks are done with a status. */
#define RXT_SCHEMA_RANK "rxt-rank/1"
#define RXT_RANK_UP     "up"
#define RXT_RANK_DONE   "done"

/* One kernel with the values of its parameters. */
struct rxt_setting {
    const struct rxt_kernel *kernel;
    union rxt_value *values; /* one a parameter */
    const char *file; /* of a plug-in: its path from the root; NULL: of a kernel that came from no file */
};

/* What one launch is asked to do. */
struct rxt_request {
    struct rxt_setting *settings;
    size_t n_settings;
    struct rxt_team_spec team;
    int n_reps;           /* timed runs a kernel; one untimed run goes before them */
    const char *launcher; /* who started the ranks */
    bool is_launched;     /* by an rxt that listens for rxt-rank/1 */
};

/** Return the kernel of that name, or of a plug-in's file; NULL with a reason that offers the nearest name or says what it
 *  lacks. RXT_E_USAGE in *err if there is none, RXT_E_ABSENT if this build lacks it; of a plug-in as rxt_plugin_open. */
const struct rxt_kernel *rxt_kernel_find(const char *name, enum rxt_err *err);
/** The same, and the path of its file from the root if it is a plug-in; else NULL. */
const struct rxt_kernel *rxt_kernel_find_file(const char *name, const char **file, enum rxt_err *err);

/** Tell whether a word is name=value, and no kernel. */
bool rxt_is_param(const char *word);
/** Add kernels and their parameters: words are kernel names or the files of plug-ins, each followed by its name=value.
 *
 *  words    in     n of them; texts must live as long as the request
 *  size     in     preset for the parameters that are not named
 *
 *  Errors:  RXT_E_USAGE   unknown kernel or parameter (nearest offered), a parameter before any kernel, twice
 *           RXT_E_RANGE   a value outside of its range
 *           RXT_E_ABSENT  a kernel that this build lacks
 *  and those of rxt_plugin_open; RXT_E_INPUT if a plug-in's kernel has the name of another one
 */
RXT_CHECKED enum rxt_err rxt_request_add(struct rxt_request *request, char *const *words, size_t n,
                                         enum rxt_size size);
/** Add a kernel that is in no table, with its words of name=value. RXT_E_USAGE, RXT_E_RANGE, RXT_E_ABSENT as above. */
RXT_CHECKED enum rxt_err rxt_request_add_own(struct rxt_request *request, const struct rxt_kernel *kernel,
                                             char *const *words, size_t n, enum rxt_size size);
/** Add every kernel that this build has: the subjects of a study, or the ceilings of the machine. */
RXT_CHECKED enum rxt_err rxt_request_add_all(struct rxt_request *request, bool ceilings, enum rxt_size size);
void rxt_request_free(struct rxt_request *request);

/** Return the value of a parameter by name; NULL if the name is NULL or of no parameter. */
const union rxt_value *rxt_setting_value(const struct rxt_setting *setting, const char *name);

/** Try whether the file that the kernel's output_param names can be written, of one setting or of all, without changing what is
 *  there: a request is refused by it before the work. RXT_E_OUTPUT. */
RXT_CHECKED enum rxt_err rxt_setting_try_output(const struct rxt_setting *setting);
RXT_CHECKED enum rxt_err rxt_request_try_outputs(const struct rxt_request *request);

/** Let the work of a setting grow by a factor: its size_param by the power that the kernel's growth asks for,
 *  rounded to a whole number. `values` gets the setting's values with it, one a parameter.
 *
 *  Errors:  RXT_E_USAGE  the kernel cannot grow, or it reads a file, whose size is what it is
 *           RXT_E_RANGE  the size would leave its range
 */
RXT_CHECKED enum rxt_err rxt_setting_grow(const struct rxt_setting *setting, double factor,
                                          union rxt_value *values);
size_t rxt_setting_params(const struct rxt_setting *setting);

/** The parameters of a setting as a JSON object, and as the words of a command line ("heat" "n=100"). */
json_t *rxt_setting_json(const struct rxt_setting *setting);
/** Write parameter i of a setting as name=value. Return out. */
const char *rxt_setting_word(const struct rxt_setting *setting, size_t i, char *out, size_t n_bytes);

/* Takes every record, on rank 0, as soon as it exists. */
typedef void (*rxt_record_fn)(void *context, const json_t *record);

/** Be one rank of a launch: bind, start MPI, run every kernel of the request, end MPI.
 *
 *  With no kernel in the request it only tells where it is: one rxt-where/1 record. A kernel that
 *  fails gives an rxt-failure/1 record, and the next one is run.
 *
 *  Errors:      the worst of all kernels; the same on all ranks
 *  Collective:  yes, over the world
 */
RXT_CHECKED enum rxt_err rxt_trial_run(const struct rxt_request *request, rxt_record_fn record,
                                       void *context);

#endif
