/* SPDX-License-Identifier: BSD-3-Clause
 * fuzz_kmeans.c - points, one a line, around two centres.
 */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    fuzz_kernel("kmeans", "k=2", data, n);
    return 0;
}
