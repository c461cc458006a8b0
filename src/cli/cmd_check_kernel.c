/* SPDX-License-Identifier: BSD-3-Clause
 * cmd_check_kernel.c - rxt check-kernel: is a kernel what rxt asks of one?
 */
#include "cli.h"

static enum rxt_err run(const struct rxt_args *args)
{
    return args->n_words > 0
               ? rxt_check_command(args)
               : rxt_fail(RXT_E_USAGE,
                          "rxt check-kernel needs a kernel: a file, as in rxt check-kernel ./saxpy.so, "
                          "or a name of 'rxt kernels'");
}

const struct rxt_cmd rxt_cmd_check_kernel = {
    .name = "check-kernel",
    .words = "KERNEL|FILE.so [name=value ...]",
    .most_words = 100,
    .is_alone = true,
    .options = "timeout tsan json",
    .what = "try whether a kernel is right in all that rxt asks of one, before a study",
    .more =
        "Each claim is tried, in processes of its own, so that a kernel may crash, hang or leave: most of them on a team\n"
        "that is made for it, under layouts of more ranks and threads than there are cores, at the least sizes, at primes\n"
        "and at sizes below the number of workers; the last one by a launch. A claim that failed says in one sentence\n"
        "where, and what to do. --timeout is of one try (20s). Exit status 0: none failed; 1: at least one.\n"
        "\n"
        "--tsan looks for races alone: of a source (FILE.c) it builds a file for ThreadSanitizer first, with $CC or cc\n"
        "($CXX or c++) and $CFLAGS; a FILE.so must have been built with -fsanitize=thread. Both need gcc's libtsan, which\n"
        "gcc and clang bring (Debian: libtsan2). The threads are POSIX threads, so that nothing of OpenMP's looks like a race.\n"
        "\n"
        "Examples:\n"
        "  rxt check-kernel ./saxpy.so\n"
        "  rxt check-kernel --tsan saxpy.c\n"
        "  rxt check-kernel square\n",
    .run = run,
};
