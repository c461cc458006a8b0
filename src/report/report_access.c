/* SPDX-License-Identifier: BSD-3-Clause
 * report_access.c - the page that centres ask for before they grant a large partition: how far a program scales, and on
 * what that rests.
 */
#include "report.h"

#include "decide_access.h"
#include "decide_series.h"
#include "report_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void say_rule(struct rxt_text *out, const struct rxt_rule *rule)
{
    if (rule->is_share) {
        rxt_text_add(out, "an efficiency of at least %.3g %% against the smallest count",
                     100.0 * rule->limit);
    } else {
        rxt_text_add(out, "every doubling of the workers at least %.3g times as fast", rule->limit);
    }
}

static const char *kept(const struct rxt_count *count)
{
    return count->is_sure ? (count->keeps ? "yes" : "no")
           : count->keeps ? "yes by its value; its interval does not show it"
                          : "no by its value; its interval does not show it";
}

static void add_counts(struct rxt_document *out, const struct rxt_access *access,
                       const struct rxt_verdict_of_kernel *kernel)
{
    rxt_document_titles(out, ">nodes", ">ranks per node", ">threads per rank", ">workers", "layout",
                        ">wall time", ">speed-up", ">efficiency", ">a doubling brought", "keeps the rule",
                        NULL);
    for (size_t i = 0; i < access->n; i++) {
        const struct rxt_count *count = &access->counts[i];
        const struct rxt_layout *layout = &count->row->layout;
        const struct rxt_cell number = rxt_cell_estimate(&count->row->metric, rxt_report_show(kernel)),
                              time = rxt_cell_estimate(&count->row->time_s, rxt_cell_time);
        rxt_document_row(out, rxt_cell_count((size_t)layout->nodes).text,
                         rxt_cell_count((size_t)layout->ranks).text,
                         rxt_cell_count((size_t)layout->threads).text,
                         rxt_cell_count(count->row->workers).text, count->row->text, NULL);
        rxt_document_cell(out, time.text, kernel->measure.has_metric ? number.text : NULL);
        rxt_document_row(out, rxt_cell_estimate(&count->speedup, rxt_cell_times).text,
                         rxt_cell_estimate(&count->efficiency, rxt_cell_percent).text,
                         rxt_cell_estimate(&count->gain, rxt_cell_times).text,
                         i == 0 ? "is the base" : kept(count), NULL);
    }
}

static void add_finding(struct rxt_document *out, const struct rxt_access *access)
{
    const struct rxt_count *largest = &access->counts[access->n_keep - 1];
    struct rxt_text text = {0};
    const size_t n = access->has_nodes ? (size_t)largest->row->layout.nodes : largest->row->workers;
    rxt_text_add(&text, "%zu %s%s (%s)", n, access->has_nodes ? "node" : "worker", n == 1 ? "" : "s",
                 largest->row->text);
    rxt_text_add(&text, "%s",
                 access->n == 1                ? ", the only count that has a time: nothing is said of more"
                 : access->n_keep == 1         ? ", the smallest: no more keep it"
                 : access->n_keep == access->n ? ", the largest that was measured"
                                               : "");
    if (access->n > 1) {
        rxt_text_add(&text, "%s",
                     access->is_sure ? "; the intervals allow to say so"
                                     : "; the intervals do not allow to say so: more rounds may");
    }
    rxt_document_add_text(out, RXT_BLOCK_ITEM, "The largest count that keeps the rule", &text);
}

/* Its speed-ups are against serial, or the smallest step of all, which on several nodes is none of the counts. */
static void add_model(struct rxt_document *out, const struct rxt_verdict_of_kernel *kernel)
{
    const struct rxt_row *base = kernel->serial;
    struct rxt_text model = {0};
    for (size_t s = 0; s < kernel->n_steps; s++) {
        base = base ? base : kernel->steps[s].best;
    }
    rxt_text_add(&model, "against %s, ", base ? base->text : "-");
    rxt_report_model(&model, kernel);
    rxt_document_add_text(out, RXT_BLOCK_ITEM, "Model", &model);
}

/* CPUs that follow each other: "0-3". */
struct run {
    int first, last; /* -1: none */
};

static void end_run(struct rxt_text *out, struct run *run, const char *behind)
{
    if (run->last >= 0) {
        rxt_text_add(out, "%d", run->first);
        if (run->last > run->first) {
            rxt_text_add(out, "-%d", run->last);
        }
        rxt_text_add(out, "%s", behind);
    }
    *run = (struct run){-1, -1};
}

/* Where the ranks of a node ran: "0-3; 4,6", a rank behind another. */
static void show_node(struct rxt_text *out, const struct rxt_sample *sample, int node)
{
    struct run run = {-1, -1};
    int rank = -1;
    for (size_t i = 0; i < sample->n_places; i++) {
        const struct rxt_placed *place = &sample->places[i];
        if (place->node != node) {
            continue;
        }
        if (place->rank != rank) {
            end_run(out, &run, "; ");
        } else if (place->pu - 1 != run.last) {
            end_run(out, &run, ",");
        }
        rank = place->rank;
        run.first = run.last < 0 ? place->pu : run.first;
        run.last = place->pu;
    }
    end_run(out, &run, "");
}

/* The first place of the node behind another one; NULL: that was the last. */
static const struct rxt_placed *next_node(const struct rxt_sample *sample, int node)
{
    const struct rxt_placed *next = NULL;
    for (size_t i = 0; i < sample->n_places; i++) {
        const struct rxt_placed *place = &sample->places[i];
        next = place->node > node && (!next || place->node < next->node) ? place : next;
    }
    return next;
}

