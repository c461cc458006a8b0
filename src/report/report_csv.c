/* SPDX-License-Identifier: BSD-3-Clause
 * report_csv.c - the decision as RFC 4180: a record a kernel and layout, SI units, empty what is unknown.
 */
#include "report_csv.h"

#include "report.h"
#include "report_parts.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

void rxt_csv_add_text(struct rxt_text *out, const char *raw)
{
    struct rxt_text line = {0};
    if (*raw && strchr("=+-@", *raw)) {
        rxt_text_add(&line, "'");
    }
    rxt_text_add_line(&line, raw, strlen(raw));
    const char *text = rxt_text_of(&line);
    const char *quote = text[strcspn(text, ",\"")] ? "\"" : "";
    rxt_text_add(out, "%s", quote);
    for (; *text; text++) {
        rxt_text_add_bytes(out, text, 1);
        rxt_text_add(out, "%s", *text == '"' ? "\"" : "");
    }
    rxt_text_add(out, "%s", quote);
    out->failed |= line.failed;
    rxt_text_free(&line);
}

void rxt_csv_add_real(struct rxt_text *out, double value)
{
    rxt_text_add(out, ",");
    if (isfinite(value)) {
        rxt_text_add(out, "%.12g", value);
    }
}

void rxt_csv_add_params(struct rxt_text *out, const json_t *params)
{
    char *text = params ? json_dumps(params, JSON_COMPACT | JSON_REAL_PRECISION(12)) : NULL;
    rxt_csv_add_text(out, text ? text : "");
    free(text);
}

static void add_field(struct rxt_text *out, const struct rxt_row *row, const struct rxt_field *field)
{
    const void *value = rxt_field_of(row, field);
    if (field->kind == RXT_FIELD_COUNT) {
        rxt_text_add(out, ",%zu", *(const size_t *)value);
    } else if (field->kind == RXT_FIELD_REAL) {
        rxt_csv_add_real(out, *(const double *)value);
    } else {
        const struct rxt_estimate *estimate = value;
        rxt_csv_add_real(out, estimate->value);
        rxt_csv_add_real(out, estimate->has_interval ? estimate->low : (double)NAN);
        rxt_csv_add_real(out, estimate->has_interval ? estimate->high : (double)NAN);
    }
}

static void add_names(struct rxt_text *out)
{
    rxt_text_add(out, "kernel,layout,mode,nodes,ranks,threads,policy,verdict,default");
    for (const struct rxt_field *field = rxt_fields; field->name; field++) {
        rxt_text_add(out, ",%s", field->name);
        if (field->kind == RXT_FIELD_ESTIMATE) {
            rxt_text_add(out, ",%s_low,%s_high", field->name, field->name);
        }
    }
    rxt_text_add(out, ",unit,higher_is_better,check,digest,note,n,params,host,launcher,date\r\n");
}

/* What was run: the parameters that the row's samples tell, which grow in weak scaling, else those of the header. */
static void add_problem(struct rxt_text *out, const struct rxt_study *study, const char *kernel,
                        const struct rxt_row *row)
{
    const struct rxt_entry *entry = rxt_header_entry(study->header, kernel);
    const json_t *params = entry ? entry->params : NULL;
    for (size_t i = 0; i < study->n_samples; i++) {
        const struct rxt_sample *sample = study->samples[i];
        if (!strcmp(sample->kernel, kernel) && rxt_layout_equal(&sample->layout, &row->layout)) {
            params = sample->params;
        }
    }
    rxt_csv_add_real(out, row->size);
    rxt_text_add(out, ",");
    rxt_csv_add_params(out, params);
    rxt_text_add(out, ",");
    rxt_csv_add_text(out, study->header->host ? study->header->host : "");
    rxt_text_add(out, ",");
    rxt_csv_add_text(out, study->header->launcher ? study->header->launcher : "");
    rxt_text_add(out, ",");
    rxt_csv_add_text(out, study->header->date ? study->header->date : "");
}

static void add_row(struct rxt_text *out, const struct rxt_study *study,
                    const struct rxt_verdict_of_kernel *kernel, size_t r)
{
    const struct rxt_row *row = &kernel->rows[r];
    const struct rxt_layout *layout = &row->layout;
    rxt_csv_add_text(out, kernel->kernel);
    rxt_text_add(out, ",");
    rxt_csv_add_text(out, row->text);
    rxt_text_add(out, ",%s,%d,%d,%d,%s,%s,%s", rxt_report_mode(kernel, r), layout->nodes, layout->ranks,
                 layout->threads, rxt_policy_name(layout->policy), rxt_verdict_name(row->verdict),
                 row == kernel->plain ? "yes" : "no");
    for (const struct rxt_field *field = rxt_fields; field->name; field++) {
        add_field(out, row, field);
    }
    rxt_text_add(out, ",");
    rxt_csv_add_text(out, kernel->measure.unit ? kernel->measure.unit : "");
    rxt_text_add(out, ",%s",
                 !kernel->measure.has_metric        ? ""
                 : kernel->measure.higher_is_better ? "yes"
                                                    : "no");
    rxt_text_add(out, ",%s,", row->checked ? "pass" : row->verdict == RXT_IS_WRONG ? "fail" : "");
    if (row->has_digest) {
        rxt_text_add(out, "%016" PRIx64, row->digest);
    }
    rxt_text_add(out, ",");
    rxt_csv_add_text(out, row->note ? row->note : "");
    add_problem(out, study, kernel->kernel, row);
    rxt_text_add(out, "\r\n");
}

static void write_csv(struct rxt_text *out, const struct rxt_study *study,
                      const struct rxt_decision *decision)
{
    add_names(out);
    for (size_t k = 0; k < decision->n_kernels; k++) {
        const struct rxt_verdict_of_kernel *kernel = &decision->kernels[k];
        for (size_t r = 0; r < kernel->n_rows; r++) {
            add_row(out, study, kernel, r);
        }
    }
}

const struct rxt_format rxt_format_csv = {"csv", "report.csv", NULL, NULL, write_csv};
