/* SPDX-License-Identifier: BSD-3-Clause
 * journal_read.c - read a journal back: all whole lines, in their order.
 */
#include "journal_twice.h"

#include "fields.h"
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A device or a pipe may have no end, and opening a pipe waits for its writer; a link may lead out of the study: only
 * files are read. NULL: errno. */
static FILE *open_plain(const char *path)
{
    struct stat st;
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    const bool is_file = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
    FILE *file = is_file ? fdopen(fd, "r") : NULL;
    if (!file && fd >= 0) {
        close(fd);
        errno = is_file ? ENOMEM : EINVAL;
    }
    return file;
}

static enum rxt_err open_file(const char *path, FILE **out, struct rxt_text *name)
{
    struct stat st;
    if (stat(path, &st) != 0) {
        return rxt_fail(RXT_E_INPUT, "'%s' is no study: %s", path, strerror(errno));
    }
    rxt_text_add(name, S_ISDIR(st.st_mode) ? "%s/" RXT_JOURNAL_NAME : "%s", path);
    *out = open_plain(rxt_text_of(name));
    if (*out) {
        return RXT_OK;
    }
    return errno == EINVAL
               ? rxt_fail(RXT_E_INPUT, "'%s' is no study: %s is not a file", path, rxt_text_of(name))
               : rxt_fail(RXT_E_INPUT, "'%s' is no study: %s cannot be read: %s", path, rxt_text_of(name),
                          errno == ELOOP ? "it is a symbolic link" : strerror(errno));
}

static char *copy(const json_t *record, const char *key)
{
    const char *text = json_string_value(json_object_get(record, key));
    return text ? strdup(text) : NULL;
}

static enum rxt_err add_sample(struct rxt_study *study, const json_t *record)
{
    struct rxt_sample **samples = realloc(study->samples, (study->n_samples + 1) * sizeof *samples);
    if (!samples) {
        return rxt_fail(RXT_E_MEMORY, "no room for sample %zu", study->n_samples);
    }
    study->samples = samples;
    const enum rxt_err err = rxt_sample_from_json(record, &samples[study->n_samples]);
    study->n_samples += err == RXT_OK;
    return err;
}

static enum rxt_err add_failure(struct rxt_study *study, const json_t *record)
{
    struct rxt_failure *failures = realloc(study->failures, (study->n_failures + 1) * sizeof *failures);
    if (!failures) {
        return rxt_fail(RXT_E_MEMORY, "no room for failure %zu", study->n_failures);
    }
    study->failures = failures;
    struct rxt_failure *f = &failures[study->n_failures];
    struct rxt_fields fields = {"a failure", RXT_OK};
    const char *date = json_string_value(json_object_get(record, "date"));
    *f = (struct rxt_failure){.layout = copy(record, "layout"),
                              .kernel = copy(record, "kernel"),
                              .reason = copy(record, "reason"),
                              .status = rxt_fields_int(&fields, record, "status", -1, 255),
                              .round = rxt_fields_int(&fields, record, "round", 0, RXT_MOST_ROUNDS - 1),
                              .launch = rxt_fields_int(&fields, record, "launch", 0, RXT_MOST_LAUNCHES - 1)};
    snprintf(f->date, sizeof f->date, "%s", date ? date : "");
    study->n_failures++;
    return fields.err != RXT_OK     ? fields.err
           : f->layout && f->reason ? RXT_OK
                                    : rxt_fail(RXT_E_INPUT, "a failure without layout or reason");
}

static enum rxt_err add_launch(struct rxt_study *study, const json_t *record)
{
    struct rxt_launched **launches = realloc(study->launches, (study->n_launches + 1) * sizeof *launches);
    if (!launches) {
        return rxt_fail(RXT_E_MEMORY, "no room for launch %zu", study->n_launches);
    }
    study->launches = launches;
    const enum rxt_err err = rxt_launched_from_json(record, &launches[study->n_launches]);
    study->n_launches += err == RXT_OK;
    return err;
}

static enum rxt_err add_drop(struct rxt_study *study, const json_t *record)
{
    struct rxt_fields fields = {"a line of layouts that left", RXT_OK};
    if (rxt_fields_int(&fields, record, "round", 0, RXT_MOST_ROUNDS - 1) < 0) {
        rxt_fields_wrong(&fields, "round");
    }
    study->drops = study->drops ? study->drops : json_array();
    return fields.err != RXT_OK ? fields.err
           : json_array_append_new(study->drops, json_deep_copy(record)) == 0
               ? RXT_OK
               : rxt_fail(RXT_E_MEMORY, "no room for a line of layouts that left");
}

int rxt_study_dropped(const struct rxt_study *study)
{
    const size_t n = json_array_size(study->drops);
    return n == 0 ? -1
                  : (int)json_integer_value(json_object_get(json_array_get(study->drops, n - 1), "round"));
}

static enum rxt_err add_header(struct rxt_study *study, const json_t *record)
{
    json_t *own = json_deep_copy(record);
    const enum rxt_err err =
        own ? rxt_header_from_json(own, &study->header) : rxt_fail(RXT_E_MEMORY, "no room for a header");
    json_decref(own);
    return err;
}