static void add_placement(struct rxt_document *out, const struct rxt_sample *sample)
{
    if (!sample || sample->n_places == 0) {
        rxt_document_add(out, RXT_BLOCK_SENTENCE, NULL, "Placement: not known; %s.",
                         sample && sample->unproven ? sample->unproven : "the journal tells of none");
        return;
    }
    rxt_document_add(out, RXT_BLOCK_SENTENCE, NULL,
                     "Placement seen while it ran (the launch with the median time), CPUs by the numbers of "
                     "the system, \";\" between ranks:");
    rxt_document_titles(out, "node", "CPUs of its ranks", NULL);
    for (const struct rxt_placed *at = next_node(sample, -1); at; at = next_node(sample, at->node)) {
        struct rxt_text cpus = {0};
        show_node(&cpus, sample, at->node);
        rxt_document_row(out, at->host[0] ? at->host : "-", rxt_text_of(&cpus), NULL);
        out->failed |= cpus.failed;
        rxt_text_free(&cpus);
    }
}

/* A script for one run of the largest count; the lines for Slurm are those of rxt job. */
static void add_script(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel,
                       const struct rxt_access *access)
{
    const struct rxt_row *row = access->counts[access->n_keep - 1].row;
    const double least_s = 600.0, t_s = row->time_s.value;
    const long long s = (long long)(t_s > 0.5 * least_s && t_s < 1e7 ? ceil(2.0 * t_s) : least_s);
    if (!access->launch[0]) {
        rxt_text_add(out, "\nNo batch script: the line that starts %s is not known.\n", row->text);
        return;
    }
    rxt_text_add(out,
                 "\n```sh\n"
                 "#!/bin/bash\n"
                 "#SBATCH --job-name=%s\n"
                 "#SBATCH --nodes=%d\n"
                 "#SBATCH --exclusive  # all cores, and nobody beside: else times mean little\n"
                 "#SBATCH --time=%02lld:%02lld:%02lld  # one such run took %s\n"
                 "##SBATCH --partition=NAME  # the nodes that you ask about\n"
                 "##SBATCH --account=NAME  # who pays\n"
                 "set -eu\n",
                 kernel->kernel, row->layout.nodes, s / 3600, s / 60 % 60, s % 60, rxt_cell_time(t_s).text);
    rxt_text_add_clean(out, access->launch, strlen(access->launch));
    rxt_text_add(out, "\n```\n");
}

static void add_head(struct rxt_document *out, const struct rxt_study *study,
                     const struct rxt_decision *decision)
{
    const struct rxt_header *header = study->header;
    struct rxt_text rule = {0};
    say_rule(&rule, &decision->rule);
    rxt_document_add(out, RXT_BLOCK_TITLE, NULL, "%s scaling, study %s",
                     decision->scaling == RXT_SCALING_WEAK ? "Weak" : "Strong",
                     header->name ? header->name : "without a name");
    rxt_document_add(
        out, RXT_BLOCK_ITEM, "Measured", "%s, on %s, %s, %zu round%s, started by %s",
        header->date ? header->date : "at an unknown date", header->host ? header->host : "an unknown host",
        header->cpu ? header->cpu : "unknown CPU", decision->n_rounds, decision->n_rounds == 1 ? "" : "s",
        header->launcher ? header->launcher : "an unknown launcher");
    rxt_document_add_text(out, RXT_BLOCK_ITEM, "Rule", &rule);
    rxt_report_quality(out, study);
    rxt_document_add(
        out, RXT_BLOCK_SENTENCE, NULL,
        "Each row is the fastest layout of its number of workers (ranks times threads). Times are "
        "medians over the rounds; speed-ups are medians of quotients round by round, against the "
        "smallest count%s; in brackets 95 %% intervals. A step that is no doubling counts by what "
        "one doubling on its way brought.",
        decision->scaling == RXT_SCALING_WEAK ? ", in work over time, which grows with the workers" : "");
}

static void add_kernel(struct rxt_text *out, const struct rxt_study *study,
                       const struct rxt_decision *decision, const struct rxt_verdict_of_kernel *kernel)
{
    struct rxt_document document = {0};
    struct rxt_access access;
    rxt_document_add(&document, RXT_BLOCK_SECTION, NULL, "%s", kernel->kernel);
    out->failed |= rxt_access_make(study, kernel, &decision->rule, &access) != RXT_OK;
    if (access.n > 0) {
        add_counts(&document, &access, kernel);
        add_finding(&document, &access);
        add_model(&document, kernel);
        add_placement(&document, rxt_typical_sample(study, kernel->kernel,
                                                    &access.counts[access.n_keep - 1].row->layout));
    } else {
        rxt_document_add(&document, RXT_BLOCK_SENTENCE, NULL, "No layout gave a time that counts.");
    }
    rxt_document_render(out, &document, &rxt_renderer_markdown, NULL);
    if (access.n > 0) {
        add_script(out, kernel, &access);
    }
    rxt_document_close(&document);
    free(access.counts);
}

static void write_access(struct rxt_text *out, const struct rxt_study *study,
                         const struct rxt_decision *decision)
{
    struct rxt_document document = {0};
    if (decision->scaling == RXT_SCALING_NONE) {
        rxt_text_add(out, "No scaling study: it has one number of workers.\n");
        return;
    }
    add_head(&document, study, decision);
    rxt_document_render(out, &document, &rxt_renderer_markdown, NULL);
    rxt_document_close(&document);
    for (size_t k = 0; k < decision->n_kernels; k++) {
        rxt_text_add(out, "\n");
        add_kernel(out, study, decision, &decision->kernels[k]);
    }
}

const struct rxt_format rxt_format_access = {"access", NULL, NULL, NULL, write_access};
