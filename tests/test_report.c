/* SPDX-License-Identifier: BSD-3-Clause
 * test_report.c - reports of a study and a decision that are made by hand.
 */
#include "tests.h"

#include "made.h"
#include "report.h"
#include "report_answer.h"
#include "report_document.h"
#include "report_parts.h"

#include <CUnit/CUnit.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST = 15 };

/* A study of one kernel under n layouts of T threads; the last one is the plain line. */
struct scene {
    struct rxt_study study;
    struct rxt_decision decision;
    struct rxt_verdict_of_kernel kernel;
    struct rxt_step step;
    struct rxt_row rows[MOST];
    struct rxt_failure failure;
    char reason[64];
};

static void set_row(struct rxt_row *row, size_t i, double time_s)
{
    const struct rxt_estimate unknown = {0, NAN, NAN, NAN, false};
    *row = (struct rxt_row){.layout = {1, 1, (int)i + 1, RXT_BY_SPREAD},
                            .verdict = i == 1   ? RXT_IS_BEST
                                       : i == 2 ? RXT_IS_UNDECIDED
                                                : RXT_IS_OUT,
                            .n_launches = 6,
                            .time_s = {6, time_s, 0.9 * time_s, 1.1 * time_s, true},
                            .ratio = {6, time_s, time_s, time_s, true},
                            .speedup = unknown,
                            .efficiency = {.value = NAN, .low = NAN, .high = NAN},
                            .factors = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN},
                            .scaling = NAN,
                            .rate_flop = NAN,
                            .rate_bytes = NAN,
                            .share_flop = NAN,
                            .share_bytes = NAN,
                            .peak_node_bytes = NAN,
                            .pss_node_bytes = 2.5e6,
                            .setup_s = NAN,
                            .checked = true,
                            .has_digest = true,
                            .digest = 0xabc};
    rxt_layout_text(&row->layout, row->text, sizeof row->text);
}

static void open_scene(struct scene *scene, size_t n_rows)
{
    *scene = (struct scene){0};
    made_header(&scene->study, json_pack("{s:s, s:s, s:[{s:s, s:{s:i}}], s:{s:s, s:s, s:i, s:n}, s:{s:s}}",
                                         "schema", RXT_SCHEMA_STUDY, "name", "try", "kernels", "name",
                                         "heat, cold", "params", "n", 100, "machine", "host", "node17", "cpu",
                                         "A CPU", "cores", 8, "l3", "build", "compiler", "gcc | clang"));
    for (size_t i = 0; i < n_rows; i++) {
        set_row(&scene->rows[i], i, 0.05 + (double)((i + 3) % 4));
    }
    struct rxt_row *plain = &scene->rows[n_rows - 1];
    plain->layout = (struct rxt_layout){1, 8, 1, RXT_BY_NONE};
    plain->verdict = RXT_IS_PLAIN;
    plain->ratio = (struct rxt_estimate){6, 1.93, 1.9, 1.95, true};
    rxt_layout_text(&plain->layout, plain->text, sizeof plain->text);
    scene->step = (struct rxt_step){.best = &scene->rows[1], .recommended = &scene->rows[1]};
    scene->kernel =
        (struct rxt_verdict_of_kernel){.kernel = "heat, cold",
                                       .rows = scene->rows,
                                       .n_rows = n_rows,
                                       .steps = &scene->step,
                                       .n_steps = 1,
                                       .best = &scene->rows[1],
                                       .recommended = &scene->rows[1],
                                       .plain_name = "plain mpirun",
                                       .plain = plain,
                                       .serial = &scene->rows[0],
                                       .regret = NAN,
                                       .reason = "It is bound by memory bandwidth, and here follow many more "
                                                 "words so that the sentence has to be wrapped.",
                                       .launch = "mpirun --map-by ppr:1:node:pe=8 --bind-to core -x 'A=b c' "
                                                 "rxt run heat --layout 1x8 n=1000 steps=100000"};
    scene->failure = (struct rxt_failure){.layout = scene->rows[0].text, .reason = scene->reason};
    snprintf(scene->reason, sizeof scene->reason, "killed by \033[31mthe\033[0m\nsystem | at night");
    scene->study.failures = &scene->failure;
    scene->study.n_failures = 1;
    scene->decision =
        (struct rxt_decision){.kernels = &scene->kernel, .n_kernels = 1, .indifference = 0.01, .n_rounds = 6};
}

