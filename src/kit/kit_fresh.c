/* SPDX-License-Identifier: BSD-3-Clause
 * kit_fresh.c - memory that was never used before is mostly zero and mostly at one place: let it be neither.
 */
#include "kit_try.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>

/* A double, or a number, of the bytes that malloc then gives (BYTES, all bits turned) is large. */
enum { BYTES = 0xb4, LARGEST = 2048, EACH = 8 };

void kit_fresh_memory(enum kit_fresh fresh)
{
#ifdef M_PERTURB
    if (fresh == KIT_FILLED) {
        (void)mallopt(M_PERTURB, BYTES);
    }
#endif
    /* What a small block was given before is taken; it goes with the process. */
    for (size_t n = 16; fresh == KIT_ELSEWHERE && n < LARGEST * EACH; n += 16) {
        volatile char *const taken = malloc(n / EACH + 1);
        if (taken) {
            *taken = 1;
        }
    }
}
