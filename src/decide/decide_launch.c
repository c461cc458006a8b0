/* SPDX-License-Identifier: BSD-3-Clause
 * decide_launch.c - the line that starts the recommended layout, to be pasted: whole, or none.
 */
#include "decide_parts.h"

#include "launch.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The shortest text that is read back as the same number. */
static void add_real(struct rxt_text *text, double value)
{
    char number[40];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(number, sizeof number, "%.*g", digits, value);
        if (!(strtod(number, NULL) < value) && !(strtod(number, NULL) > value)) {
            break;
        }
    }
    rxt_text_add(text, "%s", number);
}

/* What was asked of the study, and is not the preset: without it another schedule would run, or a layout be refused. */
static void add_terms(struct rxt_text *text, const struct rxt_header *header)
{
    rxt_text_add(text, "%s%s%s", header->sched && !strcmp(header->sched, "dynamic") ? " --sched dynamic" : "",
                 header->smt ? " --smt" : "", header->oversubscribe ? " --oversubscribe" : "");
}

static void add_param(struct rxt_text *text, const char *name, const json_t *value)
{
    struct rxt_text word = {0};
    rxt_text_add(&word, "%s=", name);
    if (json_is_string(value)) {
        rxt_text_add(&word, "%s", json_string_value(value));
    } else if (json_is_integer(value)) {
        rxt_text_add(&word, "%lld", (long long)json_integer_value(value));
    } else {
        add_real(&word, json_number_value(value));
    }
    rxt_text_add(text, " ");
    rxt_text_add_quoted(text, rxt_text_of(&word));
    text->failed |= word.failed || !rxt_is_name(name); /* "--out=x" would be an option */
    rxt_text_free(&word);
}

/* Half a line would be another command. */
static void keep_whole(const struct rxt_text *text, struct rxt_verdict_of_kernel *k)
{
    if (!text->failed && text->n < sizeof k->launch) {
        memcpy(k->launch, text->bytes, text->n + 1);
    }
}

/* Did its launches that count run without places? The line in the header was written before the first. */
static bool is_mask_only(const struct rxt_study *study, const struct rxt_verdict_of_kernel *k)
{
    bool is = false;
    for (size_t i = 0; i < study->n_samples; i++) {
        const struct rxt_sample *s = study->samples[i];
        is |= s->is_mask_only && !s->rejected && !strcmp(s->kernel, k->kernel) &&
              rxt_layout_equal(&s->layout, &k->recommended->layout);
    }
    return is;
}

/* Behind the end stand the program's own words. */
static bool stands_before(const char *text, const char *word, const char *end)
{
    const char *at = strstr(text, word);
    return at && at < end;
}

/* The line, with --mask-only behind "rxt bind LAYOUT" where the study did so. */
static void add_line(struct rxt_text *text, const char *line, const char *layout, bool mask_only)
{
    char words[RXT_LAYOUT_BYTES + 16];
    const int n = snprintf(words, sizeof words, "rxt bind %s ", layout);
    const char *at = mask_only ? strstr(line, words) : NULL, *end = at ? strstr(at, " -- ") : NULL;
    if (end && !stands_before(at, " --mask-only ", end) && !stands_before(at, " --one-process ", end)) {
        rxt_text_add(text, "%.*s--mask-only %s", (int)(at - line) + n, line, at + n);
    } else {
        rxt_text_add(text, "%s", line);
    }
}

/* That of a program stands in the header whole: what it starts is the user's own, and no shell finds more in it than
 * words. */
static bool write_program(const struct rxt_study *study, struct rxt_verdict_of_kernel *k)
{
    const struct rxt_entry *entry = NULL;
    for (size_t i = 0; i < study->header->n_kernels; i++) {
        const struct rxt_entry *e = &study->header->kernels[i];
        entry = e->is_program && e->name && !strcmp(e->name, k->kernel) ? e : entry;
    }
    const char *line = entry && k->recommended ? rxt_entry_line(entry, k->recommended->text) : NULL;
    if (line && rxt_is_words(line)) {
        struct rxt_text text = {0};
        add_line(&text, line, k->recommended->text, is_mask_only(study, k));
        keep_whole(&text, k);
        rxt_text_free(&text);
    }
    return entry != NULL;
}

/* Of a plug-in its file, of any other its name. */
static void add_kernel(struct rxt_text *text, const struct rxt_entry *entry, const char *name)
{
    struct rxt_text word = {0};
    if (entry) {
        rxt_entry_word(entry, &word);
    } else {
        rxt_text_add(&word, "%s", name);
    }
    rxt_text_add_quoted(text, rxt_text_of(&word));
    text->failed |= word.failed || rxt_text_of(&word)[0] == '-';
    rxt_text_free(&word);
}

void rxt_launch_write(const struct rxt_study *study, struct rxt_verdict_of_kernel *k, const json_t *params)
{
    if (write_program(study, k)) {
        return;
    }
    const char *line = k->recommended ? rxt_header_line(study->header, k->recommended->text) : NULL;
    struct rxt_text text = {0};
    const char *name;
    json_t *value;
    if (!line || !rxt_launch_line_is_own(line)) { /* a journal may be another's */
        return;
    }
    const struct rxt_entry *entry = rxt_header_entry(study->header, k->kernel);
    rxt_text_add(&text, "%s run ", line);
    add_kernel(&text, entry, k->kernel);
    json_object_foreach((json_t *)params, name, value)
    {
        if (!json_is_string(value) || json_string_value(value)[0]) { /* an empty text is the preset */
            add_param(&text, name, value);
        }
    }
    add_terms(&text, study->header);
    rxt_text_add(&text, " --layout %s", k->recommended->text);
    keep_whole(&text, k);
    rxt_text_free(&text);
}