static void close_scene(struct scene *scene)
{
    rxt_header_close(scene->study.header);
}

static size_t widest_line(const char *text)
{
    size_t widest = 0;
    while (*text) {
        const size_t n = strcspn(text, "\n");
        char line[4096];
        snprintf(line, sizeof line, "%.*s", (int)n, text);
        widest = rxt_columns(line) > widest ? rxt_columns(line) : widest;
        text += n + (text[n] == '\n');
    }
    return widest;
}

static void check_terminal(size_t n_rows)
{
    struct scene scene;
    struct rxt_text text = {0};
    open_scene(&scene, n_rows);
    rxt_report_format(&text, &rxt_format_terminal, &scene.study, &scene.decision, NULL);
    CU_ASSERT_FALSE(text.failed);
    CU_ASSERT(widest_line(rxt_text_of(&text)) <= 100);
    for (size_t r = 0; r < n_rows; r++) {
        CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), scene.rows[r].text));
    }
    rxt_text_free(&text);
    close_scene(&scene);
}

static void terminal_fits_100_columns_for_14_layouts(void)
{
    check_terminal(14);
    check_terminal(2);
}

static void no_escape_without_colour(void)
{
    struct scene scene;
    struct rxt_text plain = {0}, painted = {0};
    open_scene(&scene, 5);
    rxt_report_format(&plain, &rxt_format_terminal, &scene.study, &scene.decision, NULL);
    rxt_report_format(&painted, &rxt_format_terminal, &scene.study, &scene.decision,
                      &(struct rxt_screen){.colour = true});
    CU_ASSERT_PTR_NULL(strchr(rxt_text_of(&plain), '\033'));
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&painted), "\033[1;32m"));
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&plain), "plain mpirun"));
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&plain), "\nNo hybrid layout here: "));
    rxt_text_free(&plain);
    rxt_text_free(&painted);
    close_scene(&scene);
}

static void unknown_numbers_are_null_in_json(void)
{
    struct scene scene;
    struct rxt_text text = {0};
    open_scene(&scene, 5);
    rxt_report_format(&text, &rxt_format_json, &scene.study, &scene.decision, NULL);
    json_t *json = json_loads(rxt_text_of(&text), 0, NULL);
    const json_t *kernel = json_array_get(json_object_get(json, "kernels"), 0);
    const json_t *row = json_array_get(json_object_get(kernel, "rows"), 1);
    CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(json, "schema")), "rxt-decision/1");
    CU_ASSERT(json_is_null(json_object_get(kernel, "regret")));
    CU_ASSERT(json_is_null(json_object_get(row, "speedup")));
    CU_ASSERT(json_is_null(json_object_get(row, "speedup_interval")));
    CU_ASSERT(json_is_null(json_object_get(row, "peak_node_bytes")));
    CU_ASSERT_EQUAL(json_number_value(json_object_get(row, "pss_node_bytes")), 2.5e6);
    CU_ASSERT_EQUAL(json_array_size(json_object_get(row, "time_s_interval")), 2);
    CU_ASSERT_EQUAL(json_array_size(json_object_get(kernel, "tied")), 1);
    CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(kernel, "default_layout")), "8x1@none");
    json_decref(json);
    rxt_text_free(&text);
    close_scene(&scene);
}

static void no_best_is_null_in_json(void)
{
    struct scene scene;
    struct rxt_text text = {0};
    open_scene(&scene, 3);
    scene.kernel.best = scene.kernel.recommended = NULL;
    scene.rows[1].verdict = RXT_IS_FAILED;
    rxt_report_format(&text, &rxt_format_json, &scene.study, &scene.decision, NULL);
    rxt_report_format(&text, &rxt_format_terminal, &scene.study, &scene.decision, NULL);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "\"best\": null"));
    rxt_text_free(&text);
    close_scene(&scene);
}

static void csv_quotes_commas(void)
{
    struct scene scene;
    struct rxt_text text = {0};
    open_scene(&scene, 3);
    scene.rows[0].note = "he said \"no\"";
    rxt_report_format(&text, &rxt_format_csv, &scene.study, &scene.decision, NULL);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(rxt_text_of(&text), "\r\n\"heat, cold\",1x1,serial,1,1,1,spread,out,no,6,0,0,"));
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "\"he said \"\"no\"\"\","));
    CU_ASSERT_PTR_NULL(strstr(rxt_text_of(&text), "nan"));
    rxt_text_free(&text);
    close_scene(&scene);
}

