/* SPDX-License-Identifier: BSD-3-Clause
 * fuzz_sort.c - keys of eight bytes.
 */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    fuzz_kernel("sort", NULL, data, n);
    return 0;
}
