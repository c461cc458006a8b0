/* SPDX-License-Identifier: BSD-3-Clause
 * launch_plugin.c - a plug-in is opened by a child, as its ranks will open it; what the child says of it is the kernel.
 *
 * Opening runs whatever the file wants: its constructors may crash, hang, end the process, print. The driver would have
 * neither the MPI nor the OpenMP that it needs, and its standard output may be eval'ed.
 */
#include "launch_plugin.h"

#include "json.h"
#include "launch_process.h"
#include "launch_rank.h"
#include "note.h"
#include "text.h"
#include "trial_describe.h"
#include "words.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

/* The machine may be busy, the file far away. */
static const double patience_s = 60.0;

/* Those that were described, for as long as the process lives. */
struct known {
    struct rxt_described *described;
    struct known *next;
};
static struct known *all;

static enum rxt_err read_patience(double *out_s)
{
    const char *asked = getenv("RXT_START_TIMEOUT");
    *out_s = patience_s;
    return asked && asked[0] ? rxt_parse_duration(asked, "RXT_START_TIMEOUT", out_s) : RXT_OK;
}

/* The line of the schema; the plug-in itself may have found a way to print others. */
static json_t *find_line(const char *said)
{
    static const char begin[] = "{\"schema\":\"" RXT_SCHEMA_PLUGIN "\"";
    for (const char *at = said; (at = strstr(at, begin)) != NULL; at++) {
        if (at == said || at[-1] == '\n') {
            return json_loadb(at, strcspn(at, "\n"), 0, NULL);
        }
    }
    return NULL;
}

/* The last sentence of rxt-rank's own. */
static const char *find_reason(const char *said, char *out, size_t n_bytes)
{
    const char *own = NULL;
    for (const char *at = said; (at = strstr(at, "rxt: ")) != NULL; at++) {
        own = (at == said || at[-1] == '\n') && strncmp(at, "rxt: warning", 12) != 0 ? at + 5 : own;
    }
    snprintf(out, n_bytes, "%.*s", own ? (int)strcspn(own, "\n") : 0, own ? own : "");
    return out;
}

/* Why there is no description. */
static enum rxt_err tell_end(const char *path, const struct rxt_answer *answer)
{
    char reason[1024];
    find_reason(rxt_text_of(&answer->said[RXT_ERR]), reason, sizeof reason);
    if (answer->status > 128) {
        return rxt_fail(
            RXT_E_INPUT,
            "plug-in %s: opening it ended the process by signal %d (%s): one of its constructors crashes, or "
            "what it says of its kernel leads nowhere",
            path, answer->status - 128, strsignal(answer->status - 128));
    }
    if (reason[0]) {
        return rxt_fail(answer->status == 3 ? RXT_E_ABSENT : RXT_E_INPUT, "%s", reason);
    }
    return rxt_fail(
        RXT_E_INPUT,
        "plug-in %s: opening it ended the process with status %d: one of its constructors calls exit", path,
        answer->status);
}

/* Ask rxt-rank to open a file, with words of name=value. */
static enum rxt_err ask(const char *path, const struct rxt_words *params, json_t **out)
{
    char rank[8192];
    struct rxt_answer answer = {0};
    struct rxt_words words = {0};
    struct rxt_question question = {0};
    enum rxt_err err = rxt_rank_find(rank, sizeof rank);
    rxt_words_add(&words, "%s", rank);
    rxt_words_add(&words, RXT_DESCRIBE);
    rxt_words_add(&words, "%s", path);
    for (size_t i = 0; params && i < params->n; i++) {
        rxt_words_add(&words, "%s", params->word[i]);
    }
    if (!err) {
        err = words.failed ? rxt_fail(RXT_E_MEMORY, "no room for a command line")
                           : read_patience(&question.timeout_s);
    }
    question.words = (const char *const *)words.word;
    if (!err) {
        err = rxt_program_ask(&question, &answer);
        err = err == RXT_E_LAUNCH
                  ? rxt_fail(RXT_E_INPUT,
                             "plug-in %s: opening it took more than %.0f s, and was ended: one of its "
                             "constructors hangs (RXT_START_TIMEOUT gives it longer)",
                             path, question.timeout_s)
                  : err;
    }
    if (!err) {
        *out = find_line(rxt_text_of(&answer.said[RXT_OUT]));
        err = *out && answer.status == 0 ? RXT_OK : tell_end(path, &answer);
    }
    rxt_answer_free(&answer);
    rxt_words_free(&words);
    return err;
}

static enum rxt_err keep(struct rxt_described *described)
{
    struct known *one = malloc(sizeof *one);
    if (!one) {
        return rxt_fail(RXT_E_MEMORY, "no room for a plug-in");
    }
    *one = (struct known){described, all};
    all = one;
    return RXT_OK;
}

static enum rxt_err open_plugin(const char *path, const struct rxt_kernel **out)
{
    json_t *said = NULL;
    struct rxt_described *described = NULL;
    enum rxt_err err = ask(path, NULL, &said);
    if (!err) {
        err = rxt_kernel_from_description(json_object_get(said, "kernel"), &described);
    }
    if (!err) {
        err = keep(described);
    }
    if (err == RXT_OK) {
        const char *warning = rxt_json_text_at(said, "warning", "");
        if (warning[0]) {
            rxt_note(RXT_NOTE_WARNING, "plug-in %s: %s", path, warning);
        }
        *out = &described->kernel;
    } else {
        rxt_described_free(described);
    }
    json_decref(said);
    return err;
}

static const struct rxt_described *described_of(const struct rxt_kernel *kernel)
{
    for (const struct known *k = all; k; k = k->next) {
        if (&k->described->kernel == kernel) {
            return k->described;
        }
    }
    return NULL;
}

const json_t *rxt_plugin_description(const struct rxt_kernel *kernel)
{
    const struct rxt_described *described = described_of(kernel);
    return described ? described->json : NULL;
}

/* Where it depends on the parameters the kernel itself is asked; a kernel that does not answer has no rule. */
static struct rxt_growth growth_of(const struct rxt_setting *setting)
{
    char word[4200];
    const struct rxt_described *described = described_of(setting->kernel);
    struct rxt_growth growth = setting->kernel->growth;
    struct rxt_words params = {0};
    json_t *said = NULL;
    if (!described || !described->growth_varies) {
        return growth;
    }
    for (size_t i = 0; i < rxt_setting_params(setting); i++) {
        rxt_words_add(&params, "%s", rxt_setting_word(setting, i, word, sizeof word));
    }
    if (ask(setting->file, &params, &said) == RXT_OK) {
        const json_t *kernel = json_object_get(said, "kernel");
        growth = (struct rxt_growth){json_number_value(json_object_get(kernel, "growth")),
                                     json_is_true(json_object_get(kernel, "growth_log"))};
    } else {
        growth = (struct rxt_growth){0};
    }
    json_decref(said);
    rxt_words_free(&params);
    return growth;
}

const struct rxt_plugin_ways rxt_plugin_by_rank = {.open = open_plugin, .growth = growth_of};