/* Texts as a journal could bring them into every place that takes one. */
static const char evil[] = "x\x1b]0;t\x07\n# h\n![i](j) | `c` <script> ``` \xc2\x9b\xe2\x80\xae";

/* Read the header again, after its JSON was changed. */
static void reread_header(struct scene *scene)
{
    json_t *json = json_incref(scene->study.header->json);
    rxt_header_close(scene->study.header);
    CU_ASSERT_EQUAL_FATAL(rxt_header_from_json(json, &scene->study.header), RXT_OK);
    json_decref(json);
}

static void open_evil_scene(struct scene *scene)
{
    open_scene(scene, 5);
    scene->kernel.kernel = evil;
    scene->rows[0].note = "=cmd|' /C calc'!A0\x1b\n";
    scene->rows[0].verdict = RXT_IS_WRONG;
    scene->failure.layout = (char *)(uintptr_t)evil;
    scene->failure.kernel = (char *)(uintptr_t)evil;
    scene->failure.reason = (char *)(uintptr_t)evil;
    snprintf(scene->kernel.launch, sizeof scene->kernel.launch, "mpirun 'a\n```\n# h' rxt");
    json_object_set_new(scene->study.header->json, "name", json_string(evil));
    json_object_set_new(json_object_get(scene->study.header->json, "machine"), evil, json_string(evil));
    json_object_set_new(json_array_get(json_object_get(scene->study.header->json, "kernels"), 0), "name",
                        json_string(evil));
    json_object_set_new(scene->study.header->json, "notes", json_pack("[s]", evil));
    reread_header(scene);
    made_header(&scene->study, NULL);
}

static bool has_control(const char *text)
{
    bool has = false;
    for (const char *c = text; *c; c++) {
        has |= ((unsigned char)*c < ' ' && *c != '\n' && *c != '\r') || *c == 0x7f;
    }
    return has || strstr(text, "\xc2\x9b") || strstr(text, "\xe2\x80\xae");
}

static void csv_tells_what_was_run_where_and_how(void)
{
    struct scene scene;
    struct rxt_text text = {0};
    open_scene(&scene, 3);
    scene.rows[1].size = 100.0;
    rxt_report_format(&text, &rxt_format_csv, &scene.study, &scene.decision, NULL);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), ",note,n,params,host,launcher,date\r\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), ",100,\"{\"\"n\"\":100}\",node17,,\r\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), ",8x1@none,plain mpirun,1,8,1,none,plain,yes,"));
    rxt_text_free(&text);
    close_scene(&scene);
}

static void every_run_and_every_failure_is_a_record_of_the_rounds(void)
{
    struct rxt_study *study = made_study();
    struct rxt_text text = {0};
    struct rxt_sample *sample = made_sample("pi", "2x1", 4, 0.25);
    sample->launch = 7;
    sample->rejected = strdup("moved, twice");
    sample->cpu_share = 0.5;
    sample->disturbed = true;
    made_add(study, sample);
    made_add(study, made_sample("pi", "1x2", 5, 0.5));
    char layout[] = "1x2", reason[] = "fell";
    struct rxt_failure failure = {.layout = layout, .reason = reason, .status = 3, .round = 6, .launch = 9};
    study->failures = &failure;
    study->n_failures = 1;
    rxt_report_format(&text, &rxt_format_rounds, study, NULL, NULL);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "\r\npi,2x1,4,7,,,0,0.25,,,no,0.5,yes,pass,"));
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), ",\"moved, twice\",{},"));
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "\r\npi,1x2,5,0,,,0,0.5,,,yes,,,pass,"));
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "\r\n,1x2,6,9,,,,,,,no,,,,,fell,,,,\r\n"));
    rxt_text_free(&text);
    study->failures = NULL;
    study->n_failures = 0;
    rxt_study_close(study);
}

