/* SPDX-License-Identifier: BSD-3-Clause
 * test_study.c - the loop of a study over ranks that only pretend: what is launched, when, and what becomes of it.
 *
 * A study launches its own program, `test_rxt run KERNEL ... --layout L` here, which tells what RXT_PRETEND says of the
 * layout: "1x2=0.5" a sample of that time, "1x2=0.5!why" one that the proof rejected, "1x2=0.5~" one that was disturbed,
 * "1x2=dies" and "1x2=sleeps" none, "1x2=lies" a line that only looks like one.
 */
#include "tests.h"

#include "made.h"
#include "report.h"
#include "study_order.h"
#include "study_state.h"
#include "study_subject_kernel.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { N = 4 };

static const char *const texts[N] = {"1x1", "1x2", "1x3", "1x4"};

static void tell_sample(const char *kernel, const char *layout, double time_s, bool disturbed,
                        const char *rejected)
{
    struct rxt_sample *sample = made_sample(kernel, layout, -1, time_s);
    sample->disturbed = disturbed;
    sample->rejected = rejected ? strdup(rejected) : NULL;
    sample->cpu_share = !strcmp(layout, "1x1") ? (double)NAN : !strcmp(kernel, "pi") ? 0.75 : 0.5;
    json_t *json = rxt_sample_to_json(sample);
    char *line = json_dumps(json, JSON_COMPACT);
    printf("%s\n", line);
    free(line);
    json_decref(json);
    rxt_sample_close(sample);
}

int rxt_pretend(int argc, char **argv)
{
    const char *layout = "", *script = getenv("RXT_PRETEND"), *log = getenv("RXT_PRETEND_LOG");
    FILE *file = log ? fopen(log, "a") : NULL;
    if (file) {
        fprintf(file, "launch\n");
        fclose(file);
    }
    char key[64];
    for (int i = 1; i + 1 < argc; i++) {
        layout = !strcmp(argv[i], "--layout") ? argv[i + 1] : layout;
    }
    snprintf(key, sizeof key, "%s=", layout);
    const char *said = script ? strstr(script, key) : NULL;
    if (!said) {
        return 3;
    }
    said += strlen(key);
    printf("{\"schema\":\"other/1\"}\n"); /* kept by nobody */
    if (!strncmp(said, "dies", 4)) {
        fflush(stdout);
        raise(SIGKILL);
    }
    if (!strncmp(said, "lies", 4)) {
        tell_sample("../x", layout, 1.0, false, NULL);
        return 0;
    }
    if (!strncmp(said, "sleeps", 6)) {
        sleep(60);
    }
    char *rest = NULL, why[64] = "";
    const double time_s = strtod(said, &rest);
    (void)!sscanf(rest, "!%63[^ ]", why);
    for (int i = 1; i < argc && argv[i][0] != '-'; i++) {
        if (!strchr(argv[i], '=')) {
            tell_sample(argv[i], layout, time_s, *rest == '~', why[0] ? why : NULL);
        }
    }
    return 0;
}

/* A study of pi in a folder of its own. */
struct stage {
    struct rxt_study_spec spec;
    struct rxt_layout layouts[N];
    struct rxt_study *study;
    bool ran_out, is_spent;
    char folder[64], word[16];
};

static void open_stage(struct stage *s, const char *pretend, int n_rounds)
{
    *s = (struct stage){.folder = "/tmp/rxt-test-XXXXXX", .word = "pi"};
    char *words[] = {s->word};
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(s->folder));
    setenv("RXT_PRETEND", pretend, 1);
    for (size_t i = 0; i < N; i++) {
        CU_ASSERT_EQUAL_FATAL(rxt_layout_parse(texts[i], &s->layouts[i]), RXT_OK);
    }
    s->spec = (struct rxt_study_spec){.layouts = s->layouts,
                                      .n_layouts = N,
                                      .n_rounds = n_rounds,
                                      .seed = 5,
                                      .indifference = 0.01,
                                      .tolerance = 0.02,
                                      .is_spent = &s->is_spent,
                                      .ran_out = &s->ran_out,
                                      .tried = json_array(),
                                      .folder = s->folder,
                                      .terms = {.n_reps = 1}};
    struct rxt_request request = {0};
    CU_ASSERT_EQUAL_FATAL(rxt_request_add(&request, words, 1, RXT_SMALL), RXT_OK);
    CU_ASSERT_EQUAL_FATAL(rxt_study_add_kernels(&s->spec, &request), RXT_OK);
    rxt_request_free(&request);
}

