/* SPDX-License-Identifier: BSD-3-Clause
 * part_kernel.c - a kernel over a file, by a team of one that is opened once.
 */
#include "fuzz.h"

#include "comm.h"
#include "trial_kernel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct job {
    struct rxt_team *team;
    const struct rxt_setting *setting;
};

static enum rxt_err run_job(void *context)
{
    const struct job *job = context;
    const struct rxt_kernel *kernel = job->setting->kernel;
    void *state = NULL;
    enum rxt_err err = kernel->open(&state, job->team, job->setting->values);
    if (err == RXT_OK) {
        rxt_kernel_reset(kernel, state);
    }
    err = err == RXT_OK ? kernel->run(state) : err;
    if (err == RXT_OK) {
        char said[512];
        fuzz_claim(kernel->check(state) == RXT_OK, "the answer is right");
        (void)rxt_kernel_tell(kernel, state, said, sizeof said);
        err = rxt_kernel_output(kernel, state);
        fuzz_claim(err == RXT_OK, "the answer can be written");
    }
    kernel->close(state);
    return RXT_OK;
}

static struct rxt_team *team_of_one(void)
{
    static struct rxt_team *team;
    static struct rxt_binding *binding;
    if (!team) {
        const struct rxt_team_spec spec = {.layout = {1, 1, 1, RXT_BY_NONE}};
        fuzz_claim(rxt_binding_open(&binding, &spec) == RXT_OK && rxt_comm_start(true) == RXT_OK &&
                       rxt_team_open(&team, binding, &spec) == RXT_OK,
                   "a team of one opens");
    }
    return team;
}

void fuzz_kernel(const char *kernel, const char *more, const uint8_t *data, size_t n)
{
    char input[4200], output[4200], name[16], extra[64];
    char *const words[] = {name, input, output, extra};
    char *path = fuzz_file("input", data, n);
    struct rxt_request request = {.n_reps = 1};
    snprintf(name, sizeof name, "%s", kernel);
    snprintf(input, sizeof input, "input=%s", path);
    snprintf(output, sizeof output, "output=%s/output%s", fuzz_folder(), strcmp(name, "blur") ? "" : ".pgm");
    snprintf(extra, sizeof extra, "%s", more ? more : "");
    const enum rxt_err err = rxt_request_add(&request, words, more ? 4 : 3, RXT_SMALL);
    fuzz_claim(err == RXT_OK, "the kernel takes a file");
    struct job job = {.team = team_of_one(), .setting = &request.settings[0]};
    fuzz_claim(rxt_team_run(job.team, run_job, &job) == RXT_OK, "a team of one runs");
    rxt_request_free(&request);
    free(path);
}