static void no_format_holds_what_a_terminal_obeys(void)
{
    struct scene scene;
    struct rxt_text text = {0};
    open_evil_scene(&scene);
    rxt_report_format(&text, &rxt_format_terminal, &scene.study, &scene.decision, NULL);
    CU_ASSERT_FALSE(has_control(rxt_text_of(&text)));
    CU_ASSERT(widest_line(rxt_text_of(&text)) <= 100);
    for (size_t f = 0; rxt_formats[f]; f++) {
        rxt_text_free(&text);
        rxt_report_format(&text, rxt_formats[f], &scene.study, &scene.decision, NULL);
        CU_ASSERT_FALSE(has_control(rxt_text_of(&text)));
    }
    rxt_text_free(&text);
    close_scene(&scene);
}

static void no_text_is_markdown(void)
{
    struct scene scene;
    struct rxt_text text = {0};
    open_evil_scene(&scene);
    rxt_report_format(&text, &rxt_format_markdown, &scene.study, &scene.decision, NULL);
    CU_ASSERT_PTR_NULL(strstr(rxt_text_of(&text), "\n# h"));
    CU_ASSERT_PTR_NULL(strstr(rxt_text_of(&text), "\n```\n# h"));
    CU_ASSERT_PTR_NULL(strstr(rxt_text_of(&text), "![i]("));
    CU_ASSERT_PTR_NULL(strstr(rxt_text_of(&text), " `c`"));
    for (const char *at = rxt_text_of(&text); (at = strstr(at, "<script>")); at++) {
        CU_ASSERT_EQUAL(at[-1], '\\');
    }
    for (const char *at = rxt_text_of(&text); (at = strstr(at, "j) ")); at += 2) {
        CU_ASSERT_EQUAL(strncmp(at, "j) \\|", 5), 0);
    }
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "\n````sh\nmpirun 'a ``` # h' rxt\n````\n"));
    rxt_text_free(&text);
    close_scene(&scene);
}

static void no_text_is_a_formula_or_a_second_record_in_csv(void)
{
    struct scene scene;
    struct rxt_text text = {0};
    size_t n_lines = 0;
    open_evil_scene(&scene);
    rxt_report_format(&text, &rxt_format_csv, &scene.study, &scene.decision, NULL);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), ",'=cmd|"));
    for (const char *c = rxt_text_of(&text); *c; c++) {
        n_lines += *c == '\n';
    }
    CU_ASSERT_EQUAL(n_lines, 6);
    rxt_text_free(&text);
    close_scene(&scene);
}

/* Both the terminal and Markdown say it, "what" before "reason" on its line. */
static void both_say(const struct scene *scene, const char *what, const char *reason)
{
    struct rxt_text text = {0};
    for (int markdown = 0; markdown < 2; markdown++) {
        if (markdown) {
            rxt_report_format(&text, &rxt_format_markdown, &scene->study, &scene->decision, NULL);
        } else {
            rxt_report_format(&text, &rxt_format_terminal, &scene->study, &scene->decision, NULL);
        }
        const char *at = strstr(rxt_text_of(&text), reason);
        CU_ASSERT_PTR_NOT_NULL_FATAL(at);
        while (at > rxt_text_of(&text) && at[-1] != '\n') {
            at--;
        }
        CU_ASSERT_PTR_NOT_NULL(strstr(at, what));
        CU_ASSERT_TRUE(strstr(at, what) < strstr(at, reason));
        rxt_text_free(&text);
    }
}

/* Two copies side by side at 1x1 give 30 runs an hour, one at 1x2 20, at 1x1 15. */
static struct rxt_study *study_of_copies(void)
{
    static const struct {
        const char *name, *layout;
        double runs;
    } all[] = {{"app", "1x1", 15.0}, {"app", "1x2", 20.0}, {"app-x2", "1x1", 30.0}};
    struct rxt_study *study = made_study();
    json_t *kernels = json_object_get(study->header->json, "kernels");
    json_t *copy = json_deep_copy(json_array_get(kernels, 0));
    json_object_set_new(json_array_get(kernels, 0), "name", json_string("app"));
    json_object_set_new(copy, "name", json_string("app-x2"));
    json_array_append_new(kernels, copy);
    made_header(study, NULL);
    for (int i = 0; i < 18; i++) {
        const double slow = 1.0 + i / 3; /* as the machine becomes in the last rounds */
        struct rxt_sample *s =
            made_number(all[i % 3].name, all[i % 3].layout, i / 3, all[i % 3].runs / slow, true);
        free(s->unit);
        s->unit = strdup("runs/h");
        made_add(study, s);
    }
    return study;
}

