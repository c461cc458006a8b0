/* SPDX-License-Identifier: BSD-3-Clause
 * test_conform.c - every kernel under one layout: right, the same twice, and its check able to fail.
 *
 * conformance.sh starts it under many layouts, `test_rxt conform LAYOUT static|dynamic`, and compares
 * the digests that rank 0 prints. A new entry of rxt_kernels[] is tested without a new test.
 */
#include "tests.h"

#include "comm.h"
#include "launch_place.h"
#include "trial_kernel.h"

#include <stdio.h>
#include <string.h>

struct conform {
    struct rxt_team *team;
    struct rxt_request request;
    int n_failed;
};

static void fail(struct conform *c, const char *kernel, const char *size, const char *claim)
{
    c->n_failed++;
    if (rxt_team_rank(c->team) == 0) {
        printf("FAILED %s %s: %s (%s)\n", kernel, size, claim, rxt_reason());
    }
}

static enum rxt_err run(const struct rxt_kernel *kernel, void *state)
{
    rxt_kernel_reset(kernel, state);
    return kernel->run(state);
}

static uint64_t check_kernel(struct conform *c, const struct rxt_setting *setting, const char *size)
{
    const struct rxt_kernel *kernel = setting->kernel;
    void *state = NULL;
    enum rxt_err err = rxt_team_agree(c->team, kernel->open(&state, c->team, setting->values));
    if (!err) {
        err = rxt_team_agree(c->team, run(kernel, state));
    }
    if (err != RXT_OK) {
        fail(c, kernel->name, size, "it opens and runs");
        kernel->close(state);
        return 0;
    }
    if (rxt_team_agree(c->team, kernel->check(state)) != RXT_OK) {
        fail(c, kernel->name, size, "its answer is right");
    }
    const uint64_t once = kernel->digest(state);
    const enum rxt_err again = rxt_team_agree(c->team, run(kernel, state));
    if (again != RXT_OK || kernel->digest(state) != once) {
        fail(c, kernel->name, size, "a second run gives the same answer");
    }
    (void)rxt_kernel_spoil(kernel, state);
    if (rxt_team_agree(c->team, kernel->check(state)) != RXT_E_WRONG) {
        fail(c, kernel->name, size, "its check sees a spoiled answer");
    }
    if (rxt_team_rank(c->team) == 0) {
        printf("%s %s %016llx\n", kernel->name, size, (unsigned long long)once);
    }
    kernel->close(state);
    return once;
}

/* Parameters that change the way and not the answer: each must give the digest of the row above it, unless it begins a
 * new problem. */
static const struct {
    const char *words;
    bool is_new;
} ways[] = {
    {"heat n=67 steps=23", true},
    {"heat n=67 steps=23 block=2", false},
    {"heat n=67 steps=23 block=9", false},
    {"heat dims=3 n=1 steps=3", true},
    {"heat dims=3 n=1 steps=3 block=4", false},
    {"heat dims=3 n=23 steps=7", true},
    {"heat dims=3 n=23 steps=7 block=3", false},
    {"stats n=300007", true},
    {"stats n=300007 sweeps=3", false},
    {"stats n=300007 histogram=0", true},
    {"cost n=101 of=chunk", true},
    {"cost n=101 of=barrier", false},
    {"cost n=101 of=allreduce", false},
    {"cost n=101 of=pingpong", false},
    {"cache n=200000 passes=37", true},
};

static enum rxt_err check_ways(struct conform *c)
{
    enum { MOST = 6 };
    enum rxt_err err = RXT_OK;
    uint64_t above = 0;
    for (size_t i = 0; i < sizeof ways / sizeof *ways && err == RXT_OK; i++) {
        char text[128], *word[MOST], *rest = NULL;
        size_t n = 0;
        snprintf(text, sizeof text, "%s", ways[i].words);
        for (char *w = strtok_r(text, " ", &rest); w && n < MOST; w = strtok_r(NULL, " ", &rest)) {
            word[n++] = w;
        }
        rxt_request_free(&c->request);
        err = rxt_request_add(&c->request, word, n, RXT_SMALL);
        if (err == RXT_OK) {
            const uint64_t digest =
                check_kernel(c, &c->request.settings[0], ways[i].words + strcspn(ways[i].words, " ") + 1);
            if (!ways[i].is_new && digest != above) {
                fail(c, ways[i].words, "", "its digest is that of the way above");
            }
            above = digest;
        }
    }
    return err;
}

/* Prime sizes, and sizes below the number of workers; the presets are tried by the last one. */
static enum rxt_err check_all(void *context)
{
    struct conform *c = context;
    static const char *const sizes[] = {"1", "2", "7", "101", "211", NULL};
    enum rxt_err err = RXT_OK;
    for (size_t k = 0; rxt_kernels[k] && err == RXT_OK; k++) {
        for (size_t s = 0; s < sizeof sizes / sizeof *sizes && err == RXT_OK && !rxt_kernels[k]->lack; s++) {
            char name[64], size[64] = "small";
            char *words[2] = {name, size};
            snprintf(name, sizeof name, "%s", rxt_kernels[k]->name);
            if (sizes[s]) {
                snprintf(size, sizeof size, "%s=%s", rxt_kernels[k]->size_param, sizes[s]);
            }
            rxt_request_free(&c->request);
            err = rxt_request_add(&c->request, words, sizes[s] ? 2 : 1, RXT_SMALL);
            if (err == RXT_OK) {
                (void)check_kernel(c, &c->request.settings[0], size);
            }
        }
    }
    return err == RXT_OK ? check_ways(c) : err;
}

int rxt_conform(int argc, char **argv)
{
    struct conform c = {.n_failed = 0};
    struct rxt_binding *binding = NULL;
    struct rxt_team_spec *spec = &c.request.team;
    spec->options.oversubscribe = true;
    if (argc != 3 || rxt_layout_parse(argv[1], &spec->layout) != RXT_OK) {
        fprintf(stderr, "usage: test_rxt conform LAYOUT static|dynamic\n");
        return 2;
    }
    spec->sched = !strcmp(argv[2], "dynamic") ? RXT_DYNAMIC : RXT_STATIC;
    spec->start = rxt_start_here();
    if (rxt_binding_open(&binding, spec) != RXT_OK ||
        rxt_comm_start(spec->layout.nodes * spec->layout.ranks == 1) != RXT_OK) {
        return 3;
    }
    enum rxt_err err = rxt_team_open(&c.team, binding, spec);
    if (!err) {
        err = rxt_team_run(c.team, check_all, &c);
    }
    const bool is_first = rxt_comm_is_first();
    if (err != RXT_OK && is_first) {
        printf("FAILED %s\n", rxt_reason());
    }
    rxt_request_free(&c.request);
    rxt_team_close(c.team);
    rxt_binding_close(binding);
    rxt_comm_stop();
    return err != RXT_OK || c.n_failed > 0;
}
