/* SPDX-License-Identifier: BSD-3-Clause
 * test_main.c - run every suite, or those named; or be one rank of the conformance suite, or of a launch that pretends.
 */
#include "tests.h"

#include "comm.h"

#include <stdbool.h>
#include <string.h>

/* Keep the suites that the arguments name; all if there are none. Returns how many are left. */
static size_t choose(CU_SuiteInfo *suites, int argc, char **argv)
{
    const CU_SuiteInfo end = CU_SUITE_INFO_NULL;
    size_t n = 0;
    for (size_t i = 0; suites[i].pName; i++) {
        bool is_named = argc < 2;
        for (int a = 1; a < argc; a++) {
            is_named |= !strcmp(argv[a], suites[i].pName);
        }
        if (is_named) {
            suites[n++] = suites[i];
        }
    }
    suites[n] = end;
    return n;
}

int main(int argc, char **argv)
{
    if (argc > 1 && !strcmp(argv[1], "conform")) {
        return rxt_conform(argc - 1, argv + 1);
    }
    if (argc > 1 && !strcmp(argv[1], "prove")) {
        return rxt_prove(argc - 1, argv + 1);
    }
    if (argc > 1 && !strcmp(argv[1], "run")) {
        return rxt_pretend(argc - 1, argv + 1);
    }
#define SUITE(name) {#name, NULL, NULL, NULL, NULL, test_##name},
    CU_SuiteInfo suites[] = {SUITES(SUITE) CU_SUITE_INFO_NULL};
    if (choose(suites, argc, argv) == 0 || CU_initialize_registry() != CUE_SUCCESS ||
        CU_register_suites(suites) != CUE_SUCCESS) {
        return 1;
    }
    CU_basic_set_mode(CU_BRM_NORMAL);
    CU_basic_run_tests();
    const unsigned failed = CU_get_number_of_failures();
    CU_cleanup_registry();
    rxt_comm_stop();
    return failed > 0;
}
