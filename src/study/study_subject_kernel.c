/* SPDX-License-Identifier: BSD-3-Clause
 * study_subject_kernel.c - the family of kernels: what a study knows of a kernel stands here alone.
 */
#include "study_subject_kernel.h"

#include "identity.h"
#include "trial_words.h"

#include <stdlib.h>
#include <string.h>

struct kernel_subject {
    struct rxt_subject subject;
    struct rxt_setting setting;
};

/* Of a running launch. */
struct kernel_launch {
    struct rxt_words words;
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

static enum rxt_err copy(const struct rxt_setting *setting, struct rxt_subject **out)
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
    *kernel = (struct kernel_subject){{&rxt_family_kernel, setting->kernel->name}, {setting->kernel, values}};
    *out = &kernel->subject;
    return RXT_OK;
}

/* A ceiling is the machine's, at every size. */
static enum rxt_err grow(const struct rxt_subject *subject, double factor, struct rxt_subject **out)
{
    const struct rxt_setting *setting = &of(subject)->setting;
    enum rxt_err err = copy(setting, out);
    if (err != RXT_OK) {
        return err;
    }
    (*out)->family = subject->family;
    if (factor > 1.0 && setting->kernel->ceiling == RXT_NO_CEILING) {
        err = rxt_setting_grow(setting, factor, of(*out)->setting.values);
    }
    if (err != RXT_OK) {
        close_kernel(*out);
        *out = NULL;
    }
    return err;
}

/* What it reads, if it reads a file; NULL: it does not. */
static json_t *files_of(const struct rxt_setting *setting)
{
    const char *param = setting->kernel->input_param;
    const union rxt_value *value = param ? rxt_setting_value(setting, param) : NULL;
    json_t *files = value && value->text && value->text[0] ? json_object() : NULL;
    if (files) {
        rxt_identities_add(files, value->text);
    }
    return files;
}

static enum rxt_err describe(const struct rxt_subject *subject, struct rxt_entry *out)
{
    const struct rxt_setting *setting = &of(subject)->setting;
    const struct rxt_kernel *kernel = setting->kernel;
    *out = (struct rxt_entry){.name = kernel->name,
                              .what = kernel->what,
                              .category = kernel->category,
                              .formula = kernel->formula,
                              .source = kernel->source,
                              .is_ceiling = kernel->ceiling != RXT_NO_CEILING,
                              .measures = kernel->ceiling,
                              .size_param = kernel->size_param,
                              .input_param = kernel->input_param,
                              .growth = rxt_kernel_growth(kernel, setting->values),
                              .params = rxt_setting_json(setting),
                              .files = files_of(setting)};
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

/* A record from rank 0. */
static json_t *take_line(void *state, const char *line, bool *is_talk)
{
    (void)state;
    json_t *record = line[0] == '{' ? json_loads(line, 0, NULL) : NULL;
    const char *schema = json_string_value(json_object_get(record, "schema"));
    *is_talk = !schema;
    if (schema && (!strcmp(schema, RXT_SCHEMA_FAILURE) || !strcmp(schema, RXT_SCHEMA_SAMPLE))) {
        return record;
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
        err = copy(&request->settings[k], &spec->subjects[spec->n_subjects]);
        spec->n_subjects += err == RXT_OK;
    }
    return err;
}