static enum rxt_err run_stage(struct stage *s)
{
    rxt_study_close(s->study);
    s->study = NULL;
    return rxt_study_run(&s->spec, &s->study);
}

static void close_stage(struct stage *s)
{
    char path[128];
    rxt_study_close(s->study);
    rxt_subjects_close(s->spec.subjects, s->spec.n_subjects);
    json_decref(s->spec.tried);
    snprintf(path, sizeof path, "%s/" RXT_JOURNAL_NAME, s->folder);
    unlink(path);
    CU_ASSERT_EQUAL(rmdir(s->folder), 0);
    unsetenv("RXT_PRETEND");
}

/* The number of a layout's samples that a study has. */
static size_t samples_of(const struct stage *s, size_t layout)
{
    size_t n = 0;
    for (size_t i = 0; i < s->study->n_samples; i++) {
        n += rxt_layout_equal(&s->study->samples[i]->layout, &s->layouts[layout]);
    }
    return n;
}

static void each_round_launches_every_layout_once_in_a_balanced_order(void)
{
    struct stage s;
    open_stage(&s, "1x1=4 1x2=2 1x3=1.5 1x4=1", 3); /* three contenders: all are finalists */
    CU_ASSERT_EQUAL_FATAL(run_stage(&s), RXT_OK);
    CU_ASSERT_EQUAL_FATAL(s.study->n_samples, 3 * N);
    for (int round = 0; round < 3; round++) {
        size_t order[N];
        CU_ASSERT_EQUAL(rxt_round_balance(order, N, 5, 0, round), RXT_OK);
        for (size_t i = 0; i < N; i++) {
            const struct rxt_sample *sample = s.study->samples[(size_t)round * N + i];
            CU_ASSERT_EQUAL(sample->round, round);
            CU_ASSERT_EQUAL(sample->launch, round * N + (int)i);
            CU_ASSERT_TRUE(rxt_layout_equal(&sample->layout, &s.layouts[order[i]]));
        }
    }
    struct rxt_study *again = NULL;
    CU_ASSERT_EQUAL_FATAL(rxt_journal_read(s.folder, &again, NULL), RXT_OK);
    CU_ASSERT_EQUAL(again->n_samples, s.study->n_samples); /* what is in memory is in the journal */
    rxt_study_close(again);
    close_stage(&s);
}

static void rounds_end_when_a_comparison_is_narrow(void)
{
    struct stage s;
    open_stage(&s, "1x1=4 1x2=2 1x3=1 1x4=1.001", 0); /* no noise at all */
    CU_ASSERT_EQUAL_FATAL(run_stage(&s), RXT_OK);
    CU_ASSERT_EQUAL(s.study->n_samples, 8 * N); /* as many as make "out" possible */
    close_stage(&s);
}

static void a_curve_keeps_all_its_points(void)
{
    struct stage s;
    open_stage(&s, "1x1=4 1x2=2 1x3=1 1x3@l3=2", 8);
    s.layouts[3] = (struct rxt_layout){1, 1, 3, RXT_BY_L3}; /* out in its step */
    s.spec.scaling = RXT_SCALING_STRONG;
    CU_ASSERT_EQUAL_FATAL(run_stage(&s), RXT_OK);
    CU_ASSERT_EQUAL(s.study->n_samples, 8 * N);
    close_stage(&s);
}

static void each_launch_tells_where_in_the_study_it_was(void)
{
    struct stage s;
    open_stage(&s, "1x1=4 1x2=2 1x3=1.5 1x4=1", 2);
    CU_ASSERT_EQUAL_FATAL(run_stage(&s), RXT_OK);
    CU_ASSERT_EQUAL_FATAL(s.study->n_launches, 2 * N);
    for (size_t i = 0; i < s.study->n_launches; i++) {
        const struct rxt_launched *l = s.study->launches[i];
        CU_ASSERT_TRUE(l->launch == (int)i && l->round == (int)(i / N) && l->place == (int)(i % N));
        CU_ASSERT_TRUE(l->try == 0 && l->end == RXT_END_OK && l->n_subjects == 1);
        CU_ASSERT_TRUE(rxt_layout_equal(&l->layout, &s.study->samples[i]->layout));
    }
    close_stage(&s);
}

