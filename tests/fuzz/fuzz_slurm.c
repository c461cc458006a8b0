/* SPDX-License-Identifier: BSD-3-Clause
 * fuzz_slurm.c - what Slurm tells of a job: CPUs of each node, time that is left.
 */
#include "fuzz.h"

#include "launch_job.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    char *text = fuzz_text(data, n);
    for (int node = -1; node < 3; node++) {
        fuzz_claim(rxt_job_cpus(text, node) >= 0, "a node has no less than 0 CPUs");
    }
    (void)rxt_job_seconds(text);
    free(text);
    return 0;
}
