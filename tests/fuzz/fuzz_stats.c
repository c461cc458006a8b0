/* SPDX-License-Identifier: BSD-3-Clause
 * fuzz_stats.c - doubles of any size, NaN and infinities among them.
 */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    fuzz_kernel("stats", NULL, data, n);
    return 0;
}
