/* SPDX-License-Identifier: BSD-3-Clause
 * test_main.c - run every suite; or be one rank of the conformance suite, or of a launch that pretends.
 */
#include "tests.h"

#include "comm.h"

#include <string.h>

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
    if (CU_initialize_registry() != CUE_SUCCESS || CU_register_suites(suites) != CUE_SUCCESS) {
        return 1;
    }
    CU_basic_set_mode(CU_BRM_NORMAL);
    CU_basic_run_tests();
    const unsigned failed = CU_get_number_of_failures();
    CU_cleanup_registry();
    rxt_comm_stop();
    return failed > 0;
}
