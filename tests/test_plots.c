/* SPDX-License-Identifier: BSD-3-Clause
 * test_plots.c - the data, the script and the caption of the pictures of a scaling study.
 */
#include "tests.h"

#include "made.h"
#include "report.h"

#include <CUnit/CUnit.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What was written for the one kernel of a study. */
struct files {
    char data[4096], script[16384], caption[2048];
};

static void take(const char *folder, const char *name, char *out, size_t n_bytes)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    out[fread(out, 1, n_bytes - 1, file)] = '\0';
    fclose(file);
    unlink(path);
}

/* Write the files of a study, which is given back. */
static void write_files(struct rxt_study *study, struct files *files)
{
    char folder[] = "/tmp/rxt-plots-XXXXXX";
    struct rxt_decision *decision = NULL;
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
    CU_ASSERT_EQUAL_FATAL(rxt_decide(&decision, study), RXT_OK);
    CU_ASSERT_EQUAL_FATAL(rxt_report_plots_write(study, decision, folder), RXT_OK);
    take(folder, "scaling-pi.dat", files->data, sizeof files->data);
    take(folder, "scaling-pi.gp", files->script, sizeof files->script);
    take(folder, "scaling-pi.txt", files->caption, sizeof files->caption);
    CU_ASSERT_EQUAL(rmdir(folder), 0);
    rxt_decision_close(decision);
    rxt_study_close(study);
}

/* 1x1, 1x2 and 2x1 over n rounds; of the last round 1x2 takes `last` times as long. */
static struct rxt_study *scaled(const char *scaling, int n, double last)
{
    static const char *const layouts[] = {"1x1", "1x2", "2x1"};
    struct rxt_study *study = made_study();
    json_object_set_new(study->header->json, "scaling", json_string(scaling));
    json_object_set_new(study->header->json, "build", json_pack("{s:s}", "compiler", "gcc 12"));
    json_object_set_new(study->header->json, "versions", json_pack("{s:s}", "mpi_library", "Open MPI v4"));
    json_object_set_new(study->header->json, "layouts", json_pack("[s, s, s]", "1x1", "1x2", "2x1"));
    json_object_set_new(study->header->json, "default_layout", json_null());
    made_header(study, NULL);
    for (int round = 0; round < n; round++) {
        for (size_t i = 0; i < 3; i++) {
            const double time_s = (i == 0 ? 1.0 : 0.5) + 0.001 * round;
            struct rxt_sample *sample =
                made_sample("pi", layouts[i], round, i == 1 && round + 1 == n ? last * time_s : time_s);
            json_object_set_new(sample->params, "n", json_integer(5));
            made_add(study, sample);
        }
    }
    return study;
}

