/* SPDX-License-Identifier: BSD-3-Clause
 * rank_describe.c - open a plug-in, and say what it is: what the driver does not do itself.
 */
#include "cli.h"

#include "launch_plugin.h"
#include "runtimes.h"
#include "trial_describe.h"

static enum rxt_err describe(const struct rxt_args *args)
{
    char warning[512];
    struct rxt_request request = {0};
    json_t *kernel = NULL;
    enum rxt_err err = args->n_words > 0
                           ? rxt_request_add(&request, args->words, args->n_words, RXT_DEFAULT)
                           : rxt_fail(RXT_E_USAGE, "rxt-rank " RXT_DESCRIBE " needs the file of a plug-in");
    if (!err) {
        err = rxt_runtimes_look(warning, sizeof warning);
    }
    if (err == RXT_OK) {
        const struct rxt_growth growth = rxt_setting_growth(&request.settings[0]);
        kernel = rxt_kernel_describe(request.settings[0].kernel);
        json_object_set_new(kernel, "growth", json_real(growth.power));
        json_object_set_new(kernel, "growth_log", json_boolean(growth.has_log));
        json_t *line =
            json_pack("{s:s, s:s, s:o}", "schema", RXT_SCHEMA_PLUGIN, "warning", warning, "kernel", kernel);
        err = line ? rxt_print_json_line(line) : rxt_fail(RXT_E_MEMORY, "no room for a description");
        json_decref(line);
    }
    rxt_request_free(&request);
    return err;
}

const struct rxt_cmd rxt_cmd_describe = {
    .name = RXT_DESCRIBE,
    .words = "FILE [name=value ...]",
    .most_words = 100,
    .options = "",
    .what = "what a plug-in says of its kernel, for the driver",
    .more = "",
    .run = describe,
};
