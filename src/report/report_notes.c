/* SPDX-License-Identifier: BSD-3-Clause
 * report_notes.c - what went wrong in a study, or must be known of it: how it was launched, wrong rows, failures,
 * rejected samples; equal ones once, and of what is told of launches those that differ in numbers alone.
 */
#include "report_parts.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct list {
    struct rxt_note *notes;
    size_t n;
    json_t *places; /* of notes, by all that they say */
};

/* Add a note, or count it where one with this key is there. */
static void add_by(struct list *list, const char *key, struct rxt_note note)
{
    const json_t *place = json_object_get(list->places, key);
    if (place) {
        struct rxt_note *first = &list->notes[json_integer_value(place)];
        first->n++;
        first->differ |= strcmp(first->reason, note.reason) != 0;
    } else {
        json_object_set_new_nocheck(list->places, key, json_integer((json_int_t)list->n));
        list->notes[list->n++] = note;
    }
}

static void add(struct list *list, const char *what, const char *layout, const char *kernel,
                const char *reason)
{
    struct rxt_text key = {0};
    rxt_text_add(&key, "%s\n%s\n%s\n%s", what, layout, kernel ? kernel : "", reason);
    add_by(list, rxt_text_of(&key), (struct rxt_note){what, layout, kernel, reason, 1, false});
    rxt_text_free(&key);
}

/* What is told of launches differs in its numbers from one to the next: shares of looks, thread ids. */
static void add_alike(struct list *list, const char *what, const char *layout, const char *kernel,
                      const char *reason)
{
    struct rxt_text key = {0};
    rxt_text_add(&key, "%s\n%s\n%s\n", what, layout, kernel);
    for (const char *c = reason; *c; c++) {
        if (!isdigit((unsigned char)*c)) {
            rxt_text_add(&key, "%c", *c);
        } else if (c == reason || !isdigit((unsigned char)c[-1])) {
            rxt_text_add(&key, "#");
        }
    }
    add_by(list, rxt_text_of(&key), (struct rxt_note){what, layout, kernel, reason, 1, false});
    rxt_text_free(&key);
}

static void add_of_sample(struct list *list, const struct rxt_decision *decision,
                          const struct rxt_sample *sample, const char *what, const char *reason)
{
    for (size_t k = 0; k < decision->n_kernels; k++) {
        const struct rxt_verdict_of_kernel *kernel = &decision->kernels[k];
        for (size_t r = 0; strcmp(kernel->kernel, sample->kernel) == 0 && r < kernel->n_rows; r++) {
            if (rxt_layout_equal(&kernel->rows[r].layout, &sample->layout)) {
                add_alike(list, what, kernel->rows[r].text, kernel->kernel, reason);
                return;
            }
        }
    }
    add_alike(list, what, "another layout", sample->kernel, reason);
}

static void add_rows(struct list *list, const struct rxt_verdict_of_kernel *kernel)
{
    for (size_t r = 0; r < kernel->n_rows; r++) {
        const struct rxt_row *row = &kernel->rows[r];
        if (row->verdict == RXT_IS_WRONG) {
            add(list, "wrong", row->text, kernel->kernel, row->note ? row->note : "no reason is known");
        }
    }
    for (size_t r = 0; r < kernel->n_rows; r++) { /* one reason for all of them */
        if (kernel->rows[r].verdict == RXT_IS_DROPPED && kernel->rows[r].note) {
            add(list, "left out", kernel->rows[r].text, kernel->kernel, kernel->rows[r].note);
            return;
        }
    }
}

/* What the header has to say: launchers that were given up, nodes that differ. */
static void add_header(struct list *list, const struct rxt_study *study)
{
    const json_t *notes = study->header->notes, *text;
    size_t i;
    json_array_foreach(notes, i, text)
    {
        if (json_is_string(text)) {
            add(list, "note", "all layouts", "all kernels", json_string_value(text));
        }
    }
}

/* What was set otherwise than behind the launch before: earlier and later launches ran on two machines. */
static void add_changes(struct list *list, const struct rxt_study *study)
{
    for (size_t i = 0; i < study->n_launches; i++) {
        const char *changed = study->launches[i]->quality.changed;
        if (changed[0]) {
            add(list, "changed", "all layouts", "all kernels", changed);
        }
    }
}

bool rxt_report_notes(const struct rxt_study *study, const struct rxt_decision *decision,
                      struct rxt_note **notes, size_t *n_notes)
{
    size_t most = study->n_launches + study->n_failures + 2 * study->n_samples +
                  json_array_size(study->header->notes) + 1;
    for (size_t k = 0; k < decision->n_kernels; k++) {
        most += decision->kernels[k].n_rows;
    }
    struct list list = {calloc(most, sizeof *list.notes), 0, json_object()};
    *notes = list.notes;
    *n_notes = 0;
    if (!list.notes || !list.places) {
        json_decref(list.places);
        return false;
    }
    add_header(&list, study);
    add_changes(&list, study);
    for (size_t k = 0; k < decision->n_kernels; k++) {
        add_rows(&list, &decision->kernels[k]);
    }
    for (size_t i = 0; i < study->n_failures; i++) {
        add(&list, "failed", study->failures[i].layout, study->failures[i].kernel, study->failures[i].reason);
    }
    for (size_t i = 0; i < study->n_samples; i++) {
        const struct rxt_sample *sample = study->samples[i];
        if (sample->rejected) {
            add_of_sample(&list, decision, sample, "rejected", sample->rejected);
        } else if (sample->unproven) {
            add_of_sample(&list, decision, sample, "not proven", sample->unproven);
        }
        if (sample->told) {
            add_of_sample(&list, decision, sample, "note", sample->told);
        }
    }
    json_decref(list.places);
    *n_notes = list.n;
    return true;
}