static void no_interval_is_no_bar(void)
{
    struct files few, many;
    write_files(scaled("strong", 3, 1.0), &few);
    write_files(scaled("strong", 8, 1.0), &many);
    CU_ASSERT_PTR_NOT_NULL(strstr(few.data, "# threads\n1 1 - - 1 - - 1.001 - - \"1x1\"\n2 "));
    CU_ASSERT_PTR_NOT_NULL(strstr(few.data, " - - \"1x2\"\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(many.data, "# threads\n1 1 - - 1 - - 1.0035 1"));
    CU_ASSERT_PTR_NULL(strstr(many.data, " - - \"1x2\"\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(many.script, "set datafile missing '-'\n"));
}

/* What gnuplot draws later wipes what it finds. */
static void bars_are_drawn_before_the_points(void)
{
    struct files files;
    write_files(scaled("strong", 8, 1.0), &files);
    const char *panel = strstr(files.script, "plot x with lines"),
               *end = panel ? strstr(panel, "\nunset label") : NULL, *last = NULL;
    CU_ASSERT_PTR_NOT_NULL_FATAL(end);
    for (const char *at = panel; (at = strstr(at, "yerrorbars")) && at < end; at++) {
        last = at;
    }
    CU_ASSERT_PTR_NOT_NULL_FATAL(last);
    CU_ASSERT_TRUE(strstr(panel, "linespoints") > last);
}

static void hybrid_is_there_only_where_it_was_measured(void)
{
    struct files files;
    write_files(scaled("strong", 8, 1.0), &files);
    CU_ASSERT_PTR_NOT_NULL(strstr(files.data, "# hybrid\n\n\n"));
    CU_ASSERT_PTR_NULL(strstr(files.script, "title 'hybrid'"));
    CU_ASSERT_PTR_NOT_NULL(strstr(files.script, "title 'ranks'"));
    CU_ASSERT_PTR_NOT_NULL(strstr(files.caption, "\nHybrid layouts were not measured.\n"));
}

/* Serial is one thread, and one rank, but no hybrid. */
static void a_hybrid_curve_begins_with_the_first_hybrid(void)
{
    struct files files;
    struct rxt_study *study = scaled("strong", 8, 1.0);
    for (int round = 0; round < 8; round++) {
        struct rxt_sample *sample = made_sample("pi", "2x2", round, 0.3);
        json_object_set_new(sample->params, "n", json_integer(5));
        made_add(study, sample);
    }
    json_object_set_new(study->header->json, "layouts",
                        json_pack("[s, s, s, s]", "1x1", "1x2", "2x1", "2x2"));
    made_header(study, NULL);
    write_files(study, &files);
    CU_ASSERT_PTR_NOT_NULL(strstr(files.data, "# ranks\n1 1 "));
    CU_ASSERT_PTR_NOT_NULL(strstr(files.data, "# hybrid\n4 "));
    CU_ASSERT_PTR_NOT_NULL(strstr(files.script, "title 'hybrid'"));
}

static void the_ideal_of_strong_scaling_is_a_straight_line_and_of_weak_a_flat_one(void)
{
    struct files strong, weak;
    write_files(scaled("strong", 8, 1.0), &strong);
    write_files(scaled("weak", 8, 1.0), &weak);
    CU_ASSERT_PTR_NOT_NULL(strstr(strong.script, "set logscale x 2\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(strong.script, "set ylabel 'speed-up'\nset logscale y 2\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(strong.script, "plot x with lines"));
    CU_ASSERT_PTR_NOT_NULL(strstr(strong.script, "set output 'speedup-pi.pdf'\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(weak.script, "set ylabel 'time in s'\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(weak.script, "plot 1.0035 with lines"));
    CU_ASSERT_PTR_NULL(strstr(weak.script, "speedup-pi"));
    CU_ASSERT_PTR_NOT_NULL(strstr(weak.caption, "flat is ideal"));
}

static void equal_curves_stay_apart_on_white(void)
{
    struct files files;
    write_files(scaled("strong", 8, 1.0), &files);
    CU_ASSERT_PTR_NOT_NULL(strstr(files.script, "index 0 using ($1*0.983794):2:3:4 with yerrorbars"));
    CU_ASSERT_PTR_NOT_NULL(strstr(files.script, "index 1 using ($1*1):2:3:4 with yerrorbars"));
    CU_ASSERT_PTR_NOT_NULL(strstr(files.script, "background 'white'"));
    CU_ASSERT_PTR_NOT_NULL(strstr(files.script, "set key outside"));
    CU_ASSERT_PTR_NOT_NULL(strstr(files.script, "set terminal pdfcairo size 3.4in,2.7in font ',8'\n"));
}

static void what_lies_beyond_an_axis_is_marked_at_its_edge(void)
{
    struct files inside, beyond;
    write_files(scaled("strong", 6, 1.0), &inside);
    write_files(scaled("strong", 6, 40.0), &beyond);
    CU_ASSERT_PTR_NULL(strstr(inside.script, "set label ''"));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(beyond.script, "set label '' at first 1.96759, graph 0.985 point pointtype 8"));
}

/* A wide interval of serial, where the curves begin. */
static void a_base_beyond_an_axis_is_marked_too(void)
{
    struct files files;
    struct rxt_study *study = scaled("strong", 8, 1.0);
    for (size_t i = 0; i < study->n_samples; i++) {
        if (rxt_layout_workers(&study->samples[i]->layout) == 1 && study->samples[i]->round % 2 == 1) {
            study->samples[i]->time_s[0] = 4.0;
        }
    }
    write_files(study, &files);
    const char *panel = strstr(files.script, "set ylabel 'time in s'\n"),
               *end = panel ? strstr(panel, "plot ") : NULL;
    CU_ASSERT_PTR_NOT_NULL_FATAL(end);
    CU_ASSERT_PTR_NOT_NULL_FATAL(
        strstr(panel, "set label '' at first 0.983794, graph 0.985 point pointtype 8"));
    CU_ASSERT_TRUE(strstr(panel, "set label '' at first 1, graph 0.985") < end);
}

static void a_caption_tells_what_was_measured(void)
{
    struct files files;
    write_files(scaled("strong", 8, 1.0), &files);
    CU_ASSERT_PTR_NOT_NULL(strstr(files.caption, "Strong scaling of pi, n = 5.\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(files.caption, "up to 1 node; placed by spread.\n"));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(files.caption, "Build: gcc 12; MPI: Open MPI v4; launcher: not recorded.\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(files.caption, "Rounds: 8, "));
}

CU_TestInfo test_plots[] = {
    CLAIM(no_interval_is_no_bar),
    CLAIM(bars_are_drawn_before_the_points),
    CLAIM(a_hybrid_curve_begins_with_the_first_hybrid),
    CLAIM(hybrid_is_there_only_where_it_was_measured),
    CLAIM(the_ideal_of_strong_scaling_is_a_straight_line_and_of_weak_a_flat_one),
    CLAIM(equal_curves_stay_apart_on_white),
    CLAIM(what_lies_beyond_an_axis_is_marked_at_its_edge),
    CLAIM(a_base_beyond_an_axis_is_marked_too),
    CLAIM(a_caption_tells_what_was_measured),
    CU_TEST_INFO_NULL,
};
