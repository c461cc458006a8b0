/* SPDX-License-Identifier: BSD-3-Clause
 * launch_kernel.c - run a kernel of another program by the ranks that are here.
 */
#include "rxt/run.h"

#include "json.h"
#include "launch_place.h"
#include "runtimes.h"
#include "trial.h"

#include <stdlib.h>

struct reader {
    rxt_line_fn *record;
    void *context;
    bool has_warned;
};

const char *rxt_process_warning(void)
{
    static char warning[512];
    return rxt_runtimes_look(warning, sizeof warning) == RXT_OK ? warning : rxt_reason();
}

static void send(const struct reader *reader, const json_t *record)
{
    char *line = json_dumps(record, JSON_COMPACT | JSON_REAL_PRECISION(17));
    if (line) {
        reader->record(reader->context, line);
    }
    free(line);
}

/* On rank 0, before its first record. */
static void pass_on(void *context, const json_t *record)
{
    struct reader *reader = context;
    const char *text = reader->has_warned ? "" : rxt_process_warning();
    reader->has_warned = true;
    if (text[0]) {
        json_t *warning = json_pack("{s:s, s:o}", "schema", "rxt-warning/1", "warning", rxt_json_text(text));
        send(reader, warning);
        json_decref(warning);
    }
    send(reader, record);
}

enum rxt_err rxt_kernel_run(const struct rxt_kernel *kernel, const char *layout, char *const *words,
                            size_t n_words, rxt_line_fn *record, void *context)
{
    struct reader reader = {record, context, false};
    struct rxt_request request = {
        .team = {.start = rxt_start_here(), .sched = RXT_STATIC}, .n_reps = 5, .launcher = "user"};
    enum rxt_err err = rxt_layout_parse(layout, &request.team.layout);
    if (!err) {
        err = rxt_request_add_own(&request, kernel, words, n_words, RXT_DEFAULT);
    }
    if (!err) {
        err = rxt_trial_run(&request, pass_on, &reader);
    }
    rxt_request_free(&request);
    return err;
}
