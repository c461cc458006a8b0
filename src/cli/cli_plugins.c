/* SPDX-License-Identifier: BSD-3-Clause
 * cli_plugins.c - a plug-in that cannot be opened costs no other subject its study.
 */
#include "cli.h"

#include "trial_plugin.h"

/* A kernel's words are its own and the parameters behind it. */
static enum rxt_err leave_out(const char *word, enum rxt_err err, json_t *left_out)
{
    if (err != RXT_E_INPUT && err != RXT_E_ABSENT) {
        return err;
    }
    rxt_say("rxt: warning: ", "%s is left out: %s", word, rxt_reason());
    json_array_append_new(left_out, json_sprintf("%s was left out: %s", word, rxt_reason()));
    return RXT_OK;
}

enum rxt_err rxt_plugins_sift(char *const *words, size_t n, struct rxt_words *out, json_t *left_out)
{
    enum rxt_err err = RXT_OK, found = RXT_OK, worst = RXT_OK;
    for (size_t i = 0; i < n && err == RXT_OK; i++) {
        if (!rxt_is_param(words[i])) {
            found = RXT_OK;
        }
        if (!rxt_is_param(words[i]) && rxt_is_plugin(words[i])) {
            (void)rxt_kernel_find(words[i], &found);
            err = found == RXT_OK ? RXT_OK : leave_out(words[i], found, left_out);
            worst = found == RXT_OK ? worst : found;
        }
        if (found == RXT_OK) {
            rxt_words_add(out, "%s", words[i]);
        }
    }
    if (err == RXT_OK && n > 0 && out->n == 0) {
        return rxt_fail(worst, "no kernel is left to study");
    }
    return err == RXT_OK && out->failed ? rxt_fail(RXT_E_MEMORY, "no room for %zu words", n) : err;
}

enum rxt_err rxt_plugins_missed(const json_t *left_out)
{
    return json_array_size(left_out) == 0
               ? RXT_OK
               : rxt_fail(RXT_E_INPUT, "%s", json_string_value(json_array_get(left_out, 0)));
}
