/* SPDX-License-Identifier: BSD-3-Clause
 * cli_verify.c - a decision put to the test: a study of three rounds, of its layout and the plain line.
 */
#include "cli.h"
#include "cli_decision.h"
#include "cli_verify.h"

#include "bytes.h"
#include "decide.h"
#include "decide_verify.h"
#include "folder.h"
#include "json.h"
#include "launch.h"
#include "launch_process.h"
#include "report.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_flag(const json_t *decision, const char *name)
{
    return json_is_true(json_object_get(decision, name));
}

static enum rxt_err add_params(const json_t *params, struct rxt_words *out)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)params, name, value)
    {
        char *number = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
        const char *text = json_is_string(value) ? json_string_value(value) : number;
        if (!rxt_is_name(name)) { /* it would be an option */
            free(number);
            return rxt_fail(RXT_E_INPUT, "'%s' is no name of a parameter", name);
        }
        if (text && text[0]) { /* an empty text is the preset */
            rxt_words_add(out, "%s=%s", name, text);
        }
        out->failed |= !number;
        free(number);
    }
    return RXT_OK;
}

/* Of a plug-in its file: what that is now was looked at before. */
static enum rxt_err add_kernel(const struct rxt_choice *choice, struct rxt_words *out)
{
    struct rxt_text path = {0};
    const bool is_path =
        choice->plugin && rxt_bytes_from_json(choice->plugin, &path) && path.n > 0 && path.bytes[0] == '/';
    if (!choice->plugin || is_path) {
        rxt_words_add(out, "%s", is_path ? rxt_text_of(&path) : choice->kernel);
    }
    rxt_text_free(&path);
    return choice->plugin && !is_path ? rxt_fail(RXT_E_INPUT, "the decision names no path of a plug-in")
                                      : RXT_OK;
}

/* The words of the study; its folder is a new one that is removed. */
static enum rxt_err make_words(const json_t *decision, const struct rxt_choice *choice, const char *folder,
                               struct rxt_words *out)
{
    char program[4096], plain[RXT_LAYOUT_BYTES];
    const ssize_t n = readlink("/proc/self/exe", program, sizeof program - 1);
    program[n > 0 ? n : 0] = '\0';
    rxt_words_add(out, "%s", n > 0 ? program : "rxt");
    rxt_words_add(out, "study");
    enum rxt_err err = add_kernel(choice, out);
    if (!err) {
        err = add_params(json_object_get(choice->row, "params"), out);
    }
    rxt_words_add(
        out, "--size"); /* of the ceilings, which nobody asks for here: the subject has all its parameters */
    rxt_words_add(out, "small");
    rxt_words_add(out, "--layouts");
    rxt_words_add(out, "%s,%s", choice->text, rxt_layout_text(&choice->plain, plain, sizeof plain));
    rxt_words_add(out, "--rounds");
    rxt_words_add(out, "%d", RXT_VERIFY_ROUNDS);
    rxt_words_add(out, "--out");
    rxt_words_add(out, "%s", folder);
    rxt_words_add(out, "--sched");
    rxt_words_add(out, "%s",
                  !strcmp(rxt_json_text_at(decision, "sched", ""), "dynamic") ? "dynamic" : "static");
    if (is_flag(decision, "smt")) {
        rxt_words_add(out, "--smt");
    }
    if (is_flag(decision, "oversubscribe")) {
        rxt_words_add(out, "--oversubscribe");
    }
    return err == RXT_OK && out->failed ? rxt_fail(RXT_E_MEMORY, "no room for a command line") : err;
}

static bool is_stopped(void)
{
    return rxt_stop != 0;
}

/* Its report is not wanted; what it has to say is, where it failed. */
static enum rxt_err launch(const struct rxt_words *words)
{
    static const enum rxt_err by_status[] = {RXT_OK, RXT_E_WRONG, RXT_E_INPUT, RXT_E_LAUNCH};
    struct rxt_answer said;
    const struct rxt_question question = {.words = (const char *const *)words->word, .is_over = is_stopped};
    rxt_catch_stop();
    enum rxt_err err = rxt_program_ask(&question, &said);
    if (err == RXT_E_STOPPED) {
        err = rxt_fail(err, "%s; nothing is verified", rxt_stop_text());
    } else if (err == RXT_OK && said.status != 0) {
        rxt_say("", "%s", rxt_text_of(&said.said[RXT_ERR]));
        err = rxt_fail(said.status > 0 && said.status < 4 ? by_status[said.status] : RXT_E_LAUNCH,
                       "the decision could not be verified: its launches ended with status %d", said.status);
    }
    rxt_answer_free(&said);
    return err;
}

