/* SPDX-License-Identifier: BSD-3-Clause
 * machine_places_omp.c - with OMP_PROC_BIND, OpenMP binds the first thread before main begins; its places still
 * tell the mask.
 *
 * Where it binds nothing its places tell nothing: LLVM's then has one, of all PUs at its start.
 */
#include "machine_places.h"

#include <omp.h>

#include <stdlib.h>

enum rxt_err rxt_openmp_places(struct rxt_mask *mask)
{
    const int n_places = omp_get_proc_bind() == omp_proc_bind_false ? 0 : omp_get_num_places();
    for (int place = 0; place < n_places; place++) {
        const int n = omp_get_place_num_procs(place);
        int *pus = calloc((size_t)n + 1, sizeof *pus);
        if (!pus) {
            return rxt_fail(RXT_E_MEMORY, "no room for the %d PUs of an OpenMP place", n);
        }
        omp_get_place_proc_ids(place, pus);
        for (int i = 0; i < n; i++) {
            rxt_mask_add(mask, pus[i]);
        }
        free(pus);
    }
    return RXT_OK;
}