static void the_number_of_copies_with_most_runs_is_told(void)
{
    struct rxt_text text = {0};
    struct rxt_decision *decision = NULL;
    struct rxt_study *study = study_of_copies();
    CU_ASSERT_EQUAL_FATAL(rxt_decide(&decision, study), RXT_OK);
    rxt_report_format(&text, &rxt_format_markdown, study, decision, NULL);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "most runs an hour by app-x2, each copy 1x1: "));
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "; app (1x2) gives 0.67x [0.67x, 0.67x] of them"));
    CU_ASSERT_PTR_NULL(strstr(rxt_text_of(&text), "for all 2 subjects"));
    rxt_text_free(&text);
    rxt_decision_close(decision);
    rxt_study_close(study);
}

static void a_program_is_called_one(void)
{
    for (int is_program = 0; is_program < 2; is_program++) {
        struct scene scene;
        struct rxt_text text = {0};
        open_scene(&scene, 3);
        scene.kernel.measure.is_program = is_program;
        rxt_report_format(&text, &rxt_format_markdown, &scene.study, &scene.decision, NULL);
        CU_ASSERT_EQUAL(strstr(rxt_text_of(&text), "| kernel |") == NULL, is_program);
        CU_ASSERT_EQUAL(strstr(rxt_text_of(&text), "| program |") == NULL, !is_program);
        CU_ASSERT_EQUAL(strstr(rxt_text_of(&text), "counted as 1/k in each") == NULL, is_program);
        rxt_text_free(&text);
        close_scene(&scene);
    }
}

static void what_went_wrong_is_told(void)
{
    struct scene scene;
    open_scene(&scene, 5);
    scene.rows[3].verdict = RXT_IS_WRONG;
    scene.rows[3].note = "two answers differ";
    snprintf(scene.reason, sizeof scene.reason, "it fell over");
    json_object_set_new(scene.study.header->json, "notes", json_pack("[s]", "mpiexec was given up"));
    reread_header(&scene);
    made_header(&scene.study, NULL);
    both_say(&scene, "wrong", "two answers differ");
    both_say(&scene, "failed", "it fell over");
    both_say(&scene, "note", "mpiexec was given up");
    close_scene(&scene);
}

/* What the answer for the scene's subject says of this plain line and this bound. */
static struct rxt_text answered(struct scene *scene, struct rxt_estimate plain, double regret)
{
    struct rxt_document document = {0};
    struct rxt_text text = {0};
    scene->rows[scene->kernel.n_rows - 1].ratio = plain;
    scene->step.plain_is_faster = plain.has_interval && plain.high < 1.0;
    scene->kernel.regret = regret;
    rxt_report_answer(&document, &scene->kernel, true);
    rxt_document_render(&text, &document, &rxt_renderer_markdown, NULL);
    rxt_document_close(&document);
    return text;
}

static void an_answer_says_of_the_plain_line_what_was_shown(void)
{
    static const struct {
        struct rxt_estimate ratio;
        bool is_faster;
        const char *words;
    } cases[] = {
        {{6, 0.8, 0.7, 0.9, true}, true, "was faster: 0.80x [0.70x, 0.90x] of 1x2"},
        {{6, 0.8, 0.7, 1.1, true}, false, "no difference shown: 0.80x [0.70x, 1.10x]"},
        {{3, 0.8, NAN, NAN, false}, false, "not sure: 0.80x"},
        {{6, 1.2, 1.1, 1.3, true}, false, "costs 1.20x [1.10x, 1.30x]"},
    };
    struct scene scene;
    open_scene(&scene, 5);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rxt_text text = answered(&scene, cases[i].ratio, NAN);
        CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), cases[i].words));
        CU_ASSERT_EQUAL(strstr(rxt_text_of(&text), "was faster") != NULL, cases[i].is_faster);
        rxt_text_free(&text);
    }
    close_scene(&scene);
}

static void an_answer_is_as_sure_as_its_bound(void)
{
    static const struct {
        double regret;
        const char *words;
    } cases[] = {{NAN, "how sure: not sure: "},
                 {0.0, "how sure: sure: no other layout measured is faster (95 %)"},
                 {0.005, "how sure: sure: "},
                 {0.006, "how sure: at most 0.6 % slower than the fastest that ran (95 %)"}};
    struct scene scene;
    open_scene(&scene, 5);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rxt_text text = answered(&scene, scene.rows[4].ratio, cases[i].regret);
        CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), cases[i].words));
        rxt_text_free(&text);
    }
    close_scene(&scene);
}