static void a_launch_has_the_least_share_that_its_samples_tell(void)
{
    struct stage s;
    struct rxt_request other = {0};
    char name[] = "mandelbrot", *words[] = {name};
    open_stage(&s, "1x1=4 1x2=2 1x3=dies 1x4=1", 1);
    CU_ASSERT_EQUAL_FATAL(run_stage(&s), RXT_OK);
    CU_ASSERT_EQUAL_FATAL(rxt_request_add(&other, words, 1, RXT_SMALL), RXT_OK);
    CU_ASSERT_EQUAL_FATAL(rxt_study_add_kernels(&s.spec, &other), RXT_OK);
    rxt_request_free(&other);
    for (int turn = 0; turn < 2; turn++) {
        for (size_t i = 0; i < s.study->n_launches; i++) {
            const struct rxt_launched *l = s.study->launches[i];
            if (l->layout.threads % 2 == 1) { /* it does not tell; it gave no sample */
                CU_ASSERT_TRUE(isnan(l->cpu_share));
            } else {
                CU_ASSERT_DOUBLE_EQUAL(l->cpu_share, turn == 0 ? 0.75 : 0.5, 0.0);
            }
        }
        char path[128];
        snprintf(path, sizeof path, "%s/" RXT_JOURNAL_NAME, s.folder);
        unlink(path);
        CU_ASSERT_EQUAL_FATAL(run_stage(&s), RXT_OK); /* of both kernels */
    }
    close_stage(&s);
}

static void a_time_that_is_over_begins_no_launch_and_is_told(void)
{
    struct stage s;
    open_stage(&s, "1x1=4 1x2=2 1x3=1 1x4=1", 3);
    s.spec.budget = (struct rxt_budget){RXT_BUDGET_TIME, 0.5};
    CU_ASSERT_EQUAL_FATAL(run_stage(&s), RXT_OK);
    CU_ASSERT_EQUAL(s.study->n_samples + s.study->n_failures, 0);
    CU_ASSERT_TRUE(s.is_spent && !s.ran_out);
    close_stage(&s);
}

static void a_share_of_the_sweep_ends_the_rounds(void)
{
    struct stage s;
    open_stage(&s, "1x1=4 1x2=2 1x3=1.5 1x4=1", 0);
    s.spec.budget = (struct rxt_budget){RXT_BUDGET_SHARE, 0.01}; /* a fifth of a round */
    CU_ASSERT_EQUAL_FATAL(run_stage(&s), RXT_OK);
    CU_ASSERT_EQUAL(s.study->n_samples, N); /* by which it is known what a round costs */
    CU_ASSERT_FALSE(s.is_spent || s.ran_out);
    close_stage(&s);
}

static void a_disturbed_launch_is_tried_twice_more_at_once(void)
{
    struct stage s;
    open_stage(&s, "1x1=4 1x2=2~ 1x3=1.5 1x4=1", 2);
    CU_ASSERT_EQUAL_FATAL(run_stage(&s), RXT_OK);
    CU_ASSERT_EQUAL(s.study->n_launches, 2 * (N + 2));
    CU_ASSERT_EQUAL(samples_of(&s, 1), 2 * 3);
    for (size_t i = 0; i + 2 < s.study->n_launches; i++) {
        const struct rxt_launched *l = s.study->launches[i];
        if (l->layout.threads == 2 && l->try == 0) {
            for (int t = 1; t <= 2; t++) {
                const struct rxt_launched *again = s.study->launches[i + (size_t)t];
                CU_ASSERT_TRUE(again->try == t && again->place == l->place && again->round == l->round);
                CU_ASSERT_TRUE(rxt_layout_equal(&again->layout, &l->layout));
            }
        }
    }
    close_stage(&s);
}

static void a_machine_that_is_always_busy_is_not_asked_thrice(void)
{
    struct stage s;
    open_stage(&s, "1x1=4~ 1x2=2~ 1x3=1.5~ 1x4=1~", 3);
    CU_ASSERT_EQUAL_FATAL(run_stage(&s), RXT_OK);
    CU_ASSERT_EQUAL(s.study->n_launches, 3 * N + 8); /* none of the eight second tries was better */
    close_stage(&s);
}

