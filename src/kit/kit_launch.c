/* SPDX-License-Identifier: BSD-3-Clause
 * kit_launch.c - the same by ranks of the MPI and threads of the OpenMP that rxt is built with, as `rxt run` starts them.
 */
#include "kit_parts.h"

#include "launch_process.h"
#include "text.h"
#include "trial_kernel.h"
#include "words.h"

#include <jansson.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a launch told of the kernel. */
struct told {
    int status;
    char digest[20];
    double answer; /* of a whole kernel */
    char why[KIT_TEXT];
};

static void make_words(const struct kit *kit, const char *layout, struct rxt_words *out)
{
    static const char *const options[] = {"--oversubscribe", "--sched", "dynamic", "--reps", "1", "--json"};
    char word[4096];
    rxt_words_add(out, "%s", kit->spec->driver);
    rxt_words_add(out, "run");
    rxt_words_add(out, "%s", kit->spec->subject);
    for (size_t i = 0; i < rxt_setting_params(&kit->base); i++) {
        rxt_words_add(out, "%s", rxt_setting_word(&kit->base, i, word, sizeof word));
    }
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        rxt_words_add(out, "%s", options[i]);
    }
    rxt_words_add(out, "--layout");
    rxt_words_add(out, "%s", layout);
}

/* The last line of a text that says something. */
static void last_line(const char *text, char *out, size_t n_bytes)
{
    size_t last = strlen(text);
    while (last > 0 && text[last - 1] == '\n') {
        last--;
    }
    size_t first = last;
    while (first > 0 && text[first - 1] != '\n') {
        first--;
    }
    snprintf(out, n_bytes, "%.*s", (int)(last - first), text + first);
}

static void read_digest(const char *text, struct told *out)
{
    for (const char *line = text; line && *line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
        json_t *record = json_loads(line, JSON_DISABLE_EOF_CHECK, NULL);
        const char *digest = json_string_value(json_object_get(record, "digest"));
        const char *answer = json_string_value(json_object_get(record, "answer"));
        out->answer = answer ? strtod(answer, NULL) : out->answer;
        if (digest) {
            snprintf(out->digest, sizeof out->digest, "%s", digest);
        }
        json_decref(record);
    }
}

static enum rxt_err launch(const struct kit *kit, const char *layout, struct told *out)
{
    static const char *const set[] = {"LD_PRELOAD=", NULL};
    struct rxt_words words = {0};
    struct rxt_answer answer = {0};
    *out = (struct told){.status = -1, .answer = NAN};
    make_words(kit, layout, &words);
    enum rxt_err err = words.failed ? rxt_fail(RXT_E_MEMORY, "no room for the words of a launch") : RXT_OK;
    const struct rxt_question question = {.words = (const char *const *)words.word,
                                          .timeout_s = 60.0 + kit->timeout_s,
                                          .stop = kit->spec->stop,
                                          .set = set};
    if (!err) {
        err = rxt_program_ask(&question, &answer);
        if (err == RXT_OK) {
            out->status = answer.status;
            read_digest(rxt_text_of(&answer.said[RXT_OUT]), out);
            last_line(rxt_text_of(&answer.said[RXT_ERR]), out->why, sizeof out->why);
        } else if (err == RXT_E_LAUNCH) {
            snprintf(out->why, sizeof out->why, "%s", rxt_reason());
            err = RXT_OK;
        }
        rxt_answer_free(&answer);
    }
    rxt_words_free(&words);
    return err;
}

/* Against the rig's digest; of a whole kernel against the answer of a launch of one rank with one thread, since on the rig its
 * own OpenMP has as many threads as it likes. */
static void judge(struct kit *kit, const char *layout, const struct told *alone, const struct told *told)
{
    const struct kit_seen *rig = &kit->first->seen[0];
    char digest[20];
    snprintf(digest, sizeof digest, "%016llx", (unsigned long long)rig->digest);
    if (told->status == 3) {
        kit_skip(kit, CLAIM_LAUNCH, told->why);
    } else if (told->status != 0) {
        kit_fail(kit, CLAIM_LAUNCH, "a launch under %s failed: %s", layout, told->why);
    } else if (rig->has_digest && strcmp(told->digest, digest) != 0) {
        kit_fail(
            kit, CLAIM_LAUNCH,
            "a launch under %s gives the digest %s, and the rig %s: is there anything that ranks have of their own "
            "(a file, a variable of the environment, the host's name)?",
            layout, told->digest, digest);
    } else if (kit->is_whole && !rxt_kernel_answers_agree(kit->kernel, alone->answer, told->answer)) {
        kit_fail(
            kit, CLAIM_LAUNCH,
            "a launch under %s gives the answer %.17g, and one rank of one thread %.17g: add up what all ranks and "
            "threads have, or tell the tolerance within which sums in another order differ",
            layout, told->answer, alone->answer);
    } else {
        kit_tell(kit, CLAIM_LAUNCH, "%s, dynamic", layout);
    }
}

enum rxt_err kit_launches(struct kit *kit)
{
    const char *layout = kit->spec->has_mpi ? "2x2" : "1x3";
    struct told told, alone = {.status = 0};
    for (int c = 0; c < N_CLAIMS; c++) {
        if (kit_has_failed(kit, (enum kit_claim)c)) {
            kit_skip(kit, CLAIM_LAUNCH, "another claim failed");
            return RXT_OK;
        }
    }
    if (!kit->spec->driver) {
        kit_skip(kit, CLAIM_LAUNCH, "no launch was asked for");
        return RXT_OK;
    }
    enum rxt_err err = kit->is_whole ? launch(kit, "1x1", &alone) : RXT_OK;
    if (!err) {
        err = launch(kit, layout, &told);
    }
    if (err == RXT_OK) {
        judge(kit, alone.status == 0 ? layout : "1x1", &alone, alone.status == 0 ? &told : &alone);
    }
    return err;
}
