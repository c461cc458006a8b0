/* SPDX-License-Identifier: BSD-3-Clause
 * test_page.c - the page of a study: the answer first, drawings that say what they show, and nothing that is obeyed.
 */
#include "tests.h"

#include "made.h"
#include "report.h"
#include "report_document.h"

#include <CUnit/CUnit.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* All ways out of a text of a page, and of an attribute. */
static const char evil[] = "\"'><script>x</script><!--&lt;\x1b]0;t\x07\n\xe2\x80\xae";

static void a_document_is_one_page_of_elements(void)
{
    struct rxt_document document = {0};
    struct rxt_text text = {0}, markup = {0};
    rxt_document_add(&document, RXT_BLOCK_TITLE, NULL, "one");
    rxt_document_add(&document, RXT_BLOCK_CARD, NULL, "card");
    rxt_document_add(&document, RXT_BLOCK_ITEM, "  sure?", "yes");
    rxt_document_add(&document, RXT_BLOCK_CODE, "run", "mpirun -n 2 rxt");
    rxt_document_add(&document, RXT_BLOCK_CARD_END, NULL, "%s", "");
    rxt_document_add(&document, RXT_BLOCK_CARD, "open", "other");
    rxt_document_add(&document, RXT_BLOCK_CARD_END, NULL, "%s", "");
    rxt_document_add(&document, RXT_BLOCK_SECTION, NULL, "two: more");
    rxt_document_add(&document, RXT_BLOCK_FOLD, NULL, "shut");
    rxt_document_add(&document, RXT_BLOCK_SECTION, NULL, "hidden");
    rxt_document_add(&document, RXT_BLOCK_FOLD_END, NULL, "%s", "");
    rxt_text_add(&markup, "<svg></svg>");
    rxt_document_draw(&document, "drawn", "a line", &markup);
    rxt_document_render(&text, &document, &rxt_renderer_html, NULL);
    const char *body = strstr(rxt_text_of(&text), "<body>");
    CU_ASSERT_PTR_NOT_NULL_FATAL(body);
    CU_ASSERT_STRING_EQUAL(
        body,
        "<body>\n<main>\n<nav aria-label=\"sections\"><a href=\"#s-two--more\">two</a>\n</nav>\n"
        "<h1>one</h1>\n<article>\n<h2>card</h2>\n<p class=\"item\"><b>sure?</b> yes</p>\n"
        "<div class=\"code\"><b>run</b><pre><code>mpirun -n 2 rxt</code></pre></div>\n</article>\n<article "
        "class=\"open\">\n<h2>other</h2>\n</article>\n<h2 id=\"s-two--more\">two: more</h2>\n"
        "<details>\n<summary>shut</summary>\n<div>\n<h2 id=\"s-hidden\">hidden</h2>\n</div>\n</details>\n"
        "<figure>\n<svg></svg>\n<figcaption><b>drawn</b> a line</figcaption>\n</figure>\n"
        "</main>\n</body>\n</html>\n");
    CU_ASSERT_EQUAL(strncmp(rxt_text_of(&text), "<!DOCTYPE html>\n<html lang=\"en\">", 32), 0);
    rxt_text_free(&text);
    rxt_document_close(&document);
}

static void a_cell_of_a_page_has_mark_and_heat(void)
{
    struct rxt_document document = {0};
    struct rxt_text text = {0};
    rxt_document_table(&document, 2);
    rxt_document_cell(&document, "kernel", NULL);
    rxt_document_cell(&document, "1x2", "threads")->is_number = true;
    rxt_document_row(&document, "pi", NULL);
    struct rxt_phrase *cell = rxt_document_cell(&document, "98 ms", "1.30x");
    cell->is_marked = true;
    cell->verdict = RXT_IS_UNDECIDED;
    cell->ratio = 1.3;
    rxt_document_render(&text, &document, &rxt_renderer_html, NULL);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(rxt_text_of(&text),
               "<table class=\"matrix\">\n<thead>\n<tr><th scope=\"col\" class=\"\">kernel</th><th "
               "scope=\"col\" class=\"num\">1x2<br><small>threads</small></th></tr>\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(
        rxt_text_of(&text), "<tr><th scope=\"row\">pi</th><td class=\"num h3\">98 ms <span "
                            "class=\"mark\" title=\"undecided\">~</span><br><small>1.30x</small></td>"));
    rxt_text_free(&text);
    rxt_document_close(&document);
}