static void nothing_is_sure_of_a_busy_machine(void)
{
    struct scene scene;
    open_scene(&scene, 5);
    scene.step.is_busy = true;
    struct rxt_text text = answered(&scene, scene.rows[4].ratio, 0.0);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "no answer: measured while the machine was busy"));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(rxt_text_of(&text), "how sure: not sure: too many launches were disturbed"));
    rxt_text_free(&text);
    close_scene(&scene);
}

static void a_terminal_ends_with_the_answers_and_markdown_begins_with_them(void)
{
    struct scene scene;
    struct rxt_text text = {0};
    open_scene(&scene, 5);
    rxt_report_format(&text, &rxt_format_terminal, &scene.study, &scene.decision, NULL);
    const char *answer = strstr(rxt_text_of(&text), "use 1x2"),
               *matrix = strstr(rxt_text_of(&text), "decision matrix");
    CU_ASSERT_PTR_NOT_NULL_FATAL(answer);
    CU_ASSERT_TRUE(matrix && matrix < answer && strstr(rxt_text_of(&text), "went wrong") < answer);
    CU_ASSERT_PTR_NULL(strstr(rxt_text_of(&text), "the four modes"));
    rxt_text_free(&text);
    rxt_report_format(&text, &rxt_format_markdown, &scene.study, &scene.decision, NULL);
    answer = strstr(rxt_text_of(&text), "use 1x2");
    CU_ASSERT_TRUE(answer && answer < strstr(rxt_text_of(&text), "Decision matrix"));
    rxt_text_free(&text);
    close_scene(&scene);
}

static void the_regret_and_the_price_of_the_plain_line_are_told(void)
{
    struct scene scene;
    struct rxt_text text = {0};
    open_scene(&scene, 5);
    scene.kernel.regret = 0.123;
    rxt_report_format(&text, &rxt_format_terminal, &scene.study, &scene.decision, NULL);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "12.3 %"));
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "1.93x"));
    rxt_text_free(&text);
    rxt_report_format(&text, &rxt_format_markdown, &scene.study, &scene.decision, NULL);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "12.3 %"));
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "1.93x"));
    rxt_text_free(&text);
    close_scene(&scene);
}

static void an_interval_stands_beside_its_value_and_nothing_for_the_unknown(void)
{
    const struct rxt_estimate known = {6, 1.0, 0.5, 2.0, true}, alone = {3, 1.0, 0.5, 2.0, false};
    CU_ASSERT_STRING_EQUAL(rxt_cell_estimate(&known, rxt_cell_times).text, "1.00x [0.50x, 2.00x]");
    CU_ASSERT_STRING_EQUAL(rxt_cell_estimate(&alone, rxt_cell_times).text, "1.00x");
    CU_ASSERT_STRING_EQUAL(rxt_cell_interval(&alone, rxt_cell_times).text, "no interval");
    CU_ASSERT_STRING_EQUAL(rxt_cell_time((double)NAN).text, "-");
    CU_ASSERT_STRING_EQUAL(rxt_cell_times((double)NAN).text, "-");
    CU_ASSERT_STRING_EQUAL(rxt_cell_percent((double)NAN).text, "-");
    CU_ASSERT_STRING_EQUAL(rxt_cell_bytes((double)INFINITY).text, "-");
}

static void every_verdict_has_its_mark(void)
{
    static const char marks[] = {
        [RXT_IS_BEST] = '*',    [RXT_IS_EQUAL] = '=',  [RXT_IS_UNDECIDED] = '~', [RXT_IS_OUT] = ' ',
        [RXT_IS_DROPPED] = '.', [RXT_IS_OPEN] = '?',   [RXT_IS_PLAIN] = ' ',     [RXT_IS_WRONG] = '!',
        [RXT_IS_FAILED] = '!',  [RXT_IS_NOT_RUN] = ' '};
    for (size_t v = 0; v < sizeof marks; v++) {
        CU_ASSERT_EQUAL(rxt_report_mark((enum rxt_verdict)v), marks[v]);
    }
}

