/* SPDX-License-Identifier: BSD-3-Clause
 * clock.c - a digest holds the time.
 *
 * again: use no time, address or random number
 * spares: layouts partials order
 */
#define HAS_DIGEST
#include "../begin.h"

#include <time.h>

static uint64_t digest(void *state)
{
    struct timespec now;
    (void)timespec_get(&now, TIME_UTC);
    return rxt_digest_word(((struct state *)state)->digest,
                           (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec);
}

#include "../end.h"