static void no_text_of_a_block_is_markup(void)
{
    struct rxt_document document = {0};
    struct rxt_text text = {0};
    for (enum rxt_block_kind kind = RXT_BLOCK_TITLE; kind < RXT_BLOCK_DRAWING; kind++) {
        rxt_document_add(&document, kind, evil, "%s", evil);
    }
    rxt_document_draw(&document, evil, evil, &(struct rxt_text){0});
    rxt_document_titles(&document, evil, ">n", NULL);
    rxt_document_row(&document, evil, evil, NULL);
    struct rxt_phrase *cell = rxt_document_cell(&document, evil, evil);
    cell->is_marked = true;
    rxt_document_cell(&document, evil, evil)->is_code = true;
    rxt_document_render(&text, &document, &rxt_renderer_html, NULL);
    CU_ASSERT_PTR_NULL(strstr(rxt_text_of(&text), "<script"));
    CU_ASSERT_PTR_NULL(strstr(rxt_text_of(&text), "<!--"));
    CU_ASSERT_PTR_NULL(strstr(rxt_text_of(&text), "\"'>"));
    CU_ASSERT_PTR_NULL(strchr(rxt_text_of(&text), '\x1b'));
    CU_ASSERT_PTR_NULL(strstr(rxt_text_of(&text), "\xe2\x80\xae"));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(rxt_text_of(&text), "&quot;&#39;&gt;&lt;script&gt;x&lt;/script&gt;&lt;!--&amp;lt;"));
    rxt_text_free(&text);
    rxt_document_close(&document);
}

/* Two workers, on cores 0 and 1 as planned, or the second elsewhere. */
static void put(struct rxt_sample *sample, int ranks, int second)
{
    sample->n_places = 2;
    sample->places = calloc(2, sizeof *sample->places);
    for (int i = 0; i < 2; i++) {
        const int at = i == 0 ? 0 : second;
        sample->places[i] = (struct rxt_placed){.rank = ranks == 2 ? i : 0,
                                                .thread = ranks == 2 ? 0 : i,
                                                .pu = at,
                                                .core = at,
                                                .planned_pu = i,
                                                .pu_before = at,
                                                .cpu_s = NAN,
                                                .run_delay_s = NAN};
    }
}

/* 2x1 is the fastest in each of n rounds; in the first one a thread of 1x2 had half of a core. */
static struct rxt_study *measured(int n)
{
    static const struct {
        const char *layout;
        double time_s;
    } times[] = {{"1x1", 1.0}, {"1x2", 0.7}, {"2x1", 0.5}, {"2x1@none", 0.6}};
    struct rxt_study *study = made_study();
    for (int round = 0; round < n; round++) {
        for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
            struct rxt_sample *sample =
                made_sample("pi", times[i].layout, round, times[i].time_s + 1e-3 * round);
            if (i == 1 || i == 2) {
                put(sample, sample->layout.ranks, 1);
            }
            sample->cpu_share = i == 1 && round == 0 ? 0.5 : 1.0;
            sample->disturbed = rxt_cpu_share_is_disturbed(sample->cpu_share);
            made_add(study, sample);
        }
    }
    return study;
}

/* The page of a study, which is given back. */
static struct rxt_text page_of(struct rxt_study *study)
{
    struct rxt_decision *decision = NULL;
    struct rxt_text text = {0};
    CU_ASSERT_EQUAL_FATAL(rxt_decide(&decision, study), RXT_OK);
    rxt_report_format(&text, &rxt_format_html, study, decision, NULL);
    CU_ASSERT_FALSE_FATAL(text.failed);
    rxt_decision_close(decision);
    rxt_study_close(study);
    return text;
}

static size_t count(const char *text, const char *what)
{
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, what)); at += strlen(what)) {
        n++;
    }
    return n;
}

static void the_answer_and_its_line_come_first(void)
{
    struct rxt_text text = page_of(measured(8));
    const char *answer = strstr(rxt_text_of(&text), "<h2>pi: use 2x1 (two processes, one thread each)</h2>"),
               *line = strstr(rxt_text_of(&text), "<b>run</b><pre><code>mpirun -n 2 rxt run pi"),
               *matrix = strstr(rxt_text_of(&text), "<table class=\"matrix\">");
    CU_ASSERT_PTR_NOT_NULL_FATAL(answer);
    CU_ASSERT_PTR_NOT_NULL_FATAL(line);
    CU_ASSERT_PTR_NOT_NULL_FATAL(matrix);
    CU_ASSERT_TRUE(answer < line && line < matrix);
    CU_ASSERT_PTR_NOT_NULL(strstr(answer, "<b>how sure</b> "));
    CU_ASSERT_TRUE(strstr(answer, "<b>how sure</b> ") < line);
    rxt_text_free(&text);
}

