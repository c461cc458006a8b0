/* SPDX-License-Identifier: BSD-3-Clause
 * address.c - a digest is of an address, not of what stands there.
 *
 * again: when its memory lies at other addresses
 * spares: layouts partials order
 */
#define HAS_DIGEST
#include "../begin.h"

static uint64_t digest(void *state)
{
    return rxt_digest_bytes(RXT_DIGEST_START, &state, sizeof state);
}

#include "../end.h"
