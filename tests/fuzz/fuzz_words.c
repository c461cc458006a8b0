/* SPDX-License-Identifier: BSD-3-Clause
 * fuzz_words.c - a text and its most frequent words.
 */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    fuzz_kernel("words", NULL, data, n);
    return 0;
}
