/* SPDX-License-Identifier: BSD-3-Clause
 * kit.h - the conformance kit: is a kernel what rxt/kernel.h asks of one? Claims, each shown or refuted by trying it.
 *
 * Most tries are made on a rig (rig.h): some milliseconds each, under layouts of more workers than there are cores, in
 * processes of their own, so that a kernel may crash, hang or leave. The last ones are launches as `rxt run` makes them.
 */
#ifndef RXT_KIT_H
#define RXT_KIT_H

#include "trial.h"

#include "rxt/err.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

enum rxt_kit_verdict { RXT_KIT_PASSED, RXT_KIT_FAILED, RXT_KIT_SKIPPED };

struct rxt_claim {
    const char *name; /* one word */
    const char *what; /* what holds of a kernel */
    enum rxt_kit_verdict verdict;
    char note
        [1024]; /* why it failed and what to do, or why it was not looked at; of one that passed what was tried; "" */
};

struct rxt_kit_spec {
    const struct rxt_setting *small; /* at --size small, and with the user's own values */
    const struct rxt_setting *full;  /* at the default size, and with them */
    const char *subject;             /* as the user wrote it: a name, or a file */
    const char *driver;              /* the path of rxt, for launches; NULL: none are made */
    bool has_mpi;                    /* launches may have several ranks */
    bool races; /* ThreadSanitizer's library is there, and the kernel is built for it: look for races alone */
    double timeout_s;                  /* of a try; 0: 20 s */
    const volatile sig_atomic_t *stop; /* the user has had enough; NULL: never */
};

/** Check a kernel, and tell of every claim in their order, each once.
 *
 *  n_failed  out  claims that failed
 *
 *  Errors:  RXT_E_MEMORY, RXT_E_LAUNCH  a try could not be made; RXT_E_STOPPED
 */
RXT_CHECKED enum rxt_err rxt_kit_run(const struct rxt_kit_spec *spec,
                                     void (*tell)(void *context, const struct rxt_claim *claim),
                                     void *context, size_t *n_failed);

#endif