static void second_tries_take_nothing_from_the_rounds_that_must_come(void)
{
    struct stage s;
    open_stage(&s, "1x1=4 1x2=2~ 1x3=1.5 1x4=1", 0);
    s.spec.budget = (struct rxt_budget){RXT_BUDGET_SHARE, 0.1}; /* two rounds of the eight */
    CU_ASSERT_EQUAL_FATAL(run_stage(&s), RXT_OK);
    for (size_t i = 0; i < s.study->n_launches; i++) {
        const struct rxt_launched *l = s.study->launches[i];
        CU_ASSERT_TRUE(l->try == 0 || l->round == 0); /* before the first round is known nothing is */
    }
    close_stage(&s);
}

static void a_limit_that_is_over_begins_no_launch_and_is_told(void)
{
    struct stage s;
    open_stage(&s, "1x1=4 1x2=2 1x3=1 1x4=1", 3);
    s.spec.limit_s = 0.5; /* a second is kept for the report */
    CU_ASSERT_EQUAL_FATAL(run_stage(&s), RXT_OK);
    CU_ASSERT_EQUAL(s.study->n_samples + s.study->n_failures, 0);
    CU_ASSERT_TRUE(s.ran_out);
    close_stage(&s);
}

static void every_report_says(const struct rxt_study *study, const struct rxt_decision *decision,
                              const char *words)
{
    for (size_t f = 0; rxt_formats[f]; f++) {
        if (rxt_formats[f] == &rxt_format_access) { /* of a scaling study, and of its best layouts alone */
            continue;
        }
        struct rxt_text text = {0};
        rxt_report_format(&text, rxt_formats[f], study, decision, NULL);
        CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), words));
        rxt_text_free(&text);
    }
}

static void rejected_samples_are_told_and_in_no_statistic(void)
{
    struct stage s;
    struct rxt_decision *d = NULL;
    open_stage(&s, "1x1=4 1x2=2 1x3=0.001!elsewhere 1x4=3", 6);
    CU_ASSERT_EQUAL_FATAL(run_stage(&s), RXT_OK);
    CU_ASSERT_EQUAL_FATAL(rxt_decide(&d, s.study), RXT_OK);
    const struct rxt_row *row = &d->kernels[0].rows[2];
    CU_ASSERT_STRING_EQUAL(d->kernels[0].best->text, "1x2");
    CU_ASSERT_EQUAL(samples_of(&s, 2), 2); /* kept in the journal; without a time in two rounds it leaves */
    CU_ASSERT_EQUAL(row->n_rejected, 2);
    CU_ASSERT_EQUAL(row->n_launches, 0);
    CU_ASSERT_TRUE(isnan(row->time_s.value));
    every_report_says(s.study, d, "elsewhere");
    rxt_decision_close(d);
    made_add(s.study, made_sample("pi", "1x3", 0, 5.0)); /* and one that counts, beside them */
    CU_ASSERT_EQUAL_FATAL(rxt_decide(&d, s.study), RXT_OK);
    CU_ASSERT_EQUAL(d->kernels[0].rows[2].n_rejected, 2);
    CU_ASSERT_DOUBLE_EQUAL(d->kernels[0].rows[2].time_s.value, 5.0, 0.0);
    every_report_says(s.study, d, "elsewhere");
    rxt_decision_close(d);
    close_stage(&s);
}

static void a_launch_that_fails_is_told_and_the_study_goes_on(void)
{
    struct stage s;
    struct rxt_decision *d = NULL;
    open_stage(&s, "1x1=4 1x2=dies 1x4=3", 2);
    CU_ASSERT_EQUAL_FATAL(run_stage(&s), RXT_OK);
    CU_ASSERT_EQUAL(s.study->n_samples, 4);
    CU_ASSERT_EQUAL_FATAL(s.study->n_failures, 4);
    for (size_t i = 0; i < 4; i++) {
        const struct rxt_failure *f = &s.study->failures[i];
        CU_ASSERT_PTR_NOT_NULL(strstr(f->reason, !strcmp(f->layout, "1x2") ? "signal 9" : "status 3"));
    }
    for (size_t i = 0; i < s.study->n_launches; i++) {
        const struct rxt_launched *l = s.study->launches[i];
        const bool is_told = l->layout.threads == 1 || l->layout.threads == 4;
        CU_ASSERT_EQUAL(l->end, is_told                  ? RXT_END_OK
                                : l->layout.threads == 2 ? RXT_END_KILLED
                                                         : RXT_END_FAILED);
        CU_ASSERT_EQUAL(isnan(l->run_s[0]), !is_told);
    }
    CU_ASSERT_EQUAL_FATAL(rxt_decide(&d, s.study), RXT_OK);
    CU_ASSERT_EQUAL(d->kernels[0].rows[1].verdict, RXT_IS_FAILED);
    CU_ASSERT_EQUAL(d->kernels[0].rows[1].n_failed, 2);
    every_report_says(s.study, d, "signal 9");
    rxt_decision_close(d);
    close_stage(&s);
}