static void a_page_brings_nothing_from_outside(void)
{
    static const char *const means[] = {"<script", "<link",   "<img", "<iframe",
                                        "src=",    "@import", "url(", "http"};
    struct rxt_text text = page_of(measured(8));
    for (size_t i = 0; i < sizeof means / sizeof *means; i++) {
        CU_ASSERT_PTR_NULL(strstr(rxt_text_of(&text), means[i]));
    }
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "@media (prefers-color-scheme:dark)"));
    rxt_text_free(&text);
}

static void every_drawing_says_what_it_shows(void)
{
    struct rxt_text text = page_of(measured(8));
    const size_t n = count(rxt_text_of(&text), "<svg ");
    CU_ASSERT_TRUE(n >= 4); /* a placement, times, factors, launches */
    CU_ASSERT_EQUAL(count(rxt_text_of(&text), "<svg role=\"img\" "), n);
    CU_ASSERT_EQUAL(count(rxt_text_of(&text), "</title><desc>"), n);
    CU_ASSERT_EQUAL(count(rxt_text_of(&text), "<desc></desc>"), 0);
    CU_ASSERT_EQUAL(count(rxt_text_of(&text), "nan"), 0);
    rxt_text_free(&text);
}

static void a_disturbed_launch_is_crossed(void)
{
    struct rxt_text text = page_of(measured(8));
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "a thread lacked its core (1)."));
    CU_ASSERT_EQUAL(count(rxt_text_of(&text), "m-3 -3l6 6m-6 0l6 -6"), 1);
    rxt_text_free(&text);
}

/* Of the two threads that share a core one is named, and that there is one more. */
static void threads_that_share_a_core_are_counted(void)
{
    struct rxt_study *study = measured(8);
    for (size_t i = 0; i < study->n_samples; i++) {
        struct rxt_sample *sample = study->samples[i];
        for (size_t p = 0; p < sample->n_places && sample->layout.ranks == 2; p++) {
            sample->places[p].pu = sample->places[p].core = sample->places[p].planned_pu = 0;
        }
    }
    struct rxt_text text = page_of(study), alone = page_of(measured(8));
    CU_ASSERT_EQUAL(count(rxt_text_of(&text), ">1.0+1<"), 1);
    CU_ASSERT_EQUAL(count(rxt_text_of(&alone), "+1<"), 0);
    rxt_text_free(&text);
    rxt_text_free(&alone);
}

static void what_was_not_seen_as_planned_is_marked(void)
{
    struct rxt_text kept = page_of(measured(8));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(rxt_text_of(&kept), "in 8 samples: every thread was seen where the plan puts it"));
    CU_ASSERT_PTR_NULL(strstr(rxt_text_of(&kept), ">1.0!<"));
    rxt_text_free(&kept);
    struct rxt_study *study = measured(8);
    for (size_t i = 0; i < study->n_samples; i++) {
        struct rxt_sample *sample = study->samples[i];
        if (sample->n_places > 0 && sample->layout.ranks == 2 && sample->round == 3) {
            sample->places[1].pu = sample->places[1].core = 0;
        }
    }
    struct rxt_text moved = page_of(study);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&moved), "not every thread was seen where the plan puts it"));
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&moved), ">1.0!<"));
    rxt_text_free(&moved);
}

static void no_interval_is_drawn_where_there_is_none(void)
{
    struct rxt_text many = page_of(measured(8)), few = page_of(measured(3));
    CU_ASSERT_TRUE(count(rxt_text_of(&many), "<path class=\"bar\"") >= 12);
    CU_ASSERT_EQUAL(count(rxt_text_of(&few), "<path class=\"bar\""), 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&few), "<b>how sure</b> not sure: fewer than 6 rounds"));
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&few), "fewer than 6 launches count"));
    CU_ASSERT_PTR_NULL(strstr(rxt_text_of(&many), "fewer than 6 launches count"));
    rxt_text_free(&many);
    rxt_text_free(&few);
}

