/* SPDX-License-Identifier: BSD-3-Clause
 * machine_places.h - the PUs that OpenMP took before main began.
 */
#ifndef RXT_MACHINE_PLACES_H
#define RXT_MACHINE_PLACES_H

#include "machine.h"

/** Add the PUs of OpenMP's places to a mask, if OpenMP binds threads in this process. Two of them, one in a program:
 *  machine_places_omp.c, machine_places_none.c. RXT_E_MEMORY. */
RXT_CHECKED enum rxt_err rxt_openmp_places(struct rxt_mask *mask);

#endif