static enum rxt_err say(const struct rxt_choice *choice, const struct rxt_verified *verified)
{
    static const char *const words[] = {[RXT_HOLDS] = "it holds",
                                        [RXT_MAY_HOLD] = "it may hold: not each time",
                                        [RXT_HOLDS_NOT] = "it holds no more"};
    char plain[RXT_LAYOUT_BYTES];
    rxt_layout_text(&choice->plain, plain, sizeof plain);
    rxt_say(verified->holding == RXT_HOLDS ? "rxt: " : "rxt: warning: ",
            "verified: %s took %.2fx the time of %s, median of %zu rounds: %s", choice->text, verified->ratio,
            plain, verified->n_rounds, words[verified->holding]);
    return verified->holding == RXT_HOLDS_NOT
               ? rxt_fail(
                     RXT_E_WRONG,
                     "the decision holds no more: %s was slower than the plain line %s each time; study again",
                     choice->text, plain)
               : RXT_OK;
}

/* An answer that is wrong ends it; the launch of a program that failed is why there are no rounds. */
static enum rxt_err look_for_wrong(const struct rxt_study *study)
{
    struct rxt_decision *decided = NULL;
    const enum rxt_err err = rxt_decide(&decided, study);
    const bool is_wrong = err == RXT_OK && decided->is_wrong;
    rxt_decision_close(decided);
    return is_wrong ? rxt_fail(RXT_E_WRONG, "a layout gave a wrong answer: the decision holds no more")
           : study->n_failures > 0
               ? rxt_fail(RXT_E_LAUNCH, "the decision could not be verified: layout %s: %s",
                          study->failures[0].layout, study->failures[0].reason)
               : err;
}

static enum rxt_err compare(const char *folder, const json_t *decision, const struct rxt_choice *choice)
{
    struct rxt_study *study = NULL;
    struct rxt_verified verified;
    const json_t *indifference = json_object_get(decision, "indifference");
    enum rxt_err err = rxt_journal_read(folder, &study, NULL);
    if (!err) {
        err = look_for_wrong(study);
    }
    if (!err) {
        err = rxt_verify(study, choice->kernel, &choice->layout, &choice->plain,
                         json_is_number(indifference) ? json_number_value(indifference) : 0.01, &verified);
    }
    rxt_study_close(study);
    return err == RXT_OK ? say(choice, &verified) : err;
}

static void remove_file(const char *folder, const char *name)
{
    struct rxt_text path = {0};
    rxt_text_add(&path, "%s/%s", folder, name);
    unlink(rxt_text_of(&path));
    rxt_text_free(&path);
}

static void clear(const char *folder)
{
    remove_file(folder, RXT_JOURNAL_NAME);
    for (size_t f = 0; rxt_formats[f]; f++) {
        if (rxt_formats[f]->file) {
            remove_file(folder, rxt_formats[f]->file);
        }
    }
    rmdir(folder);
}

/* Of several nodes all must see it: a program may run in it. */
static enum rxt_err make_folder(const struct rxt_choice *choice, char *out, size_t n_bytes)
{
    return choice->is_program && (choice->layout.nodes > 1 || choice->plain.nodes > 1)
               ? rxt_folder_make_new("rxt-verify", out, n_bytes)
               : rxt_folder_make_temporary("verify", out, n_bytes);
}

static enum rxt_err verify_in(const char *folder, const json_t *decision, const struct rxt_choice *choice)
{
    struct rxt_words words = {0};
    enum rxt_err err = RXT_OK;
    if (choice->is_program) {
        err = rxt_verify_program(decision, choice, folder);
    } else {
        err = make_words(decision, choice, folder, &words);
        err = err == RXT_OK ? launch(&words) : err;
    }
    rxt_words_free(&words);
    return err == RXT_OK ? compare(folder, decision, choice) : err;
}

enum rxt_err rxt_choice_verify(const json_t *decision, const struct rxt_choice *choice)
{
    char folder[4096];
    if (choice->plain.ranks == 0 || !strcmp(rxt_json_text_at(decision, "scaling", ""), "weak")) {
        return rxt_fail(RXT_E_USAGE, "--verify compares with the plain line at the size of the study: %s",
                        choice->plain.ranks == 0 ? "it measured none" : "that of weak scaling grows");
    }
    enum rxt_err err = make_folder(choice, folder, sizeof folder);
    if (!err) {
        err = verify_in(folder, decision, choice);
        clear(folder);
    }
    return err;
}
