/* SPDX-License-Identifier: BSD-3-Clause
 * report_rounds.c - every timed run as it was measured: a record a run, in the order in which they happened.
 *
 * What counts in no statistic is there as well, and says why; a launch that gave no sample is a record without a time.
 */
#include "report.h"

#include "report_csv.h"

#include <inttypes.h>
#include <math.h>

/* The records, and the launch of the last one: the samples of a launch stand together, in the order of launches. */
struct records {
    struct rxt_text *out;
    const struct rxt_study *study;
    size_t at;
};

/* The launch of a number; NULL of a journal that does not tell of it. */
static const struct rxt_launched *launch_of(struct records *records, int launch)
{
    const struct rxt_study *study = records->study;
    for (size_t i = 0; i < study->n_launches; i++, records->at++) {
        records->at %= study->n_launches;
        if (study->launches[records->at]->launch == launch) {
            return study->launches[records->at];
        }
    }
    return NULL;
}

static void add_count(struct rxt_text *out, int n)
{
    rxt_text_add(out, ",");
    if (n >= 0) {
        rxt_text_add(out, "%d", n);
    }
}

static void add_when(struct records *records, int round, int launch)
{
    const struct rxt_launched *launched = launch_of(records, launch);
    add_count(records->out, round);
    add_count(records->out, launch);
    add_count(records->out, launched ? launched->place : -1);
    add_count(records->out, launched ? launched->try : -1);
}

/* What all runs of a sample share, behind its time. */
static void add_sample(struct rxt_text *out, const struct rxt_study *study, const struct rxt_sample *sample)
{
    static const char *const checks[] = {
        [RXT_CHECK_NONE] = "", [RXT_CHECK_PASS] = "pass", [RXT_CHECK_FAIL] = "fail"};
    const char *why = sample->rejected ? sample->rejected : sample->check_note;
    rxt_text_add(out, ",");
    rxt_csv_add_text(out, sample->unit ? sample->unit : "");
    rxt_text_add(out, ",%s", rxt_sample_counts(sample) ? "yes" : "no");
    rxt_csv_add_real(out, rxt_sample_cpu_share(sample));
    rxt_text_add(out, ",%s", isnan(rxt_sample_cpu_share(sample)) ? "" : sample->disturbed ? "yes" : "no");
    rxt_text_add(out, ",%s,", checks[sample->check]);
    if (sample->has_digest) {
        rxt_text_add(out, "%016" PRIx64, sample->digest);
    }
    rxt_text_add(out, ",");
    rxt_csv_add_text(out, why ? why : "");
    rxt_text_add(out, ",");
    rxt_csv_add_params(out, sample->params);
    rxt_text_add(out, ",");
    rxt_csv_add_text(out, study->header->host ? study->header->host : "");
    rxt_text_add(out, ",");
    rxt_csv_add_text(out, sample->launcher);
    rxt_text_add(out, ",");
    rxt_csv_add_text(out, sample->date);
    rxt_text_add(out, "\r\n");
}

static void add_runs(struct records *records, const struct rxt_sample *sample)
{
    struct rxt_text *out = records->out;
    char layout[RXT_LAYOUT_BYTES];
    rxt_layout_text(&sample->layout, layout, sizeof layout);
    for (size_t i = 0; i < sample->n_times; i++) {
        rxt_csv_add_text(out, sample->kernel);
        rxt_text_add(out, ",%s", layout);
        add_when(records, sample->round, sample->launch);
        rxt_text_add(out, ",%zu", i);
        rxt_csv_add_real(out, sample->time_s[i]);
        rxt_csv_add_real(out, sample->metric ? sample->metric[i] : (double)NAN);
        add_sample(out, records->study, sample);
    }
}

static void add_failure(struct records *records, const struct rxt_failure *failure)
{
    struct rxt_text *out = records->out;
    const struct rxt_header *header = records->study->header;
    rxt_csv_add_text(out, failure->kernel ? failure->kernel : "");
    rxt_text_add(out, ",");
    rxt_csv_add_text(out, failure->layout);
    add_when(records, failure->round, failure->launch);
    rxt_text_add(out, ",,,,,no,,,,,");
    rxt_csv_add_text(out, failure->reason);
    rxt_text_add(out, ",,");
    rxt_csv_add_text(out, header->host ? header->host : "");
    rxt_text_add(out, ",,");
    rxt_csv_add_text(out, failure->date);
    rxt_text_add(out, "\r\n");
}

static void write_rounds(struct rxt_text *out, const struct rxt_study *study,
                         const struct rxt_decision *decision)
{
    struct records records = {out, study, 0};
    (void)decision;
    rxt_text_add(
        out, "kernel,layout,round,launch,place,try,run,time_s,metric,unit,counts,cpu_share,disturbed,check,"
             "digest,why,params,host,launcher,date\r\n");
    for (size_t i = 0; i < study->n_samples; i++) {
        add_runs(&records, study->samples[i]);
    }
    for (size_t i = 0; i < study->n_failures; i++) {
        add_failure(&records, &study->failures[i]);
    }
}

const struct rxt_format rxt_format_rounds = {"rounds", "rounds.csv", NULL, NULL, write_rounds};