static void a_line_that_cannot_be_read_back_is_not_kept(void)
{
    struct stage s;
    struct rxt_study *again = NULL;
    open_stage(&s, "1x1=4 1x2=lies", 2);
    s.spec.n_layouts = 2;
    CU_ASSERT_EQUAL(run_stage(&s), RXT_OK);
    CU_ASSERT_EQUAL_FATAL(rxt_journal_read(s.folder, &again, NULL), RXT_OK);
    CU_ASSERT_EQUAL(again->n_samples, 2);
    CU_ASSERT_EQUAL(again->n_failures, 2);
    rxt_study_close(again);
    close_stage(&s);
}

static void a_launch_that_does_not_answer_is_ended_and_told(void)
{
    struct stage s;
    open_stage(&s, "1x1=sleeps", 1);
    s.spec.n_layouts = 1;
    s.spec.timeout_s = 0.5;
    CU_ASSERT_EQUAL_FATAL(run_stage(&s), RXT_OK);
    CU_ASSERT_EQUAL_FATAL(s.study->n_failures, 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(s.study->failures[0].reason, "without an answer"));
    close_stage(&s);
}

static void a_study_that_goes_on_launches_only_what_it_lacks(void)
{
    struct stage s;
    open_stage(&s, "1x1=4 1x2=2 1x3=dies 1x4=1", 1);
    CU_ASSERT_EQUAL_FATAL(run_stage(&s), RXT_OK);
    CU_ASSERT_EQUAL(run_stage(&s), RXT_E_USAGE); /* without --resume it is refused */
    s.spec.resume = true;
    s.spec.n_rounds = 2;
    CU_ASSERT_EQUAL_FATAL(run_stage(&s), RXT_OK);
    CU_ASSERT_EQUAL(s.study->n_samples, 6);
    CU_ASSERT_EQUAL(s.study->n_failures, 2);
    CU_ASSERT_EQUAL(s.study->samples[5]->round, 1);
    int last = 0;
    for (size_t i = 0; i < s.study->n_samples; i++) {
        last = s.study->samples[i]->launch > last ? s.study->samples[i]->launch : last;
    }
    for (size_t i = 0; i < s.study->n_failures; i++) {
        last = s.study->failures[i].launch > last ? s.study->failures[i].launch : last;
    }
    CU_ASSERT_EQUAL(last, 2 * N - 1); /* launches are numbered on */
    close_stage(&s);
}

static void another_request_is_not_gone_on_with(void)
{
    struct stage s;
    open_stage(&s, "1x1=4 1x2=2 1x3=1 1x4=1", 1);
    CU_ASSERT_EQUAL_FATAL(run_stage(&s), RXT_OK);
    s.spec.resume = true;
    s.spec.n_layouts = N - 1;
    CU_ASSERT_EQUAL(run_stage(&s), RXT_E_USAGE);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "layouts"));
    s.spec.n_layouts = N;
    s.spec.terms.n_reps = 2;
    CU_ASSERT_EQUAL(run_stage(&s), RXT_E_USAGE);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "reps"));
    s.spec.terms.n_reps = 1;
    CU_ASSERT_EQUAL(run_stage(&s), RXT_OK);
    close_stage(&s);
}

static void under_a_limit_the_most_telling_launches_come_first(void)
{
    struct stage s;
    open_stage(&s, "1x1=4 1x2=2 1x3=1 1x4=1", 1);
    for (s.spec.seed = 0; s.spec.seed < 100; s.spec.seed++) { /* a seed that would begin with another one */
        size_t order[N];
        rxt_round_shuffle(order, N, s.spec.seed, 0);
        if (order[0] != 0) {
            break;
        }
    }
    s.spec.limit_s = 1000.0;
    CU_ASSERT_EQUAL_FATAL(run_stage(&s), RXT_OK);
    CU_ASSERT_EQUAL_FATAL(s.study->n_samples, N);
    CU_ASSERT_TRUE(rxt_layout_equal(&s.study->samples[0]->layout, &s.layouts[0]));
    close_stage(&s);
}

