/* SPDX-License-Identifier: BSD-3-Clause
 * orphan.h - a process whose parent dies before it can ask to be told of that.
 *
 * Whoever forks is ended at once, and what it forked goes on when nobody is its parent any more: the one order of the two in
 * which a signal at the parent's death is asked for too late.
 */
#ifndef RXT_ORPHAN_H
#define RXT_ORPHAN_H

#include <CUnit/Basic.h>

#include "words.h"

#include "rxt/err.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static pid_t orphan_parent;

static inline void orphan_leave(void)
{
    if (getpid() == orphan_parent) {
        _exit(0);
    }
}

static inline void orphan_wait(void)
{
    while (getppid() == orphan_parent) {
        nanosleep(&(struct timespec){0, 1000000}, NULL);
    }
}

/** Return the words of a program that makes the file path, which end with the process. */
static inline struct rxt_words orphan_program(const char *path)
{
    struct rxt_words words = {0};
    rxt_words_add(&words, "/bin/sh");
    rxt_words_add(&words, "-c");
    rxt_words_add(&words, ">'%s'", path);
    return words;
}

/** Call start(path) in a process that ends with its first fork; wait for the end of all that came of it.
 *
 *  start  in  shall start orphan_program(path)
 *
 *  Returns true if the program ran.
 */
static inline bool orphan_runs(enum rxt_err (*start)(const char *path))
{
    int held[2];
    char folder[] = "/tmp/rxt-test-XXXXXX", path[64], byte;
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/ran", folder);
    CU_ASSERT_EQUAL_FATAL(pipe(held), 0);
    fflush(NULL); /* what is not written yet is not written twice */
    const pid_t child = fork();
    if (child == 0) {
        close(held[0]);
        orphan_parent = getpid();
        pthread_atfork(NULL, orphan_leave, orphan_wait);
        _exit(start(path) == RXT_OK ? 1 : 2); /* not reached */
    }
    int status = -1;
    waitpid(child, &status, 0);
    CU_ASSERT_EQUAL(status, 0); /* it forked */
    close(held[1]);
    CU_ASSERT_EQUAL(read(held[0], &byte, 1), 0); /* until the last process that holds the other end is gone */
    close(held[0]);
    const bool ran = access(path, F_OK) == 0;
    unlink(path);
    rmdir(folder);
    return ran;
}

#endif