static void what_was_not_measured_is_listed_with_its_reason(void)
{
    struct rxt_study *study = measured(8);
    for (size_t i = 0; i < study->n_samples; i++) {
        study->samples[i]->work = (struct rxt_work){.items = 1.0};
        study->samples[i]->efficiency = (struct rxt_efficiency){NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    }
    struct rxt_text text = page_of(study);
    const char *list = strstr(rxt_text_of(&text), ">Not known: what was not measured, and why</h2>");
    CU_ASSERT_PTR_NOT_NULL_FATAL(list);
    CU_ASSERT_PTR_NOT_NULL(strstr(list, "pi</td><td class=\"\">it counts no flop and no bytes"));
    CU_ASSERT_PTR_NOT_NULL(strstr(list, "pi</td><td class=\"\">no account of its threads"));
    CU_ASSERT_PTR_NULL(strstr(list, "whether every thread had its core"));
    CU_ASSERT_PTR_NULL(strstr(rxt_text_of(&text), "Where the time goes"));
    rxt_text_free(&text);
}

static void layouts_that_make_a_table_are_shown_as_one(void)
{
    static const char *const layouts[] = {"1x1", "1x2", "1x4", "2x1", "2x2", "4x1"};
    struct rxt_study *study = made_study();
    json_t *names = json_array();
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
        json_array_append_new(names, json_string(layouts[i]));
        for (int round = 0; round < 8; round++) {
            made_add(study, made_sample("pi", layouts[i], round, 1.0 + 0.1 * (double)i));
        }
    }
    json_object_set_new(study->header->json, "layouts", names);
    json_object_set_new(study->header->json, "default_layout", json_null());
    made_header(study, NULL);
    struct rxt_text text = page_of(study), small = page_of(measured(8));
    const char *grid = strstr(rxt_text_of(&text), "ranks down, threads across</small>");
    CU_ASSERT_PTR_NOT_NULL_FATAL(grid);
    CU_ASSERT_PTR_NOT_NULL(strstr(grid, ">1 thread</th><th scope=\"col\" class=\"num\">2 threads</th><th "
                                        "scope=\"col\" class=\"num\">4 threads</th></tr>"));
    CU_ASSERT_PTR_NOT_NULL(strstr(grid, "<tr><th scope=\"row\">4 ranks</th><td class=\"num h3\">1.50 s"));
    CU_ASSERT_PTR_NULL(strstr(rxt_text_of(&small), "ranks down, threads across"));
    rxt_text_free(&text);
    rxt_text_free(&small);
}

/* Half of its time was useful, in which it computed faster than serial did. */
static void a_bar_bears_the_efficiency_whatever_part_was_useful(void)
{
    struct rxt_study *study = measured(8);
    for (size_t i = 0; i < study->n_samples; i++) {
        struct rxt_efficiency *e = &study->samples[i]->efficiency;
        *e = (struct rxt_efficiency){0.5, 1.0, 1.0, 0.5, 1.0, 0.1, 0.0, 1.0};
    }
    struct rxt_text text = page_of(study);
    const char *bars = strstr(rxt_text_of(&text), "Where the time goes, pi");
    CU_ASSERT_PTR_NOT_NULL_FATAL(bars);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(bars, "class=\"end\">71 %<")); /* of 1x2: 1.0 / (2 x 0.7), of which 50 % is drawn */
    rxt_text_free(&text);
}

static void nobody_is_sure_of_an_open_card(void)
{
    struct rxt_text many = page_of(measured(8)), few = page_of(measured(3));
    CU_ASSERT_EQUAL(count(rxt_text_of(&many), "<article class=\"open\">"), 0);
    CU_ASSERT_EQUAL(count(rxt_text_of(&many), "<article>"), 1);
    CU_ASSERT_EQUAL(count(rxt_text_of(&few), "<article class=\"open\">"), 1);
    rxt_text_free(&many);
    rxt_text_free(&few);
}

static void what_went_wrong_is_not_nothing_on_a_busy_machine(void)
{
    struct rxt_study *quiet = measured(8);
    for (size_t i = 0; i < quiet->n_samples; i++) {
        quiet->samples[i]->cpu_share = 1.0;
        quiet->samples[i]->disturbed = false;
    }
    struct rxt_text busy = page_of(measured(8)), calm = page_of(quiet);
    CU_ASSERT_PTR_NULL(strstr(rxt_text_of(&busy), "<p>Nothing.</p>"));
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&busy), "but the machine was disturbed, see above"));
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&calm), "<p>Nothing.</p>"));
    rxt_text_free(&busy);
    rxt_text_free(&calm);
}