static void a_stop_ends_the_study_and_keeps_what_it_has(void)
{
    static const volatile sig_atomic_t stop = 1;
    struct stage s;
    open_stage(&s, "1x1=sleeps 1x2=sleeps 1x3=sleeps 1x4=sleeps", 3);
    s.spec.stop = &stop;
    CU_ASSERT_EQUAL(run_stage(&s), RXT_E_STOPPED);
    CU_ASSERT_PTR_NOT_NULL_FATAL(s.study);
    CU_ASSERT_EQUAL(s.study->n_samples, 0);
    close_stage(&s);
}

/* The n of subject k under a layout. */
static long long grown_to(struct stage *s, size_t k, size_t layout)
{
    size_t n_grown = 0;
    struct rxt_subject **grown = NULL;
    struct rxt_entry entry = {0};
    CU_ASSERT_EQUAL_FATAL(rxt_study_grown(&s->spec, &s->layouts[layout], NULL, &grown, &n_grown), RXT_OK);
    CU_ASSERT_EQUAL(n_grown, s->spec.n_subjects);
    CU_ASSERT_EQUAL_FATAL(grown[k]->family->describe(grown[k], &entry), RXT_OK);
    const long long n = json_integer_value(json_object_get(entry.params, "n"));
    json_decref(entry.params);
    rxt_subjects_close(grown, n_grown);
    return n;
}

static void weak_scaling_grows_the_work_and_not_the_ceilings(void)
{
    struct stage s;
    struct rxt_request ceilings = {0};
    open_stage(&s, "", 1);
    CU_ASSERT_EQUAL_FATAL(rxt_request_add_all(&ceilings, true, RXT_SMALL), RXT_OK);
    CU_ASSERT_EQUAL_FATAL(rxt_study_add_kernels(&s.spec, &ceilings), RXT_OK);
    rxt_request_free(&ceilings);
    CU_ASSERT_TRUE(s.spec.n_subjects > 2);
    for (size_t k = 0; k < s.spec.n_subjects; k++) {
        s.spec.scaling = RXT_SCALING_NONE;
        const long long n = grown_to(&s, k, 3);
        CU_ASSERT_TRUE(n > 0);
        s.spec.scaling = RXT_SCALING_WEAK;
        CU_ASSERT_EQUAL(grown_to(&s, k, 0), n);
        CU_ASSERT_EQUAL(grown_to(&s, k, 3), k == 0 ? 4 * n : n);
        s.spec.scaling = RXT_SCALING_STRONG;
        CU_ASSERT_EQUAL(grown_to(&s, k, 3), n);
    }
    close_stage(&s);
}

/* Kernels whose family shares no launch, as programs are. */
static void those_that_share_no_launch_take_turns_in_a_round(void)
{
    struct stage s;
    struct rxt_family alone = rxt_family_kernel;
    struct rxt_request other = {0};
    char name[] = "mandelbrot", *words[] = {name};
    open_stage(&s, "1x1=4 1x2=dies 1x3=1 1x4=1", 1);
    CU_ASSERT_EQUAL_FATAL(rxt_request_add(&other, words, 1, RXT_SMALL), RXT_OK);
    CU_ASSERT_EQUAL_FATAL(rxt_study_add_kernels(&s.spec, &other), RXT_OK);
    rxt_request_free(&other);
    alone.shares = false;
    s.spec.subjects[0]->family = s.spec.subjects[1]->family = &alone;
    CU_ASSERT_EQUAL_FATAL(run_stage(&s), RXT_OK);
    CU_ASSERT_EQUAL_FATAL(s.study->n_launches, 2 * N);
    size_t n_first = 0;
    for (size_t i = 0; i < s.study->n_launches; i += 2) {
        const struct rxt_launched *a = s.study->launches[i], *b = s.study->launches[i + 1];
        CU_ASSERT_TRUE(a->n_subjects == 1 && b->n_subjects == 1 && a->place + 1 == b->place);
        CU_ASSERT_TRUE(a->round == b->round && rxt_layout_equal(&a->layout, &b->layout));
        CU_ASSERT_STRING_NOT_EQUAL(a->subjects[0], b->subjects[0]);
        n_first += !strcmp(a->subjects[0], "pi");
    }
    CU_ASSERT_EQUAL(n_first, N / 2); /* each is the first of the two as often as the other */
    CU_ASSERT_EQUAL_FATAL(s.study->n_failures, 2);
    CU_ASSERT_STRING_NOT_EQUAL(s.study->failures[0].kernel, s.study->failures[1].kernel);
    close_stage(&s);
}

