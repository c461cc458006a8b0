/* SPDX-License-Identifier: BSD-3-Clause
 * machine_start.h - the mask that this process was started with.
 */
#ifndef RXT_MACHINE_START_H
#define RXT_MACHINE_START_H

#include "machine.h"

/** Return the mask of this process as it was before any library could change it; NULL if the system did not tell. */
const struct rxt_mask *rxt_start_mask(void);

#endif
