/* SPDX-License-Identifier: BSD-3-Clause
 * rank_check.c - be the conformance kit: try the kernel here, where there is what kernels are linked with.
 */
#include "cli.h"

#include "build.h"
#include "kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct list {
    json_t *claims; /* NULL: they are printed */
    size_t n[3];    /* of each verdict */
};

static const char *const verdicts[] = {
    [RXT_KIT_PASSED] = "passed", [RXT_KIT_FAILED] = "failed", [RXT_KIT_SKIPPED] = "skipped"};

static void take(void *context, const struct rxt_claim *claim)
{
    struct list *list = context;
    char begin[128];
    list->n[claim->verdict]++;
    if (list->claims) {
        json_t *note = json_string(claim->note);
        json_array_append_new(list->claims, json_pack("{s:s, s:s, s:s, s:o}", "name", claim->name, "what",
                                                      claim->what, "verdict", verdicts[claim->verdict],
                                                      "note", note ? note : json_string("")));
        return;
    }
    fprintf(rxt_results(), "%-8s %-10s %s",
            claim->verdict == RXT_KIT_FAILED ? "FAILED" : verdicts[claim->verdict], claim->name, claim->what);
    if (claim->verdict == RXT_KIT_FAILED) {
        fprintf(rxt_results(), "\n");
        rxt_print_line("           ", claim->note);
    } else {
        snprintf(begin, sizeof begin, "%s",
                 claim->verdict == RXT_KIT_SKIPPED ? " - not looked at: "
                 : claim->note[0]                  ? ": "
                                                   : "");
        rxt_print_line(begin, claim->note);
    }
    fflush(rxt_results());
}

static enum rxt_err tell(const struct rxt_args *args, const struct rxt_kernel *kernel, struct list *list)
{
    enum rxt_err err = RXT_OK;
    if (list->claims) {
        json_t *all =
            json_pack("{s:s, s:s, s:s, s:i, s:O}", "schema", "rxt-kit/1", "kernel", kernel->name, "subject",
                      args->words[0], "failed", (int)list->n[RXT_KIT_FAILED], "claims", list->claims);
        err = rxt_print_json(all);
        json_decref(all);
    } else {
        fprintf(rxt_results(), "%s: %zu claims passed, %zu failed, %zu not looked at\n", kernel->name,
                list->n[RXT_KIT_PASSED], list->n[RXT_KIT_FAILED], list->n[RXT_KIT_SKIPPED]);
    }
    return err;
}

static enum rxt_err check(const struct rxt_args *args, const struct rxt_request *small,
                          const struct rxt_request *full)
{
    struct list list = {.claims = args->json ? json_array() : NULL};
    const char *driver = getenv("RXT_KIT");
    const struct rxt_kit_spec spec = {.small = &small->settings[0],
                                      .full = &full->settings[0],
                                      .subject = args->words[0],
                                      .driver = driver && driver[0] ? driver : NULL,
                                      .has_mpi = strcmp(rxt_build.mpi, "no") != 0,
                                      .races = args->tsan,
                                      .timeout_s = args->timeout_s,
                                      .stop = &rxt_stop};
    size_t n_failed = 0;
    enum rxt_err err = rxt_kit_run(&spec, take, &list, &n_failed);
    if (!err) {
        err = tell(args, spec.small->kernel, &list);
    }
    json_decref(list.claims);
    return err == RXT_OK && n_failed > 0 ? rxt_fail(RXT_E_WRONG, "%s", "") : err;
}

enum rxt_err rxt_check_command(const struct rxt_args *args)
{
    struct rxt_request small = {.n_settings = 0}, full = {.n_settings = 0};
    rxt_catch_stop();
    enum rxt_err err = rxt_request_add(&small, args->words, args->n_words, RXT_SMALL);
    if (!err) {
        err = rxt_request_add(&full, args->words, args->n_words, RXT_DEFAULT);
    }
    if (err == RXT_OK && small.n_settings != 1) {
        err =
            rxt_fail(RXT_E_USAGE, "rxt check-kernel takes one kernel, and %zu were named", small.n_settings);
    }
    if (!err) {
        err = check(args, &small, &full);
    }
    rxt_request_free(&small);
    rxt_request_free(&full);
    return err;
}
