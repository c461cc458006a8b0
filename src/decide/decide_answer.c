/* SPDX-License-Identifier: BSD-3-Clause
 * decide_answer.c - are the answers of a program the same under all layouts?
 *
 * Answers are texts that it printed. Two that are numbers are compared by their relative difference, since sums in another
 * order differ in the last digits; all others letter by letter. When they differ, somebody is wrong, and nobody knows who:
 * the serial layout is what the others are held against, since nothing of it is parallel; without an answer of it, or with
 * several, the answer that most layouts gave.
 */
#include "decide_parts.h"

#include "find_number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static double difference(const char *a, const char *b)
{
    double x = NAN, y = NAN;
    const bool are_numbers = rxt_number_read(a, strlen(a), &x) && rxt_number_read(b, strlen(b), &y);
    const double most = fmax(fabs(x), fabs(y));
    return !are_numbers ? (double)NAN : most > 0.0 ? fabs(x - y) / most : 0.0;
}

bool rxt_answers_agree(const char *a, const char *b, double tolerance)
{
    const double differs = difference(a, b);
    return isnan(differs) ? !strcmp(a, b) : differs <= tolerance;
}

static bool has_answer(const struct rxt_sample *s, const struct rxt_entry *entry)
{
    return s->answer && s->check != RXT_CHECK_FAIL && !strcmp(s->kernel, entry->name);
}

/* The first answer of a layout's samples; NULL if there is none, or where its launches gave several. */
static const struct rxt_sample *steady_answer(const struct rxt_study *part, const struct rxt_entry *entry)
{
    const struct rxt_sample *first = NULL;
    for (size_t i = 0; i < part->n_samples; i++) {
        const struct rxt_sample *s = part->samples[i];
        if (!has_answer(s, entry)) {
            continue;
        }
        if (first && !rxt_answers_agree(first->answer, s->answer, entry->tolerance)) {
            return NULL;
        }
        first = first ? first : s;
    }
    return first;
}

/* The plain line is another one's ranks and threads again, and no witness of its own. */
static const struct rxt_sample *answer_of(const struct rxt_study *study, const struct rxt_group *group,
                                          const struct rxt_entry *entry, size_t layout)
{
    const struct rxt_study part = rxt_group_of(group, &study->header->layouts[layout]);
    return study->header->layouts[layout].policy == RXT_BY_NONE ? NULL : steady_answer(&part, entry);
}

/* How many layouts gave this answer. */
static size_t count(const struct rxt_study *study, const struct rxt_group *group,
                    const struct rxt_entry *entry, const struct rxt_sample *answer)
{
    size_t n = 0;
    for (size_t i = 0; i < study->header->n_layouts; i++) {
        const struct rxt_sample *other = answer_of(study, group, entry, i);
        n += other && rxt_answers_agree(answer->answer, other->answer, entry->tolerance);
    }
    return n;
}

struct rxt_answers rxt_answers_find(const struct rxt_study *study, const struct rxt_group *group,
                                    const struct rxt_entry *entry)
{
    struct rxt_answers found = {0};
    const struct rxt_sample *most = NULL;
    size_t n_most = 0;
    for (size_t i = 0; entry->is_answering && i < study->header->n_layouts; i++) {
        const struct rxt_layout *layout = &study->header->layouts[i];
        const struct rxt_sample *answer = answer_of(study, group, entry, i);
        const size_t n = answer ? count(study, group, entry, answer) : 0;
        const bool is_serial = rxt_layout_mode(layout) == RXT_MODE_SERIAL;
        found.right = is_serial && !found.right ? answer : found.right;
        most = n > n_most ? answer : most;
        n_most = n > n_most ? n : n_most;
    }
    found.right = found.right ? found.right : most;
    found.n_with = found.right ? count(study, group, entry, found.right) : 0;
    found.n_against =
        found.right && !rxt_answers_agree(found.right->answer, most->answer, entry->tolerance) ? n_most : 0;
    return found;
}

bool rxt_answer_differs(const struct rxt_answers *answers, const struct rxt_entry *entry,
                        const struct rxt_sample *s, char *why, size_t n_bytes)
{
    char layout[RXT_LAYOUT_BYTES], doubt[120] = "", by[80] = "";
    if (!answers->right || !has_answer(s, entry) ||
        rxt_answers_agree(answers->right->answer, s->answer, entry->tolerance)) {
        return false;
    }
    const double differs = difference(answers->right->answer, s->answer);
    rxt_layout_text(&answers->right->layout, layout, sizeof layout);
    if (isfinite(differs)) {
        snprintf(by, sizeof by, ", by %.2g where %.2g is allowed", differs, entry->tolerance);
    }
    if (answers->n_against > answers->n_with) {
        snprintf(doubt, sizeof doubt, "; %zu layouts agree against it: nobody knows which is right",
                 answers->n_against);
    } else if (answers->n_with < 2) {
        snprintf(doubt, sizeof doubt, "; nobody knows which is right");
    }
    snprintf(why, n_bytes, "its answer '%.60s' differs from that of %s, '%.60s'%s%s", s->answer, layout,
             answers->right->answer, by, doubt);
    return true;
}