static bool has_few_threads(const struct rxt_subject *subject, const struct rxt_layout *layout)
{
    (void)subject;
    return layout->threads <= 2;
}

static void a_subject_is_launched_under_layouts_that_it_takes_alone(void)
{
    struct stage s;
    struct rxt_family few = rxt_family_kernel;
    open_stage(&s, "1x1=4 1x2=2 1x3=1 1x4=1", 2);
    few.runs = has_few_threads;
    s.spec.subjects[0]->family = &few;
    CU_ASSERT_EQUAL_FATAL(run_stage(&s), RXT_OK);
    CU_ASSERT_EQUAL(s.study->n_launches, 4);
    CU_ASSERT_EQUAL(samples_of(&s, 0) + samples_of(&s, 1), 4);
    close_stage(&s);
}

/* Every launch of the pretended rank writes a line here. */
static size_t launches_in(const char *log)
{
    size_t n = 0;
    FILE *file = fopen(log, "r");
    for (int c; file && (c = fgetc(file)) != EOF;) {
        n += c == '\n';
    }
    if (file) {
        fclose(file);
    }
    return n;
}

static void warm_launches_are_made_and_not_kept(void)
{
    struct stage s;
    char log[256];
    open_stage(&s, "1x1=4 1x2=2 1x3=dies 1x4=1", 1);
    snprintf(log, sizeof log, "%s/log", s.folder);
    setenv("RXT_PRETEND_LOG", log, 1);
    s.spec.n_warmup = 2;
    CU_ASSERT_EQUAL_FATAL(run_stage(&s), RXT_OK);
    unsetenv("RXT_PRETEND_LOG");
    CU_ASSERT_EQUAL(launches_in(log), 3 * N);
    unlink(log);
    CU_ASSERT_EQUAL(s.study->n_launches, N);
    CU_ASSERT_EQUAL(s.study->n_samples, N - 1);
    CU_ASSERT_EQUAL(s.study->n_failures, 1);
    close_stage(&s);
}

/* Keep whole lines of the journal up to the one that tells of layouts that left: with it, or without. Returns how many such
 * lines there were. */
static size_t cut_at_drop(const struct stage *s, bool keeps_it)
{
    char path[128], *line = NULL;
    size_t room = 0, n_drops = 0;
    struct rxt_text kept = {0};
    snprintf(path, sizeof path, "%s/" RXT_JOURNAL_NAME, s->folder);
    FILE *file = fopen(path, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    while (getline(&line, &room, file) > 0) {
        const bool is_drop = strstr(line, "\"schema\":\"rxt-drop/1\"") != NULL;
        if (n_drops == 0 && (!is_drop || keeps_it)) {
            rxt_text_add(&kept, "%s", line);
        }
        n_drops += is_drop;
    }
    fclose(file);
    file = fopen(path, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fputs(rxt_text_of(&kept), file);
    fclose(file);
    free(line);
    rxt_text_free(&kept);
    return n_drops;
}

/* Four contenders, of which three are finalists. */
static void open_race(struct stage *s)
{
    open_stage(s, "1x5=4 1x2=2 1x3=1.5 1x4=1", 2);
    s->layouts[0].threads = 5;
}

static void who_left_the_race_is_in_the_journal_with_the_evidence(void)
{
    struct stage s;
    open_race(&s);
    CU_ASSERT_EQUAL_FATAL(run_stage(&s), RXT_OK);
    CU_ASSERT_EQUAL(s.study->n_samples, 2 * N + 2 * 3);
    CU_ASSERT_EQUAL_FATAL(json_array_size(s.study->drops), 1);
    const json_t *drop = json_array_get(s.study->drops, 0);
    const json_t *pi = json_array_get(json_object_get(drop, "subjects"), 0);
    const json_t *left = json_object_get(pi, "left"), *gone = json_array_get(left, 0);
    CU_ASSERT_EQUAL(json_integer_value(json_object_get(drop, "round")), 1); /* behind the second */
    CU_ASSERT_EQUAL(json_integer_value(json_object_get(pi, "rounds")), 2);
    CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(pi, "name")), "pi");
    CU_ASSERT_EQUAL(json_array_size(left), 1);
    CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(gone, "layout")), "1x5");
    /* In logarithms, off the median of 4, 2, 1.5, 1; the slowest of the others is what it was held against. */
    const double middle = 0.5 * (log(2.0) + log(1.5));
    CU_ASSERT_DOUBLE_EQUAL(json_number_value(json_object_get(gone, "effect")), log(4.0) - middle, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(json_number_value(json_object_get(pi, "bound")), log(2.0) - middle, 1e-12);
    CU_ASSERT_EQUAL(json_number_value(json_object_get(gone, "standard_error")), 0.0);
    CU_ASSERT_EQUAL(json_array_size(json_object_get(pi, "stay")), 3);
    close_stage(&s);
}