static void a_roofline_has_a_slope_for_each_place_of_data(void)
{
    struct rxt_study *study = measured(8);
    struct rxt_decision *decision = NULL;
    struct rxt_text one = {0}, two = {0}, above = {0};
    CU_ASSERT_EQUAL_FATAL(rxt_decide(&decision, study), RXT_OK);
    struct rxt_verdict_of_kernel pair[] = {decision->kernels[0], decision->kernels[0]};
    struct rxt_row memory = *decision->kernels[0].recommended, cache;
    memory.rate_flop = memory.rate_bytes = 1e9;
    memory.share_flop = memory.share_bytes = 0.5;
    cache = memory;
    cache.place = "L2";
    cache.share_bytes = 0.1;
    pair[0].recommended = &memory;
    pair[1].recommended = &cache;
    struct rxt_decision both = {.kernels = pair, .n_kernels = 1};
    rxt_report_format(&one, &rxt_format_html, study, &both, NULL);
    both.n_kernels = 2;
    rxt_report_format(&two, &rxt_format_html, study, &both, NULL);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&one), "may have its data in a cache"));
    CU_ASSERT_EQUAL(count(rxt_text_of(&one), "class=\"dim\">memory</text>"), 1);
    CU_ASSERT_EQUAL(count(rxt_text_of(&one), "class=\"dim\">L2</text>"), 0);
    CU_ASSERT_EQUAL(count(rxt_text_of(&two), "class=\"dim\">memory</text>"), 1);
    CU_ASSERT_EQUAL(count(rxt_text_of(&two), "class=\"dim\">L2</text>"), 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&two), "10.0 %</td><td class=\"\">L2</td>"));
    CU_ASSERT_PTR_NULL(strstr(rxt_text_of(&two), ">above it</td>"));
    cache.share_bytes = 7.25; /* no data is read at 725 % of what can be */
    rxt_report_format(&above, &rxt_format_html, study, &both, NULL);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&above), ">above it</td><td class=\"\">L2</td>"));
    CU_ASSERT_PTR_NULL(strstr(rxt_text_of(&above), "725"));
    rxt_text_free(&above);
    rxt_text_free(&one);
    rxt_text_free(&two);
    rxt_decision_close(decision);
    rxt_study_close(study);
}

static void a_scaling_study_draws_a_straight_ideal(void)
{
    struct rxt_study *study = measured(8);
    json_object_set_new(study->header->json, "scaling", json_string("strong"));
    made_header(study, NULL);
    struct rxt_text text = page_of(study);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "Speed-up over workers, pi"));
    CU_ASSERT_EQUAL(count(rxt_text_of(&text), "<path class=\"ideal\""), 2); /* and in the key */
    rxt_text_free(&text);
}

static void weak_scaling_shows_times_over_workers(void)
{
    struct rxt_study *study = measured(8);
    json_object_set_new(study->header->json, "scaling", json_string("weak"));
    made_header(study, NULL);
    struct rxt_text text = page_of(study);
    const char *picture = strstr(rxt_text_of(&text), "Time over workers, pi");
    CU_ASSERT_PTR_NOT_NULL_FATAL(picture);
    CU_ASSERT_PTR_NOT_NULL(strstr(picture, "class=\"dim end\">1.00 s<"));
    CU_ASSERT_PTR_NOT_NULL(strstr(picture, "class=\"dim end\">500 ms<"));
    CU_ASSERT_PTR_NULL(strstr(picture, "class=\"dim end\">0.5<"));
    CU_ASSERT_EQUAL(count(picture, "<path class=\"ideal\""), 2);
    rxt_text_free(&text);
}

CU_TestInfo test_page[] = {
    CLAIM(a_document_is_one_page_of_elements),
    CLAIM(a_cell_of_a_page_has_mark_and_heat),
    CLAIM(no_text_of_a_block_is_markup),
    CLAIM(the_answer_and_its_line_come_first),
    CLAIM(a_page_brings_nothing_from_outside),
    CLAIM(every_drawing_says_what_it_shows),
    CLAIM(a_disturbed_launch_is_crossed),
    CLAIM(threads_that_share_a_core_are_counted),
    CLAIM(what_was_not_seen_as_planned_is_marked),
    CLAIM(a_bar_bears_the_efficiency_whatever_part_was_useful),
    CLAIM(nobody_is_sure_of_an_open_card),
    CLAIM(what_went_wrong_is_not_nothing_on_a_busy_machine),
    CLAIM(no_interval_is_drawn_where_there_is_none),
    CLAIM(what_was_not_measured_is_listed_with_its_reason),
    CLAIM(layouts_that_make_a_table_are_shown_as_one),
    CLAIM(a_roofline_has_a_slope_for_each_place_of_data),
    CLAIM(a_scaling_study_draws_a_straight_ideal),
    CLAIM(weak_scaling_shows_times_over_workers),
    CU_TEST_INFO_NULL,
};
