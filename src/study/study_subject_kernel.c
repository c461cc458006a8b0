/* SPDX-License-Identifier: BSD-3-Clause
 * study_subject_kernel.c - the family of kernels: what a study knows of a kernel stands here alone.
 */
#include "study_subject_kernel.h"

#include "identity.h"
#include "json.h"
#include "note.h"
#include "text.h"
#include "trial_kernel.h"
#include "trial_plugin.h"
#include "trial_talk.h"
#include "trial_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct kernel_subject {
    struct rxt_subject subject;
    struct rxt_setting setting;
    char name[RXT_NAME_MOST + 1]; /* of the kernel; with its size where it is studied at several */
    bool talked;                  /* it was told that it prints */
    bool *has_talked;             /* the same of the subject that this one grew from */
};

/* Of a running launch: its subjects, and of which its ranks have told. */
struct kernel_launch {
    struct rxt_words words;
    struct rxt_subject *const *subjects;
    size_t n;
    bool *told;
};

static struct kernel_subject *of(const struct rxt_subject *subject)
{
    return (struct kernel_subject *)(uintptr_t)subject;
}

static void close_kernel(struct rxt_subject *subject)
{
    free(of(subject)->setting.values);
    free(of(subject));
}

static enum rxt_err copy(const struct rxt_setting *setting, const char *name, struct rxt_subject **out)
{
    const size_t n_params = rxt_setting_params(setting);
    struct kernel_subject *kernel = calloc(1, sizeof *kernel);
    union rxt_value *values = calloc(n_params + 1, sizeof *values);
    if (!kernel || !values) {
        free(kernel);
        free(values);
        return rxt_fail(RXT_E_MEMORY, "no room for kernel %s", setting->kernel->name);
    }
    memcpy(values, setting->values, n_params * sizeof *values);
    *kernel = (struct kernel_subject){
        .subject = {setting->file ? &rxt_family_plugin : &rxt_family_kernel, kernel->name},
        .setting = {setting->kernel, values, setting->file},
        .has_talked = &kernel->talked};
    snprintf(kernel->name, sizeof kernel->name, "%s", name);
    *out = &kernel->subject;
    return RXT_OK;
}

/* A ceiling is the machine's, at every size. */
static enum rxt_err grow(const struct rxt_subject *subject, double factor, struct rxt_subject **out)
{
    const struct rxt_setting *setting = &of(subject)->setting;
    enum rxt_err err = copy(setting, subject->name, out);
    if (err != RXT_OK) {
        return err;
    }
    (*out)->family = subject->family;
    of(*out)->has_talked = of(subject)->has_talked;
    if (factor > 1.0 && setting->kernel->ceiling == RXT_NO_CEILING) {
        err = rxt_setting_grow(setting, factor, of(*out)->setting.values);
    }
    if (err != RXT_OK) {
        close_kernel(*out);
        *out = NULL;
    }
    return err;
}

/* What it is, of a plug-in, and what it reads, if it reads a file; NULL: it is rxt's own and reads none. */
static json_t *files_of(const struct rxt_setting *setting)
{
    const char *param = setting->kernel->input_param;
    const union rxt_value *value = param ? rxt_setting_value(setting, param) : NULL;
    const char *read = value && value->text && value->text[0] ? value->text : NULL;
    json_t *files = read || setting->file ? json_object() : NULL;
    if (read) {
        rxt_identities_add(files, read);
    }
    if (setting->file) {
        rxt_identities_add(files, setting->file);
    }
    return files;
}

static enum rxt_err describe(const struct rxt_subject *subject, struct rxt_entry *out)
{
    const struct rxt_setting *setting = &of(subject)->setting;
    const struct rxt_kernel *kernel = setting->kernel;
    *out = (struct rxt_entry){.name = subject->name,
                              .runs = strcmp(subject->name, kernel->name) ? kernel->name : NULL,
                              .what = kernel->what,
                              .category = kernel->category,
                              .formula = kernel->formula,
                              .source = kernel->source,
                              .is_ceiling = kernel->ceiling != RXT_NO_CEILING,
                              .measures = kernel->ceiling,
                              .size_param = kernel->size_param,
                              .input_param = kernel->input_param,
                              .is_answering = kernel->kind == RXT_WHOLE,
                              .tolerance = rxt_kernel_tolerance(kernel),
                              .growth = rxt_setting_growth(setting),
                              .params = rxt_setting_json(setting),
                              .files = files_of(setting),
                              .plugin = setting->file};
    return out->params ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for kernel %s", kernel->name);
}

