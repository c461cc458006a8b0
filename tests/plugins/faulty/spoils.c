/* SPDX-License-Identifier: BSD-3-Clause
 * spoils.c - check does not look at what spoil damages.
 *
 * fails: check returned 'no error' after spoil had damaged the answer
 */
#define HAS_SPOIL
#include "../begin.h"

static void spoil(void *state)
{
    ((struct state *)state)->digest ^= 1;
}

#include "../end.h"
