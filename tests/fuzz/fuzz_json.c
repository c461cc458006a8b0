/* SPDX-License-Identifier: BSD-3-Clause
 * fuzz_json.c - records of JSON, one a line.
 */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    fuzz_kernel("json", NULL, data, n);
    return 0;
}