static enum rxt_err begin(const struct rxt_party *party, struct rxt_launch *launch, void **state)
{
    struct kernel_launch *k = calloc(1, sizeof *k);
    struct rxt_request request = {.settings = calloc(party->n + 1, sizeof *request.settings),
                                  .n_settings = party->n,
                                  .n_reps = party->terms->n_reps,
                                  .team = {.options = party->terms->options, .sched = party->terms->sched}};
    *state = k;
    enum rxt_err err = k && request.settings ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for a request");
    if (!err) {
        k->subjects = party->subjects;
        k->n = party->n;
        k->told = calloc(party->n + 1, sizeof *k->told);
        err = k->told ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for a launch");
    }
    for (size_t i = 0; err == RXT_OK && i < party->n; i++) {
        request.settings[i] = of(party->subjects[i])->setting;
    }
    if (!err) {
        err = rxt_run_words(&request, party->layout, &k->words);
    }
    free(request.settings);
    launch->program = k ? &k->words : NULL;
    launch->tells = true;
    return err;
}

/* Ranks know kernels alone, and run them in the order of the subjects: of those of one kernel that stand under names of
 * their own a record is of the first which was not told of. */
static void name_subject(struct kernel_launch *k, json_t *record)
{
    const char *kernel = json_string_value(json_object_get(record, "kernel"));
    for (size_t i = 0; kernel && i < k->n; i++) {
        if (!k->told[i] && !strcmp(kernel, of(k->subjects[i])->setting.kernel->name)) {
            k->told[i] = true;
            json_object_set_new(record, "kernel", json_string(k->subjects[i]->name));
            return;
        }
    }
}

/* What a kernel prints is told once a study. */
static void warn_of_talk(const struct kernel_launch *k, const json_t *record)
{
    char text[256];
    for (size_t i = 0; i < k->n; i++) {
        struct kernel_subject *subject = of(k->subjects[i]);
        if (!*subject->has_talked &&
            !strcmp(rxt_json_text_at(record, "kernel", ""), subject->setting.kernel->name)) {
            *subject->has_talked = true;
            rxt_note(RXT_NOTE_WARNING, "%s", rxt_talk_text(record, text, sizeof text));
            return;
        }
    }
}

/* A record from rank 0. */
static json_t *take_line(void *state, const char *line, bool *is_talk)
{
    json_t *record = line[0] == '{' ? json_loads(line, 0, NULL) : NULL;
    const char *schema = json_string_value(json_object_get(record, "schema"));
    *is_talk = !schema;
    if (schema && (!strcmp(schema, RXT_SCHEMA_FAILURE) || !strcmp(schema, RXT_SCHEMA_SAMPLE))) {
        name_subject(state, record);
        return record;
    }
    if (schema && !strcmp(schema, RXT_SCHEMA_TALK)) {
        warn_of_talk(state, record);
    }
    json_decref(record);
    return NULL;
}

/* Each kernel told of itself; of one that did not, the launch tells. */
static json_t *take_end(void *state, struct rxt_outcome *outcome)
{
    (void)state, (void)outcome;
    return NULL;
}

static void done(void *state)
{
    struct kernel_launch *k = state;
    if (k) {
        rxt_words_free(&k->words);
        free(k->told);
        free(k);
    }
}

const struct rxt_family rxt_family_kernel = {
    .shares = true,
    .grow = grow,
    .close = close_kernel,
    .describe = describe,
    .begin = begin,
    .line = take_line,
    .end = take_end,
    .done = done,
};

/* The same, each a launch of its own: what ends the process of one takes no other's sample with it. */
const struct rxt_family rxt_family_plugin = {
    .grow = grow,
    .close = close_kernel,
    .describe = describe,
    .begin = begin,
    .line = take_line,
    .end = take_end,
    .done = done,
};

/* Its kernel's name, and its size behind it where the request has the kernel more than once. */
static void name_of(const struct rxt_request *request, size_t at, char *out, size_t n_bytes)
{
    const struct rxt_setting *setting = &request->settings[at];
    const union rxt_value *size = rxt_setting_value(setting, setting->kernel->size_param);
    size_t n = 0;
    for (size_t i = 0; i < request->n_settings; i++) {
        n += request->settings[i].kernel == setting->kernel;
    }
    if (n > 1 && size) {
        snprintf(out, n_bytes, "%s-%lld", setting->kernel->name, (long long)size->integer);
    } else {
        snprintf(out, n_bytes, "%s", setting->kernel->name);
    }
}

enum rxt_err rxt_study_add_kernels(struct rxt_study_spec *spec, const struct rxt_request *request)
{
    struct rxt_subject **subjects =
        realloc(spec->subjects, (spec->n_subjects + request->n_settings + 1) * sizeof(struct rxt_subject *));
    enum rxt_err err =
        subjects ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for %zu kernels", request->n_settings);
    if (subjects) {
        spec->subjects = subjects;
    }
    for (size_t k = 0; err == RXT_OK && k < request->n_settings; k++) {
        char name[RXT_NAME_MOST + 1];
        name_of(request, k, name, sizeof name);
        err = copy(&request->settings[k], name, &spec->subjects[spec->n_subjects]);
        spec->n_subjects += err == RXT_OK;
    }
    return err;
}
