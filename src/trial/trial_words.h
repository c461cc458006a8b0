/* SPDX-License-Identifier: BSD-3-Clause
 * trial_words.h - the command line by which the ranks of a launch are told what to do.
 */
#ifndef RXT_TRIAL_WORDS_H
#define RXT_TRIAL_WORDS_H

#include "layout.h"
#include "words.h"

#include "rxt/err.h"

struct rxt_request;

/** Add the words that run the kernels of a request under a layout: "/path/rxt run heat n=100 --layout 2x1 ...".
 *
 *  Errors:  RXT_E_ABSENT  this program's file is not to be found
 *           RXT_E_MEMORY
 */
RXT_CHECKED enum rxt_err rxt_run_words(const struct rxt_request *request, const struct rxt_layout *layout,
                                       struct rxt_words *out);
/** Add those that only tell where the ranks are: "/path/rxt where 2x1". Errors as above. */
RXT_CHECKED enum rxt_err rxt_where_words(const struct rxt_layout *layout,
                                         const struct rxt_plan_options *options, struct rxt_words *out);
/** Tell whether this very program can still be started by its path. RXT_E_ABSENT: built anew, moved or removed. */
RXT_CHECKED enum rxt_err rxt_own_check(void);
/** Add the path of this very program as one word. RXT_E_ABSENT. */
RXT_CHECKED enum rxt_err rxt_own_word(struct rxt_words *out);

#endif
