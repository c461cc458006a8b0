/* SPDX-License-Identifier: BSD-3-Clause
 * fuzz_html.c - pages cut into tokens.
 */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    fuzz_kernel("html", NULL, data, n);
    return 0;
}
