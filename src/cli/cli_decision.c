/* SPDX-License-Identifier: BSD-3-Clause
 * cli_decision.c - the decisions that a folder or a file holds.
 */
#include "cli_decision.h"

#include "decide.h"
#include "report.h"
#include "text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_BYTES = 64 << 20 };

static enum rxt_err decide_journal(const char *path, json_t *list)
{
    struct rxt_study *study = NULL;
    struct rxt_decision *decision = NULL;
    enum rxt_err err = rxt_journal_read(path, &study, NULL);
    if (!err) {
        err = rxt_decide(&decision, study);
    }
    if (err == RXT_OK && json_array_append_new(list, rxt_report_decision(study, decision)) != 0) {
        err = rxt_fail(RXT_E_MEMORY, "no room for a decision");
    }
    rxt_decision_close(decision);
    rxt_study_close(study);
    return err;
}

/* A pipe or a device may have no end. */
static enum rxt_err read_file(const char *path, struct rxt_text *out)
{
    char block[65536];
    struct stat st;
    const int why = stat(path, &st) == 0 ? 0 : errno;
    if (why != 0 || !S_ISREG(st.st_mode)) {
        return rxt_fail(RXT_E_INPUT, "%s is no file of a decision: %s", path,
                        why != 0 ? strerror(why) : "it is a pipe or a device");
    }
    FILE *file = fopen(path, "r");
    for (size_t n = 1; file && n > 0 && out->n <= MOST_BYTES;) {
        n = fread(block, 1, sizeof block, file);
        rxt_text_add_bytes(out, block, n);
    }
    const bool is_read = file && !ferror(file);
    if (file) {
        fclose(file);
    }
    return !is_read      ? rxt_fail(RXT_E_INPUT, "%s cannot be read: %s", path, strerror(errno))
           : out->failed ? rxt_fail(RXT_E_MEMORY, "no room for %s", path)
           : out->n <= MOST_BYTES
               ? RXT_OK
               : rxt_fail(RXT_E_INPUT, "%s is no decision: it has more than %d bytes", path, MOST_BYTES);
}

/* One behind another, with blanks between. */
static enum rxt_err parse(const char *path, const struct rxt_text *text, json_t *list)
{
    const char *bytes = rxt_text_of(text);
    size_t at = strspn(bytes, " \t\r\n");
    enum rxt_err err =
        at < text->n ? RXT_OK : rxt_fail(RXT_E_INPUT, "%s holds no decision: it is empty", path);
    while (err == RXT_OK && at < text->n) {
        json_error_t why;
        json_t *one = json_loadb(bytes + at, text->n - at, JSON_DISABLE_EOF_CHECK, &why);
        if (!one) {
            return rxt_fail(RXT_E_INPUT, "%s, byte %zu: no JSON: %s", path, at + (size_t)why.position,
                            why.text);
        }
        err = rxt_decision_check(one);
        if (err) {
            err = rxt_fail(RXT_E_INPUT, "%s, byte %zu: %s", path, at, rxt_reason());
        }
        json_array_append_new(list, one);
        at += (size_t)why.position;
        at += strspn(bytes + at, " \t\r\n");
    }
    return err;
}

static bool is_journal(const char *path)
{
    static const char begin[] = "{\"schema\":\"" RXT_SCHEMA_STUDY "\"";
    char block[sizeof begin] = "";
    FILE *file = fopen(path, "r");
    if (file) {
        (void)!fgets(block, (int)sizeof block, file);
        fclose(file);
    }
    return !strcmp(block, begin);
}

enum rxt_err rxt_decisions_load(const char *path, json_t **list)
{
    struct stat st;
    struct rxt_text inner = {0}, text = {0};
    const bool is_folder = stat(path, &st) == 0 && S_ISDIR(st.st_mode);
    *list = json_array();
    rxt_text_add(&inner, "%s%s", path, is_folder ? "/" RXT_JOURNAL_NAME : "");
    const bool has_journal = is_folder ? access(rxt_text_of(&inner), F_OK) == 0
                                       : stat(path, &st) == 0 && S_ISREG(st.st_mode) && is_journal(path);
    enum rxt_err err = RXT_OK;
    if (has_journal) {
        err = decide_journal(path, *list);
    } else {
        rxt_text_free(&inner);
        rxt_text_add(&inner, "%s%s", path, is_folder ? "/decision.json" : "");
        err = read_file(rxt_text_of(&inner), &text);
        if (!err) {
            err = parse(rxt_text_of(&inner), &text, *list);
        }
    }
    rxt_text_free(&text);
    rxt_text_free(&inner);
    if (err != RXT_OK) {
        json_decref(*list);
        *list = NULL;
    }
    return err;
}
