/* SPDX-License-Identifier: BSD-3-Clause
 * fuzz_factor.c - numbers, one a line, and their prime factors.
 */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    fuzz_kernel("factor", NULL, data, n);
    return 0;
}