static void a_study_that_goes_on_tells_once_who_left(void)
{
    for (int keeps_it = 0; keeps_it < 2; keeps_it++) {
        struct stage s;
        open_race(&s);
        CU_ASSERT_EQUAL_FATAL(run_stage(&s), RXT_OK);
        CU_ASSERT_EQUAL(cut_at_drop(&s, keeps_it), 1); /* it was killed there */
        s.spec.resume = true;
        CU_ASSERT_EQUAL_FATAL(run_stage(&s), RXT_OK);
        CU_ASSERT_EQUAL(s.study->n_samples, 2 * N + 2 * 3);
        CU_ASSERT_EQUAL(rxt_study_dropped(s.study), 1);
        CU_ASSERT_EQUAL(cut_at_drop(&s, true), 1);
        close_stage(&s);
    }
}

static void who_leads_is_told_and_nothing_before_anything_ran(void)
{
    struct rxt_study *study = made_study();
    struct rxt_text none = {0}, ahead = {0};
    rxt_study_ahead(study, &none);
    CU_ASSERT_EQUAL(none.n, 0);
    for (int round = 0; round < 2; round++) {
        made_add(study, made_sample("pi", "1x1", round, 2.0));
        made_add(study, made_sample("pi", "2x1", round, 1.0));
    }
    rxt_study_ahead(study, &ahead);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&ahead), "2x1"));
    CU_ASSERT_PTR_NULL(strstr(rxt_text_of(&ahead), "1x1"));
    rxt_text_free(&ahead);
    rxt_study_close(study);
}

CU_TestInfo test_study[] = {
    CLAIM(a_subject_is_launched_under_layouts_that_it_takes_alone),
    CLAIM(warm_launches_are_made_and_not_kept),
    CLAIM(those_that_share_no_launch_take_turns_in_a_round),
    CLAIM(each_round_launches_every_layout_once_in_a_balanced_order),
    CLAIM(rounds_end_when_a_comparison_is_narrow),
    CLAIM(a_launch_has_the_least_share_that_its_samples_tell),
    CLAIM(a_curve_keeps_all_its_points),
    CLAIM(each_launch_tells_where_in_the_study_it_was),
    CLAIM(a_time_that_is_over_begins_no_launch_and_is_told),
    CLAIM(a_share_of_the_sweep_ends_the_rounds),
    CLAIM(a_disturbed_launch_is_tried_twice_more_at_once),
    CLAIM(a_machine_that_is_always_busy_is_not_asked_thrice),
    CLAIM(second_tries_take_nothing_from_the_rounds_that_must_come),
    CLAIM(a_limit_that_is_over_begins_no_launch_and_is_told),
    CLAIM(rejected_samples_are_told_and_in_no_statistic),
    CLAIM(a_launch_that_fails_is_told_and_the_study_goes_on),
    CLAIM(a_line_that_cannot_be_read_back_is_not_kept),
    CLAIM(a_launch_that_does_not_answer_is_ended_and_told),
    CLAIM(a_study_that_goes_on_launches_only_what_it_lacks),
    CLAIM(who_left_the_race_is_in_the_journal_with_the_evidence),
    CLAIM(a_study_that_goes_on_tells_once_who_left),
    CLAIM(another_request_is_not_gone_on_with),
    CLAIM(under_a_limit_the_most_telling_launches_come_first),
    CLAIM(a_stop_ends_the_study_and_keeps_what_it_has),
    CLAIM(weak_scaling_grows_the_work_and_not_the_ceilings),
    CLAIM(who_leads_is_told_and_nothing_before_anything_ran),
    CU_TEST_INFO_NULL,
};
