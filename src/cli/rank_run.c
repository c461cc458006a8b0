/* SPDX-License-Identifier: BSD-3-Clause
 * rank_run.c - be a rank: for an rxt that listens, or for the user who started the launcher.
 */
#include "cli.h"

#include "launch_place.h"
#include "runtimes.h"
#include "text.h"
#include "trial_plugin.h"
#include "trial_talk.h"

#include <stdio.h>
#include <stdlib.h>

/* The launching rxt reads these lines. */
static void pass_on(void *context, const json_t *record)
{
    (void)context;
    char *text = json_dumps(record, JSON_COMPACT | JSON_REAL_PRECISION(17));
    if (text) {
        fprintf(rxt_results(), "%s\n", text);
        fflush(rxt_results());
    }
    free(text);
}

struct teller {
    rxt_record_fn record;
    void *context;
    bool told;
};

/* A failure is said as soon as it is known: once a rank has left, its launcher may end this one in mid-word. */
static void tell(void *context, const json_t *record)
{
    struct teller *teller = context;
    const char *reason = json_string_value(json_object_get(record, "reason"));
    if (reason && rxt_rank_speaks()) { /* under another MPI's launcher every rank is its world's first */
        rxt_say("rxt: ", "%s", reason);
    }
    teller->told |= reason != NULL;
    teller->record(teller->context, record);
}

/* Be a rank of a launch that the user started. */
static enum rxt_err take_part(const struct rxt_request *request, rxt_record_fn record, void *context)
{
    char warning[512] = "";
    struct teller teller = {record, context, false};
    for (size_t i = 0; i < request->n_settings && !warning[0]; i++) {
        if (request->settings[i].file && rxt_rank_speaks() &&
            rxt_runtimes_look(warning, sizeof warning) == RXT_OK && warning[0]) {
            rxt_say("rxt: warning: ", "plug-in %s: %s", request->settings[i].file, warning);
        }
    }
    const enum rxt_err err = rxt_trial_run(request, tell, &teller);
    return teller.told ? rxt_fail(err, "%s", "") : err;
}

enum rxt_err rxt_request_run(const struct rxt_request *request, const char *hostfile, double timeout_s,
                             rxt_record_fn record, void *context)
{
    struct rxt_request mine = *request; /* shares what it owns */
    (void)hostfile, (void)timeout_s;    /* whoever launched this rank keeps both */
    mine.team.start = rxt_start_here();
    return getenv("RXT_LAUNCHER") ? rxt_trial_run(&mine, pass_on, context)
                                  : take_part(&mine, record, context);
}

/* Before any plug-in is opened, which is when it may print first. */
enum rxt_err rxt_mind_rank(const struct rxt_cmd *cmd, char *const *argv)
{
    (void)cmd;
    int kept = -1;
    enum rxt_err err = RXT_OK;
    for (size_t i = 1; err == RXT_OK && argv[i] && kept < 0; i++) {
        err = rxt_is_plugin(argv[i]) ? rxt_talk_begin(&kept) : RXT_OK;
    }
    FILE *file = kept >= 0 ? fdopen(kept, "w") : NULL;
    if (file) {
        rxt_results_to(file);
    }
    return err == RXT_OK && kept >= 0 && !file ? rxt_fail(RXT_E_MEMORY, "no room for the results") : err;
}

void rxt_begin(void)
{
    /* a rank opens plug-ins itself, as a library does */
}
