/* SPDX-License-Identifier: BSD-3-Clause
 * watch_look.h - looks at all threads of a program and of what came from it.
 *
 * Files are kept open between looks, and a thread that did not run since the last one costs one read. Found are the
 * children of the watch itself, and theirs: whoever loses its parent becomes the watch's, which is a subreaper.
 */
#ifndef RXT_WATCH_LOOK_H
#define RXT_WATCH_LOOK_H

#include "machine.h"
#include "watched.h"

#include "rxt/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Where a look looks: the machine, or what a test makes up. */
struct rxt_look_world {
    const char *table;                                /* "/proc"                        */
    const char *cpus;                                 /* "/sys/devices/system/cpu"      */
    bool (*mask_of)(pid_t tid, struct rxt_mask *out); /* false: it cannot be seen       */
};
extern const struct rxt_look_world rxt_look_here;

struct rxt_look;

/** Open a look at all that comes from a process, which is not looked at itself.
 *
 *  self     in  the watch
 *  start_s  in  when its program began: what records count from
 *
 *  Errors:  RXT_E_MEMORY
 */
RXT_CHECKED enum rxt_err rxt_look_open(struct rxt_look **out, const struct rxt_look_world *world, pid_t self,
                                       double start_s);
void rxt_look_close(struct rxt_look *look); /* accepts NULL */

/** Look at all threads once. */
void rxt_look_once(struct rxt_look *look, double now_s);
/** Read once more what a process that has ended, and was not waited for yet, used; this is no look. */
void rxt_look_last(struct rxt_look *look, pid_t pid, double now_s);
/** Note that a process outlived the program, and was ended. */
void rxt_look_mark_left(struct rxt_look *look, pid_t pid);
/** Fill in all that was seen: threads, processes, memory, looks, what is not known. */
RXT_CHECKED enum rxt_err rxt_look_fill(const struct rxt_look *look, struct rxt_watched *out);

#endif
