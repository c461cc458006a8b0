/* SPDX-License-Identifier: BSD-3-Clause
 * decide_quality_say.c - how quiet the machine was, what holds if it was not, and what launches so noisy can tell apart.
 */
#include "decide_quality.h"

#include "text.h"

#include <math.h>
#include <stdio.h>

static const double worth_a_word = 0.1; /* CPUs that others kept busy */
enum { TELLING = 6 };                   /* rounds below which no two layouts are told apart */

static void copy(struct rxt_text *text, char *out, size_t n_bytes)
{
    snprintf(out, n_bytes, "%s", rxt_text_of(text));
    rxt_text_free(text);
}

static void say_who(const struct rxt_calm *calm, const struct rxt_study *study, struct rxt_text *text)
{
    const json_int_t cores = study->header->cores;
    const bool has_load = calm->most_load > 0.0 && cores > 0;
    const bool has_foreign = calm->most_foreign >= worth_a_word;
    if (has_load) {
        rxt_text_add(text, " (load %.1f on %lld core%s", calm->most_load, (long long)cores,
                     cores == 1 ? "" : "s");
    }
    if (has_foreign) {
        rxt_text_add(text, "%s%.1f kept busy by others while nothing of rxt ran", has_load ? "; " : " (",
                     calm->most_foreign);
    }
    rxt_text_add(text, "%s", has_load || has_foreign ? ")" : "");
}

void rxt_calm_say(const struct rxt_calm *calm, const struct rxt_study *study, char *out, size_t n_bytes)
{
    struct rxt_text text = {0};
    const char *between = ": ";
    rxt_text_add(&text, "%s", rxt_fitness_name(calm->fitness));
    if (calm->fitness == RXT_FITNESS_UNKNOWN) {
        rxt_text_add(&text, ": no launch tells what its threads had of their cores");
    }
    if (calm->fitness == RXT_QUIET && calm->n_known < calm->n_all) {
        rxt_text_add(&text, " in the %zu of %zu launches that tell what their threads had of their cores",
                     calm->n_known, calm->n_all);
    }
    if (calm->n_disturbed > 0) {
        rxt_text_add(&text, "%sin %zu of %zu launches threads had less than 95 %% of a core", between,
                     calm->n_disturbed, calm->n_known);
        say_who(calm, study, &text);
        between = "; ";
    }
    if (calm->n_stopped > 0) {
        rxt_text_add(&text, "%sa CPU quota stopped %zu of %zu launches, for %.1f s in all", between,
                     calm->n_stopped, calm->n_told, calm->stopped_s);
        between = "; ";
    }
    if (calm->n_stolen > 0) {
        rxt_text_add(&text, "%sin %zu of %zu launches the host took up to %.0f %% of the CPUs (steal)",
                     between, calm->n_stolen, calm->n_told, 100.0 * calm->most_steal);
    }
    if (json_array_size(study->header->nodes) > 1 && calm->n_told > 0) {
        rxt_text_add(&text, "; load, quotas and steal are told of %s alone, not of all %zu nodes",
                     study->header->host ? study->header->host : "the host of the study",
                     json_array_size(study->header->nodes));
    }
    copy(&text, out, n_bytes);
}

void rxt_calm_say_holds(const struct rxt_calm *calm, char *out, size_t n_bytes)
{
    struct rxt_text text = {0};
    if (calm->fitness == RXT_DISTURBED && calm->n_disturbed > 0 && calm->n_lacking == 0 &&
        calm->n_known == calm->n_all) {
        rxt_text_add(&text,
                     "each disturbed launch was tried again, and every value that counts had its cores");
    } else if (calm->fitness == RXT_DISTURBED) {
        rxt_text_add(
            &text, "layouts of one round ran one after another and can be compared as far as their intervals "
                   "go; times, rates and efficiencies are those of a disturbed machine");
        if (calm->n_lacking > 0) {
            rxt_text_add(&text, ", and no cause is told where threads lacked their cores (%zu of %zu values)",
                         calm->n_lacking, calm->n_values);
        }
    }
    copy(&text, out, n_bytes);
}

/* A median of n differences of two such launches lies within so many of its standard errors in 96 of 100 cases; that of
 * a median is 1.2533 times that of a mean. */
static double told_apart(double noise, size_t n_rounds)
{
    return 2.054 * 1.2533 * noise * sqrt(2.0 / (double)n_rounds);
}

/* "3.7", "45": two digits that count. */
static void add_percent(struct rxt_text *text, const char *before, double percent)
{
    rxt_text_add(text, percent < 9.95 ? "%s%.2g %%" : "%s%.0f %%", before, percent);
}

void rxt_noise_say(double noise, size_t n_rounds, char *out, size_t n_bytes)
{
    struct rxt_text text = {0};
    if (isfinite(noise) && n_rounds > 0 && !(noise > 0.0)) {
        rxt_text_add(&text,
                     "most launches gave the same number to its last digit: how much they vary is not known");
    } else if (isfinite(noise) && n_rounds > 0) {
        add_percent(&text, "a launch varies by ", 100.0 * noise);
        if (n_rounds < TELLING) {
            rxt_text_add(&text, ": with fewer than %d rounds no difference is told", TELLING);
        } else {
            rxt_text_add(&text, ": with %zu rounds differences below", n_rounds);
            add_percent(&text, " ", 100.0 * expm1(told_apart(noise, n_rounds)));
            rxt_text_add(&text, " cannot be told");
        }
    }
    copy(&text, out, n_bytes);
}
