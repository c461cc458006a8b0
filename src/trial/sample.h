/* SPDX-License-Identifier: BSD-3-Clause
 * sample.h - one timed execution of one kernel by one team, or of a program, as a value and as a line of JSON.
 */
#ifndef RXT_SAMPLE_H
#define RXT_SAMPLE_H

#include "crew.h"
#include "fields.h"
#include "layout.h"
#include "usage.h"

#include "rxt/err.h"
#include "rxt/kernel.h"

#include <jansson.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RXT_SCHEMA_SAMPLE  "rxt-sample/1"
#define RXT_SCHEMA_FAILURE "rxt-failure/1" /* what gave no sample */

enum rxt_check { RXT_CHECK_NONE, RXT_CHECK_PASS, RXT_CHECK_FAIL };

struct rxt_sample {
    char *kernel; /* or the subject's name                                                       */
    bool
        is_program; /* it knows nothing of rxt: without a rule for its answers `check` is none, and it counts all the same */
    bool
        is_whole; /* a kernel that cuts its work itself: without a check of its own `check` is none, and its answer a
                      number that is compared over all layouts */
    json_t *params; /* object: name to value */
    struct rxt_layout layout;
    enum rxt_sched sched;
    char *launcher; /* "none", "openmpi", "mpich", ... */
    size_t n_times;
    double *time_s; /* every timed run of this launch: the slowest rank's time */
    double *
        metric; /* of a program that is measured by a number of its own: one beside each time; NULL: by its time */
    char *
        unit; /* of it; NULL: not told                                                                         */
    bool higher_is_better; /* of it: a rate */
    enum rxt_check check;
    char *check_note; /* why it failed; NULL */
    char *answer;     /* in a few words; NULL of a kernel that has none */
    bool has_digest;
    uint64_t digest;
    struct rxt_work work;
    double peak_node_bytes; /* peak resident memory of the fullest node, its ranks summed; NaN if unknown */
    double
        pss_node_bytes; /* the same behind the timed runs, a page that k processes share counted as 1/k in each */
    double
        data_bytes; /* that a kernel works on, of all ranks, by what it says that it needs; NaN if unknown */
    double cpu_share;    /* see rxt_cpu_share; NaN if unknown */
    bool disturbed;      /* by it: a busy thread did not have its core; false if unknown */
    double control_s[2]; /* of its launch: see rxt_control_run; NaN if unknown */
    double run_s;        /* that it took of its launch: set-up, warm-up, runs, check; NaN if unknown */
    double setup_s;      /* open and fill: allocation, first touch, input          */
    size_t n_places;
    struct rxt_placed *places;
    struct rxt_efficiency efficiency;
    bool has_usage; /* of a program: what it used; its efficiency is not known */
    struct rxt_usage usage;
    char *
        unproven; /* of a program: why nobody can tell where it ran, though nothing speaks against it; NULL */
    bool is_mask_only; /* of a program: OpenMP was told of no places, for they put threads on one core */
    char *told;        /* of a program: what its looks showed besides, sentences; NULL */
    json_t *watched;   /* of a program: what was seen of each rank, rxt-watched/1; NULL */
    char *rejected;    /* why this sample is in no statistic (the proof failed); NULL if it counts */
    /* added by the study */
    int round, launch; /* -1 outside a study */
    char date[24];
};

/** Make the JSON object of a sample, or read it back; the two are each other's inverse.
 *
 *  Errors (read): RXT_E_INPUT  not a sample of this schema; names the field
 *  Memory:        json_decref the object; rxt_sample_close the sample
 */
json_t *rxt_sample_to_json(const struct rxt_sample *sample); /* NULL when memory ran out */
RXT_CHECKED enum rxt_err rxt_sample_from_json(const json_t *json, struct rxt_sample **out);
/** The placement rows of a record; NULL when memory ran out. */
json_t *rxt_places_to_json(const struct rxt_placed *places, size_t n);
/** Read them back; *out is NULL when memory ran out, else to be freed. */
void rxt_places_from_json(struct rxt_fields *in, const json_t *list, struct rxt_placed **out, size_t *n);
void rxt_sample_close(struct rxt_sample *sample);

/** Tell whether a sample may enter a statistic: not rejected, with times and all its numbers above 0; checked, or of a
 *  program that has no rule for its answers. */
bool rxt_sample_counts(const struct rxt_sample *sample);
/** Return the least share of its core that a busy thread had, of a program as its looks showed it; NaN: not known. */
double rxt_sample_cpu_share(const struct rxt_sample *sample);

#endif
