/* SPDX-License-Identifier: BSD-3-Clause
 * machine_places_none.c - no OpenMP is linked: nothing bound this process but who started it.
 */
#include "machine_places.h"

enum rxt_err rxt_openmp_places(struct rxt_mask *mask)
{
    (void)mask;
    return RXT_OK;
}