static void markdown_always_has_the_mode_table(void)
{
    static const char modes[] =
        "\n## The four modes\n\n| mode | a worker is | memory | results come together | what "
        "protects data | when to use |\n|---|---|---|---|---|---|\n| serial | one process";
    struct scene scene;
    struct rxt_text text = {0};
    open_scene(&scene, 4);
    rxt_report_format(&text, &rxt_format_markdown, &scene.study, &scene.decision, NULL);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), modes));
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "| compiler | gcc \\| clang |"));
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "| l3 | not measured |"));
    rxt_text_free(&text);
    scene.decision.n_kernels = 0;
    rxt_report_format(&text, &rxt_format_markdown, &scene.study, &scene.decision, NULL);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), modes));
    rxt_text_free(&text);
    close_scene(&scene);
}

static void a_missing_folder_is_an_error(void)
{
    struct scene scene;
    char folder[] = "/tmp/rxt-report-XXXXXX", absent[64];
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
    snprintf(absent, sizeof absent, "%s/at/all/", folder);
    open_scene(&scene, 3);
    CU_ASSERT_EQUAL(rxt_report_write(&scene.study, &scene.decision, absent), RXT_E_OUTPUT);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), absent));
    CU_ASSERT_EQUAL(rmdir(folder), 0);
    close_scene(&scene);
}

static void a_file_that_cannot_be_written_does_not_hinder_the_others(void)
{
    struct scene scene;
    char folder[] = "/tmp/rxt-report-XXXXXX", path[64], blocked[64];
    open_scene(&scene, 3);
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
    snprintf(blocked, sizeof blocked, "%s/report.md/x", folder);
    snprintf(path, sizeof path, "%s/report.md", folder);
    CU_ASSERT_EQUAL(mkdir(path, 0700), 0);
    CU_ASSERT_EQUAL(mkdir(blocked, 0700), 0);
    CU_ASSERT_EQUAL(rxt_report_write(&scene.study, &scene.decision, folder), RXT_E_OUTPUT);
    rmdir(blocked);
    rmdir(path);
    snprintf(path, sizeof path, "%s/report.csv", folder);
    CU_ASSERT_EQUAL(unlink(path), 0);
    snprintf(path, sizeof path, "%s/rounds.csv", folder);
    CU_ASSERT_EQUAL(unlink(path), 0);
    snprintf(path, sizeof path, "%s/report.html", folder);
    CU_ASSERT_EQUAL(unlink(path), 0);
    snprintf(path, sizeof path, "%s/decision.json", folder);
    CU_ASSERT_EQUAL(unlink(path), 0);
    CU_ASSERT_EQUAL(rmdir(folder), 0);
    close_scene(&scene);
}

CU_TestInfo test_report[] = {
    CLAIM(terminal_fits_100_columns_for_14_layouts),
    CLAIM(no_escape_without_colour),
    CLAIM(unknown_numbers_are_null_in_json),
    CLAIM(no_best_is_null_in_json),
    CLAIM(csv_quotes_commas),
    CLAIM(csv_tells_what_was_run_where_and_how),
    CLAIM(every_run_and_every_failure_is_a_record_of_the_rounds),
    CLAIM(no_format_holds_what_a_terminal_obeys),
    CLAIM(no_text_is_markdown),
    CLAIM(no_text_is_a_formula_or_a_second_record_in_csv),
    CLAIM(the_number_of_copies_with_most_runs_is_told),
    CLAIM(a_program_is_called_one),
    CLAIM(what_went_wrong_is_told),
    CLAIM(the_regret_and_the_price_of_the_plain_line_are_told),
    CLAIM(an_answer_says_of_the_plain_line_what_was_shown),
    CLAIM(an_answer_is_as_sure_as_its_bound),
    CLAIM(nothing_is_sure_of_a_busy_machine),
    CLAIM(a_terminal_ends_with_the_answers_and_markdown_begins_with_them),
    CLAIM(an_interval_stands_beside_its_value_and_nothing_for_the_unknown),
    CLAIM(every_verdict_has_its_mark),
    CLAIM(markdown_always_has_the_mode_table),
    CLAIM(a_missing_folder_is_an_error),
    CLAIM(a_file_that_cannot_be_written_does_not_hinder_the_others),
    CU_TEST_INFO_NULL,
};