enum rxt_err rxt_study_add(struct rxt_study *study, const json_t *record)
{
    enum rxt_err err = rxt_record_check(record);
    if (err != RXT_OK) {
        return err;
    }
    const char *schema = json_string_value(json_object_get(record, "schema"));
    if (!study->header) {
        return !strcmp(schema, RXT_SCHEMA_STUDY)
                   ? add_header(study, record)
                   : rxt_fail(RXT_E_INPUT, "the first line is not the header of a study (%s)",
                              RXT_SCHEMA_STUDY);
    }
    return !strcmp(schema, RXT_SCHEMA_SAMPLE)    ? add_sample(study, record)
           : !strcmp(schema, RXT_SCHEMA_FAILURE) ? add_failure(study, record)
           : !strcmp(schema, RXT_SCHEMA_LAUNCH)  ? add_launch(study, record)
           : !strcmp(schema, RXT_SCHEMA_DROP)    ? add_drop(study, record)
                                                 : RXT_OK;
}

static enum rxt_err tell_line(const char *line, size_t n, rxt_take_fn take, void *context)
{
    json_error_t error;
    json_t *record = json_loadb(line, n, 0, &error);
    const enum rxt_err err = record ? take(context, record) : rxt_fail(RXT_E_INPUT, "%s", error.text);
    json_decref(record);
    return err;
}

enum rxt_err rxt_journal_each(const char *path, rxt_take_fn take, void *context, size_t *n_whole)
{
    FILE *file = NULL;
    struct rxt_text name = {0};
    char *line = NULL, why[512];
    size_t room = 0, whole = 0, number = 0;
    ssize_t n = 0;
    enum rxt_err err = open_file(path, &file, &name);
    while (err == RXT_OK && (n = getline(&line, &room, file)) > 0 && line[n - 1] == '\n') {
        number++;
        err = tell_line(line, (size_t)n, take, context);
        whole += (size_t)n;
    }
    if (err == RXT_OK && n < 0 && !feof(file)) { /* not the end: what follows must not seem to be missing */
        err = rxt_fail(RXT_E_INPUT, "%s cannot be read to its end: %s", rxt_text_of(&name), strerror(errno));
    } else if (err != RXT_OK && err != RXT_E_OUTPUT &&
               number > 0) { /* what cannot be written is no fault of a line */
        snprintf(why, sizeof why, "%s", rxt_reason());
        err = rxt_fail(err, "%s line %zu: %s", rxt_text_of(&name), number, why);
    } else if (err == RXT_OK && number == 0) {
        err = rxt_fail(RXT_E_INPUT, "%s is no journal of rxt: it has no whole line", rxt_text_of(&name));
    }
    if (file) {
        fclose(file);
    }
    free(line);
    rxt_text_free(&name);
    if (err == RXT_OK && n_whole) {
        *n_whole = whole;
    }
    return err;
}

struct reading {
    struct rxt_study *study;
    json_t *seen;
    size_t n_twice;
};

static enum rxt_err take(void *context, json_t *record)
{
    struct reading *in = context;
    bool is_new = true;
    const enum rxt_err err = rxt_record_see(in->seen, record, &is_new);
    in->n_twice += !is_new;
    return err == RXT_OK && is_new ? rxt_study_add(in->study, record) : err;
}

enum rxt_err rxt_journal_read(const char *path, struct rxt_study **out, size_t *n_whole)
{
    struct reading in = {.study = calloc(1, sizeof *in.study), .seen = json_object()};
    enum rxt_err err = in.study && in.seen ? rxt_journal_each(path, take, &in, n_whole)
                                           : rxt_fail(RXT_E_MEMORY, "no room for a study");
    json_decref(in.seen);
    if (err == RXT_OK) {
        rxt_header_note_twice(in.study->header, in.n_twice);
    } else {
        rxt_study_close(in.study);
        in.study = NULL;
    }
    *out = in.study;
    return err;
}

bool rxt_journal_is_begun(const char *folder)
{
    struct rxt_text name = {0};
    rxt_text_add(&name, "%s/" RXT_JOURNAL_NAME, folder);
    FILE *file = open_plain(rxt_text_of(&name));
    char *line = NULL;
    size_t room = 0;
    const ssize_t n = file ? getline(&line, &room, file) : -1;
    const bool begun = n > 0 && line[n - 1] == '\n';
    if (file) {
        fclose(file);
    }
    free(line);
    rxt_text_free(&name);
    return begun;
}

int rxt_study_launches(const struct rxt_study *study)
{
    int last = -1;
    for (size_t i = 0; i < study->n_samples; i++) {
        last = study->samples[i]->launch > last ? study->samples[i]->launch : last;
    }
    for (size_t i = 0; i < study->n_failures; i++) {
        last = study->failures[i].launch > last ? study->failures[i].launch : last;
    }
    for (size_t i = 0; i < study->n_launches; i++) {
        last = study->launches[i]->launch > last ? study->launches[i]->launch : last;
    }
    return last + 1;
}

void rxt_study_close(struct rxt_study *study)
{
    if (!study) {
        return;
    }
    for (size_t i = 0; i < study->n_samples; i++) {
        rxt_sample_close(study->samples[i]);
    }
    for (size_t i = 0; i < study->n_failures; i++) {
        free(study->failures[i].layout);
        free(study->failures[i].kernel);
        free(study->failures[i].reason);
    }
    for (size_t i = 0; i < study->n_launches; i++) {
        rxt_launched_close(study->launches[i]);
    }
    json_decref(study->drops);
    free(study->launches);
    free(study->samples);
    free(study->failures);
    rxt_header_close(study->header);
    free(study);
}
