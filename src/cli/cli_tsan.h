/* SPDX-License-Identifier: BSD-3-Clause
 * cli_tsan.h - a kernel's file for ThreadSanitizer, and the library that it needs.
 */
#ifndef RXT_CLI_TSAN_H
#define RXT_CLI_TSAN_H

#include "rxt/err.h"

struct rxt_tsan {
    char folder[64];    /* that was made for the file; "": none */
    char file[4096];    /* the kernel's, built for it */
    char library[4096]; /* gcc's libtsan.so: clang's own cannot be loaded into a program */
};

/** Find the library, and build the file if it is a source.
 *
 *  word  in  FILE.c, FILE.cpp, FILE.cc, or FILE.so
 *
 *  Errors:  RXT_E_USAGE   a built-in kernel, or a file that was not built with -fsanitize=thread
 *           RXT_E_INPUT   the compiler refuses it: says what the compiler does
 *           RXT_E_ABSENT  no compiler, or no libtsan
 *  Memory:  rxt_tsan_close, also on error
 */
RXT_CHECKED enum rxt_err rxt_tsan_open(struct rxt_tsan *out, const char *word);
void rxt_tsan_close(const struct rxt_tsan *tsan);

/** Set this process up to become a program with the library. */
void rxt_tsan_prepare(const struct rxt_tsan *tsan);

#endif
