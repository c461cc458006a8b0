/* SPDX-License-Identifier: BSD-3-Clause
 * tests.h - the suites; a test's name is its claim.
 */
#ifndef RXT_TESTS_H
#define RXT_TESTS_H

#include <CUnit/Basic.h>

extern CU_TestInfo test_base[], test_machine[], test_layout[], test_plan[], test_team[], test_kernels[],
    test_request[], test_launch[], test_journal[], test_decide[], test_report[], test_kernel_sort[],
    test_kernel_kmeans[];

/** Be one rank of the conformance suite: see test_conform.c. Returns the exit status. */
int rxt_conform(int argc, char **argv);

#endif
