/* SPDX-License-Identifier: BSD-3-Clause
 * cmd_run.c - rxt run: kernels under one layout, timed, checked and proven.
 */
#include "cli.h"

#include "stat.h"
#include "text.h"
#include "trial_talk.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct sink {
    bool json;
    enum rxt_err err;
};

static void print_disturbed(const struct rxt_sample *s)
{
    const double cpus = rxt_limits_here().cpus;
    fprintf(rxt_results(),
            "  disturbed: a thread had its core for only %.0f %% of the time that it could run",
            100.0 * rxt_sample_cpu_share(s));
    if (cpus < (double)s->n_places) {
        fprintf(rxt_results(), "; a CPU quota leaves %.3g CPUs to all of them", cpus);
    }
    fprintf(rxt_results(), "\n");
}

static void print_times(const struct rxt_sample *s)
{
    char layout[RXT_LAYOUT_BYTES], median[16], least[16], most[16];
    struct rxt_stat stat;
    if (rxt_stat_of(s->time_s, s->n_times, &stat) != RXT_OK) {
        return;
    }
    fprintf(rxt_results(), "%-11s %-9s %-8s %9s  (%zu runs: %s to %s)  check %s", s->kernel,
            rxt_layout_text(&s->layout, layout, sizeof layout), rxt_mode_name(rxt_layout_mode(&s->layout)),
            rxt_show_s(median, sizeof median, stat.median), s->n_times,
            rxt_show_s(least, sizeof least, stat.min), rxt_show_s(most, sizeof most, stat.max),
            s->check == RXT_CHECK_PASS   ? "pass"
            : s->check == RXT_CHECK_FAIL ? "FAIL"
                                         : "none");
    if (s->has_digest) {
        fprintf(rxt_results(), "  digest %016llx", (unsigned long long)s->digest);
    }
    rxt_print_line(s->is_whole ? "  answer " : "", s->is_whole ? s->answer : "");
    if (s->answer && !s->is_whole) {
        rxt_print_line("                      ", s->answer);
    }
    if (s->check_note) {
        rxt_print_line("                      ", s->check_note);
    }
    if (s->rejected) {
        rxt_print_line("  rejected: ", s->rejected);
    }
    if (s->disturbed) {
        print_disturbed(s);
    }
}

static void print_efficiency(const struct rxt_efficiency *e)
{
    FILE *out = rxt_results();
    if (isnan(e->parallel)) {
        fprintf(out, "  %-19s parallel efficiency not measured: the kernel cuts its work itself\n", "");
        return;
    }
    fprintf(
        out,
        "  %-19s parallel efficiency %.3f = MPI balance %.3f x transfer %.3f x OpenMP balance %.3f x overhead %.3f",
        "", e->parallel, e->mpi_load_balance, e->mpi_transfer, e->omp_load_balance, e->omp_overhead);
    if (!isnan(e->core_time)) { /* without it the others multiply alone */
        fprintf(out, " x time on its cores %.3f", e->core_time);
    }
    fprintf(out, "\n");
}

static void print_rates(const struct rxt_sample *s)
{
    char text[16];
    struct rxt_stat stat;
    if (rxt_stat_of(s->time_s, s->n_times, &stat) != RXT_OK || !rxt_sample_counts(s)) {
        return;
    }
    fprintf(rxt_results(), "  %-19s %sitems/s", "",
            rxt_show_si(text, sizeof text, s->work.items / stat.median));
    if (s->work.flop > 0.0) {
        fprintf(rxt_results(), ", %sflop/s", rxt_show_si(text, sizeof text, s->work.flop / stat.median));
    }
    if (s->work.bytes > 0.0) {
        fprintf(rxt_results(), ", %sB/s", rxt_show_si(text, sizeof text, s->work.bytes / stat.median));
    }
    if (!isnan(s->peak_node_bytes)) {
        fprintf(rxt_results(), ", peak memory %s", rxt_show_bytes(text, sizeof text, s->peak_node_bytes));
    }
    if (!isnan(s->pss_node_bytes)) {
        fprintf(rxt_results(), ", proportional %s", rxt_show_bytes(text, sizeof text, s->pss_node_bytes));
    }
    fprintf(rxt_results(), "\n");
    print_efficiency(&s->efficiency);
}

static void print_places(const struct rxt_sample *s)
{
    fprintf(rxt_results(), "  %-19s PU", "");
    for (size_t i = 0; i < s->n_places && i < 64; i++) {
        fprintf(rxt_results(), "%s%d",
                i == 0                                       ? " "
                : s->places[i].rank != s->places[i - 1].rank ? " | "
                                                             : ",",
                s->places[i].pu);
    }
    fprintf(rxt_results(), "%s%s\n", s->n_places > 64 ? ", ..." : "",
            s->layout.policy == RXT_BY_NONE ? " (not bound by rxt)"
            : s->rejected                   ? ""
                                            : " (as planned)");
}

static void take(void *context, const json_t *record)
{
    struct sink *sink = context;
    const char *schema = json_string_value(json_object_get(record, "schema"));
    struct rxt_sample *sample = NULL;
    char text[256];
    if (!strcmp(schema, RXT_SCHEMA_TALK)) {
        rxt_say("rxt: warning: ", "%s", rxt_talk_text(record, text, sizeof text));
    } else if (sink->json) {
        sink->err = rxt_print_json_line(record);
    } else if (!strcmp(schema, RXT_SCHEMA_SAMPLE)) {
        sink->err = rxt_sample_from_json(record, &sample);
        if (sink->err == RXT_OK) {
            print_times(sample);
            print_rates(sample);
            print_places(sample);
            fflush(rxt_results());
        }
        rxt_sample_close(sample);
    }
}

static enum rxt_err run(const struct rxt_args *args)
{
    struct rxt_request request;
    struct sink sink = {.json = args->json};
    enum rxt_err err =
        args->n_words > 0
            ? RXT_OK
            : rxt_fail(RXT_E_USAGE, "rxt run needs a kernel, such as: rxt run pi; 'rxt kernels' "
                                    "lists them");
    if (err == RXT_OK) {
        err = rxt_request_from(args, args->layout, args->words, args->n_words, &request);
        if (!err) {
            err = rxt_request_run(&request, args->hostfile, args->timeout_s, take, &sink);
        }
        rxt_request_free(&request);
    }
    return err == RXT_OK ? sink.err : err;
}

const struct rxt_cmd rxt_cmd_run = {
    .name = "run",
    .words = "KERNEL [name=value ...] [KERNEL ...]",
    .most_words = 1000,
    .options = "layout size sched reps smt oversubscribe timeout hostfile json",
    .what = "run kernels under one layout: times, the answer, its check, and where they ran",
    .more =
        "Without --layout all allowed cores are used by one rank; of an allocation, by one rank a node. "
        "Inside mpirun or mpiexec the ranks\n"
        "are those that the launcher started; else rxt starts the launcher. --json prints a sample a line.\n"
        "A kernel with a '/' in its name, or that ends in .so, is a plug-in, a kernel of your own: rxt new-kernel.\n\n"
        "Examples:\n"
        "  rxt run mandelbrot --layout 2x4\n"
        "  rxt run heat n=2000 steps=50 pi --sched dynamic\n"
        "  rxt run mandelbrot output=set.png\n"
        "  rxt run ./saxpy.so n=1000000 --layout 2x1\n"
        "  mpirun -n 2 --bind-to none rxt run pi --layout 2x1\n",
    .takes_part = true,
    .run = run,
};
