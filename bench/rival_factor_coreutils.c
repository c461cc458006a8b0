/* SPDX-License-Identifier: BSD-3-Clause
 * rival_factor_coreutils.c WORKERS - factor(1), a process a worker, on numbers of `rxt run factor`: numbers a second.
 * build: gcc -O2 -std=c17
 * package: coreutils
 */
#include "rival_factor.h"

int main(int argc, char **argv)
{
    return rival_factor(argc > 1 ? (int)strtol(argv[1], NULL, 10) : 1, FACTOR_RANDOM, 8000);
}
