/* SPDX-License-Identifier: BSD-3-Clause
 * test_finder.c - a number and an answer in what a program says, however its bytes come.
 */
#include "tests.h"

#include "find_number.h"
#include "find_pattern.h"
#include "finder.h"

#include <CUnit/CUnit.h>

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct rxt_find_spec timed = {
    .metric = "^time +([^ ]*)", .answer = "^energy (.*)", .expect = "^done$"};

static struct rxt_found found_in(const struct rxt_find_spec *spec, const char *out, size_t n, size_t piece)
{
    struct rxt_finder *f = NULL;
    struct rxt_found found = {0};
    CU_ASSERT_EQUAL_FATAL(rxt_finder_open(&f, spec, 0, NULL), RXT_OK);
    for (size_t at = 0; at < n; at += piece) {
        rxt_finder_feed(f, RXT_STREAM_OUT, out + at, n - at < piece ? n - at : piece);
    }
    rxt_finder_end(f, &found);
    rxt_finder_close(f);
    return found;
}

static struct rxt_found found_by(const struct rxt_find_spec *spec, const char *out)
{
    return found_in(spec, out, strlen(out), strlen(out) + 1);
}

static struct rxt_found taken(enum rxt_take take, const char *out)
{
    struct rxt_find_spec spec = timed;
    spec.take = take;
    return found_by(&spec, out);
}

static void bytes_in_any_cut_give_the_same(void)
{
    static const char out[] =
        "hello\r\ntime 1.5\n\n\ntime  2.5 s\r10 %\r20 %\rtime 3.5\nenergy -68.25 Ha\ntimes 9\ndone\nenergy -1";
    for (size_t piece = 1; piece <= sizeof out; piece++) {
        const struct rxt_found found = found_in(&timed, out, sizeof out - 1, piece);
        CU_ASSERT_EQUAL(found.n_metrics, 3);
        CU_ASSERT_EQUAL(found.metric, 3.5);
        CU_ASSERT_STRING_EQUAL(found.answer, "-1");
        CU_ASSERT_EQUAL(found.n_answers, 2);
        CU_ASSERT_TRUE(found.is_expected);
        CU_ASSERT_EQUAL(found.n_lines, 10);
    }
}

static void no_line_is_made_of_two_streams(void)
{
    struct rxt_finder *f = NULL;
    struct rxt_found found;
    CU_ASSERT_EQUAL_FATAL(rxt_finder_open(&f, &timed, 0, NULL), RXT_OK);
    rxt_finder_feed(f, RXT_STREAM_OUT, "time 1", 6);
    rxt_finder_feed(f, RXT_STREAM_ERR, "time 2\ndo", 9);
    rxt_finder_feed(f, RXT_STREAM_OUT, "7\nne\n", 5);
    rxt_finder_feed(f, RXT_STREAM_ERR, "or\n", 3);
    rxt_finder_end(f, &found);
    rxt_finder_close(f);
    CU_ASSERT_EQUAL(found.n_metrics, 2);
    CU_ASSERT_EQUAL(found.metric, 17.0);
    CU_ASSERT_FALSE(found.is_expected);
}

static void take_says_which_number_counts(void)
{
    static const char out[] = "time 3\ntime 5\ntime 4\n";
    CU_ASSERT_EQUAL(taken(RXT_TAKE_LAST, out).metric, 4.0);
    CU_ASSERT_EQUAL(taken(RXT_TAKE_FIRST, out).metric, 3.0);
    CU_ASSERT_EQUAL(taken(RXT_TAKE_SUM, out).metric, 12.0);
    CU_ASSERT_EQUAL(taken(RXT_TAKE_MAX, out).metric, 5.0);
    enum rxt_take take = RXT_TAKE_LAST;
    CU_ASSERT_EQUAL(rxt_take_parse("max", &take), RXT_OK);
    CU_ASSERT_STRING_EQUAL(rxt_take_name(take), "max");
    CU_ASSERT_EQUAL(rxt_take_parse("mean", &take), RXT_E_USAGE);
}

static void what_is_no_number_is_named(void)
{
    static const char *const texts[] = {"nan", "inf",   "-inf", "0x10", "1,5",
                                        "",    "1e999", "12e",  "--3",  "12s"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char out[64];
        snprintf(out, sizeof out, "time 7\ntime %s\n", texts[i]);
        const struct rxt_found found = taken(RXT_TAKE_LAST, out);
        CU_ASSERT_TRUE(isnan(found.metric));
        char want[32];
        snprintf(want, sizeof want, "'%s' is no number", texts[i]);
        CU_ASSERT_PTR_NOT_NULL(strstr(found.metric_note, want));
        CU_ASSERT_PTR_NOT_NULL(strstr(found.metric_note, "in the line 'time "));
    }
}

static void a_nan_counts_only_where_it_is_taken(void)
{
    CU_ASSERT_EQUAL(taken(RXT_TAKE_LAST, "time nan\ntime 2\n").metric, 2.0);
    CU_ASSERT_STRING_EQUAL(taken(RXT_TAKE_LAST, "time nan\ntime 2\n").metric_note, "");
    CU_ASSERT_EQUAL(taken(RXT_TAKE_FIRST, "time 2\ntime nan\n").metric, 2.0);
    CU_ASSERT_TRUE(isnan(taken(RXT_TAKE_FIRST, "time nan\ntime 2\n").metric));
    CU_ASSERT_TRUE(isnan(taken(RXT_TAKE_SUM, "time 1\ntime nan\ntime 2\n").metric));
    CU_ASSERT_TRUE(isnan(taken(RXT_TAKE_MAX, "time 1\ntime nan\ntime 2\n").metric));
    CU_ASSERT_PTR_NOT_NULL(strstr(taken(RXT_TAKE_MAX, "time nan\ntime 2\n").metric_note, "'nan'"));
}

static void exponents_of_fortran_are_numbers(void)
{
    double value = 0.0;
    CU_ASSERT_TRUE(rxt_number_read(" -1.5D+03\t", 10, &value));
    CU_ASSERT_EQUAL(value, -1500.0);
    CU_ASSERT_TRUE(rxt_number_read("2.5d0", 5, &value));
    CU_ASSERT_EQUAL(value, 2.5);
}

static void a_long_line_is_looked_at_in_its_beginning(void)
{
    static char out[3 * RXT_LINE_MOST];
    memset(out, 'x', sizeof out);
    memcpy(out, "time 2 ", 7);
    memcpy(out + RXT_LINE_MOST + 1, "\ntime 3 ", 8);
    memcpy(out + 2 * RXT_LINE_MOST - 8, "\ntime 4\n", 8);
    for (size_t piece = 4095; piece < sizeof out; piece += 4096) {
        const struct rxt_found found = found_in(&timed, out, sizeof out, piece);
        CU_ASSERT_EQUAL(found.n_metrics, 3);
        CU_ASSERT_EQUAL(found.metric, 4.0);
        CU_ASSERT_EQUAL(found.n_long, 1);
    }
}

static void a_nul_is_a_blank(void)
{
    static const char out[] = "time\0"
                              "12\nen\0ergy 3\n";
    const struct rxt_found found = found_in(&timed, out, sizeof out - 1, sizeof out);
    CU_ASSERT_EQUAL(found.metric, 12.0);
    CU_ASSERT_EQUAL(found.n_answers, 0);
}

static void refused(struct rxt_find_spec spec, const char *why)
{
    CU_ASSERT_EQUAL(rxt_find_check(&spec), RXT_E_USAGE);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), why));
}

static void patterns_that_find_nothing_or_all_are_refused(void)
{
    refused((struct rxt_find_spec){.metric = "time [0-9]+"}, "--metric 'time [0-9]+' has no group");
    refused((struct rxt_find_spec){.metric = "(time) ([0-9]+)"}, "has 2 groups");
    refused((struct rxt_find_spec){.metric = "time ([0-9]+"}, "is no regular expression");
    refused((struct rxt_find_spec){.metric = "([0-9]*)"}, "matches an empty text");
    refused((struct rxt_find_spec){.answer = "energy"}, "--answer 'energy' has no group");
    refused((struct rxt_find_spec){.answer = "(.*)"}, "--answer '(.*)' matches an empty text");
    refused((struct rxt_find_spec){.expect = "x*"}, "--expect 'x*' matches an empty text");
    refused((struct rxt_find_spec){.expect = "[a"}, "--expect '[a' is no regular expression");
    refused((struct rxt_find_spec){.metric = "(a)\\1"}, "refers back");
    refused((struct rxt_find_spec){.metric = "((a{99}){99}){99}"}, "repeats more than");
    refused((struct rxt_find_spec){.metric_file = "out.txt"}, "needs --metric");
    CU_ASSERT_EQUAL(rxt_find_check(&timed), RXT_OK);
    CU_ASSERT_EQUAL(rxt_find_check(&(struct rxt_find_spec){.expect = "(a|b)c{2,3}"}), RXT_OK);
    CU_ASSERT_EQUAL(rxt_find_check(&(struct rxt_find_spec){0}), RXT_OK);
}

/* The words that are looked for first must be in every match. */
static void the_words_of_a_pattern_are_in_all_its_matches(void)
{
    static const char *const rows[][3] = {
        {"^ *Performance: +([0-9.]+)", "Performance: ", "Performance: 1"},
        {"ENERGY\\| Total ([-0-9.]+)", "ENERGY| Total ", "ENERGY| Total -1"},
        {"abc|longer", "", "abc"},
        {"x(longer)?yz", "yz", "xyz"},
        {"colou?r", "colo", "color"},
        {"ab*cde", "cde", "acde"},
        {"ab+c", "ab", "abbc"},
        {"a{0}bcd", "bcd", "bcd"},
        {"abc{0,1}", "ab", "ab"},
        {"a[]x]bc[^]y]d", "bc", "a]bczd"},
        {"a[[:digit:]]bcd", "bcd", "a1bcd"},
        {"a\\+b", "a+b", "a+b"},
        {"a\\bbcd", "bcd", NULL},
        {"\\w+end", "end", "xend"},
        {"(a|b(c|d))ef", "ef", "bdef"},
        {"a(\\)|[)])bc", "bc", "a)bc"},
        {"ab|", "", "ab"},
        {".*", "", "x"},
        {"ab.cde$", "cde", "abxcde"},
        {"a\\.b\\\\c", "a.b\\c", "a.b\\c"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char words[RXT_PATTERN_MOST + 1];
        regex_t compiled;
        rxt_pattern_words(rows[i][0], words);
        CU_ASSERT_STRING_EQUAL(words, rows[i][1]);
        CU_ASSERT_EQUAL_FATAL(regcomp(&compiled, rows[i][0], REG_EXTENDED), 0);
        if (rows[i][2]) {
            CU_ASSERT_EQUAL(regexec(&compiled, rows[i][2], 0, NULL, 0), 0);
            CU_ASSERT_PTR_NOT_NULL(strstr(rows[i][2], words));
        }
        regfree(&compiled);
    }
}

/* Patterns of a small alphabet against lines of a smaller one: nothing that matches is passed over. */
static void no_match_is_passed_over_for_its_words(void)
{
    static const char *const parts[] = {"a", "b",    "c", "(",   ")", "*", "+",  "?",
                                        "|", "[ab]", ".", "{2}", "^", "$", "\\."};
    unsigned random = 1;
    size_t n_matches = 0;
    for (int i = 0; i < 4000; i++) {
        char text[64] = "", words[RXT_PATTERN_MOST + 1];
        regex_t compiled;
        for (int k = 0; k < 7; k++) {
            random = random * 1103515245u + 12345u;
            strcat(text, parts[(random >> 16) % (sizeof parts / sizeof *parts)]);
        }
        if (regcomp(&compiled, text, REG_EXTENDED) != 0) {
            continue;
        }
        rxt_pattern_words(text, words);
        for (int k = 0; k < 256; k++) {
            const char line[] = {"abc."[k & 3], "abc."[k >> 2 & 3], "abc."[k >> 4 & 3], "abc."[k >> 6 & 3],
                                 '\0'};
            const bool is_match = regexec(&compiled, line, 0, NULL, 0) == 0;
            n_matches += is_match;
            if (is_match && !strstr(line, words)) {
                CU_FAIL("a match was passed over");
                printf("'%s' matches '%s', without '%s'\n", line, text, words);
            }
        }
        regfree(&compiled);
    }
    CU_ASSERT(n_matches > 10000);
}

static void begin_folder(char *folder)
{
    snprintf(folder, 200, "/tmp/rxt-test-XXXXXX");
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
}

static void end_folder(const char *folder)
{
    static const char *const names[] = {"out.txt", "out.txt.before-rxt"};
    for (size_t i = 0; i < 2; i++) {
        char path[300];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    CU_ASSERT_EQUAL(rmdir(folder), 0);
}

static void write_file(const char *path, const char *text)
{
    const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    CU_ASSERT_EQUAL(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
}

static struct rxt_found of_file(const char *folder, int rank, const char *written)
{
    struct rxt_find_spec spec = timed;
    struct rxt_finder *f = NULL;
    struct rxt_found found = {0};
    char path[300];
    spec.metric_file = "out.txt";
    snprintf(path, sizeof path, "%s/out.txt", folder);
    CU_ASSERT_EQUAL_FATAL(rxt_finder_open(&f, &spec, rank, folder), RXT_OK);
    CU_ASSERT_EQUAL(rxt_finder_begin(f), RXT_OK);
    if (written) {
        write_file(path, written);
    }
    rxt_finder_feed(f, RXT_STREAM_OUT, "time 1\nenergy 2\n", 16);
    rxt_finder_end(f, &found);
    rxt_finder_close(f);
    return found;
}

static void the_metric_file_is_read_by_rank_0_alone(void)
{
    char folder[200];
    begin_folder(folder);
    const struct rxt_found of_0 = of_file(folder, 0, "time 7\ntime 8\nenergy 3"),
                           of_1 = of_file(folder, 1, "time 9\n");
    CU_ASSERT_EQUAL(of_0.metric, 8.0);
    CU_ASSERT_EQUAL(of_0.n_metrics, 2); /* the output is not searched for it */
    CU_ASSERT_STRING_EQUAL(of_0.answer, "3");
    CU_ASSERT_EQUAL(of_1.n_metrics, 0);
    CU_ASSERT_STRING_EQUAL(of_1.answer, "2");
    end_folder(folder);
}

static void what_stood_in_the_metric_file_is_kept_and_not_read(void)
{
    char folder[200], path[300], kept[40] = "";
    begin_folder(folder);
    snprintf(path, sizeof path, "%s/out.txt", folder);
    write_file(path, "time 99 of yesterday\n");
    const struct rxt_found first = of_file(folder, 0, NULL);
    CU_ASSERT_EQUAL(first.n_metrics, 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(first.file_note, "No such file or directory: the metric file"));
    CU_ASSERT_EQUAL(of_file(folder, 0, "time 5\n").metric, 5.0);
    CU_ASSERT_EQUAL(of_file(folder, 0, "time 6\n").metric, 6.0);
    snprintf(path, sizeof path, "%s/out.txt.before-rxt", folder);
    const int fd = open(path, O_RDONLY);
    CU_ASSERT(read(fd, kept, sizeof kept - 1) > 0);
    close(fd);
    CU_ASSERT_STRING_EQUAL(kept, "time 99 of yesterday\n");
    end_folder(folder);
}

static void a_metric_file_that_is_a_folder_is_refused(void)
{
    char folder[200];
    struct rxt_finder *f = NULL;
    begin_folder(folder);
    const struct rxt_find_spec spec = {.metric = "t (.)", .metric_file = folder};
    CU_ASSERT_EQUAL_FATAL(rxt_finder_open(&f, &spec, 0, NULL), RXT_OK);
    CU_ASSERT_EQUAL(rxt_finder_begin(f), RXT_E_OUTPUT);
    rxt_finder_close(f);
    end_folder(folder);
}

static void what_a_rank_said_survives_json(void)
{
    struct rxt_found of_a = found_by(&timed, "time nan\nenergy \xff\x1b\xc3\xa9\ndone\n"), b;
    json_t *json = rxt_found_to_json(&of_a);
    CU_ASSERT_PTR_NOT_NULL_FATAL(json);
    CU_ASSERT_EQUAL(rxt_found_from_json(json, &b), RXT_OK);
    CU_ASSERT_TRUE(isnan(b.metric));
    CU_ASSERT_STRING_EQUAL(b.answer, "\\xff\\x1b\xc3\xa9");
    CU_ASSERT_STRING_EQUAL(b.metric_note, of_a.metric_note);
    CU_ASSERT_EQUAL(b.n_lines, 3);
    CU_ASSERT_TRUE(b.is_expected);
    json_object_set_new(json, "metrics", json_integer(-1));
    CU_ASSERT_EQUAL(rxt_found_from_json(json, &b), RXT_E_INPUT);
    json_decref(json);
    of_a = taken(RXT_TAKE_LAST, "time 0.1\n");
    json = rxt_found_to_json(&of_a);
    CU_ASSERT_EQUAL(rxt_found_from_json(json, &b), RXT_OK);
    CU_ASSERT_EQUAL(b.metric, 0.1);
    json_decref(json);
}

static void a_long_answer_keeps_its_difference(void)
{
    char one[1000], other[1000];
    memset(one, '\x01', sizeof one);
    memcpy(one, "energy ", 7);
    one[999] = '\0';
    memcpy(other, one, sizeof other);
    other[998] = 'y';
    const struct rxt_found a = found_by(&timed, one), b = found_by(&timed, other);
    CU_ASSERT(strcmp(a.answer, b.answer) != 0);
    CU_ASSERT_NSTRING_EQUAL(a.answer, b.answer, 100);
}

static struct rxt_finding gathered(enum rxt_take take, const char *const *outs, size_t n)
{
    struct rxt_found found[8];
    struct rxt_find_spec spec = timed;
    struct rxt_finding finding;
    spec.take = take;
    for (size_t i = 0; i < n; i++) {
        found[i] = found_by(&spec, outs[i]);
    }
    rxt_found_gather(&spec, found, n, &finding);
    return finding;
}

static void a_line_of_one_rank_or_of_all_alike_is_one_number(void)
{
    const struct rxt_finding one =
        gathered(RXT_TAKE_LAST, (const char *[]){"", "time 3\nenergy 1\ndone\n", ""}, 3);
    CU_ASSERT_EQUAL(one.metric, 3.0);
    CU_ASSERT_STRING_EQUAL(one.answer, "1");
    CU_ASSERT_STRING_EQUAL(one.why, "");
    CU_ASSERT_STRING_EQUAL(one.wrong, "");
    CU_ASSERT_STRING_EQUAL(one.note, "");
    const char *const alike[] = {"time 4\nenergy 1\ndone\n", "time 4\n"};
    CU_ASSERT_EQUAL(gathered(RXT_TAKE_FIRST, alike, 2).metric, 4.0);
    CU_ASSERT_STRING_EQUAL(gathered(RXT_TAKE_FIRST, alike, 2).note, "");
}

static void ranks_that_differ_are_noted_or_brought_together(void)
{
    const char *const outs[] = {"", "time 4\ntime 5\ndone\nenergy 1", "time 7\nenergy 2\n", "time 6\n"};
    const struct rxt_finding last = gathered(RXT_TAKE_LAST, outs, 4);
    CU_ASSERT_EQUAL(last.metric, 5.0);
    CU_ASSERT_PTR_NOT_NULL(strstr(last.note, "3 ranks printed different numbers, 5 to 7"));
    CU_ASSERT_STRING_EQUAL(last.answer, "1");
    CU_ASSERT_EQUAL(gathered(RXT_TAKE_FIRST, outs, 4).metric, 4.0);
    CU_ASSERT_EQUAL(gathered(RXT_TAKE_SUM, outs, 4).metric, 22.0);
    CU_ASSERT_STRING_EQUAL(gathered(RXT_TAKE_SUM, outs, 4).note, "");
    CU_ASSERT_EQUAL(gathered(RXT_TAKE_MAX, outs, 4).metric, 7.0);
}

static void why_there_is_no_number_is_told(void)
{
    const struct rxt_finding nothing = gathered(RXT_TAKE_LAST, (const char *[]){"", ""}, 2);
    CU_ASSERT_STRING_EQUAL(nothing.why, "it gave no number: it printed nothing");
    CU_ASSERT_PTR_NOT_NULL(strstr(nothing.wrong, "--expect '^done$'"));
    const struct rxt_finding other = gathered(RXT_TAKE_LAST, (const char *[]){"a\nb\n", "done\n"}, 2);
    CU_ASSERT_STRING_EQUAL(other.why, "it gave no number: of 3 lines none matches --metric '^time +([^ ]*)'");
    CU_ASSERT_PTR_NOT_NULL(strstr(other.wrong, "gives an answer for --answer"));
    const struct rxt_finding nan = gathered(RXT_TAKE_SUM, (const char *[]){"time 1\n", "time nan\n"}, 2);
    CU_ASSERT_PTR_NOT_NULL(strstr(nan.why, "rank 1: 'nan' is no number, in the line 'time nan'"));
    CU_ASSERT_TRUE(isnan(nan.metric));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(gathered(RXT_TAKE_LAST, (const char *[]){"time 0\n"}, 1).why, "must be above 0"));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(gathered(RXT_TAKE_LAST, (const char *[]){"time -3\n"}, 1).why, "must be above 0"));
}

static void an_answer_that_is_nan_is_wrong(void)
{
    const char *const texts[] = {"nan", "-inf", "NaN "};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char out[64];
        snprintf(out, sizeof out, "time 1\ndone\nenergy %s\n", texts[i]);
        const char *const outs[] = {out};
        CU_ASSERT_PTR_NOT_NULL(strstr(gathered(RXT_TAKE_LAST, outs, 1).wrong, "its answer is '"));
    }
    const char *const word[] = {"time 1\ndone\nenergy infinite loop\n"};
    CU_ASSERT_STRING_EQUAL(gathered(RXT_TAKE_LAST, word, 1).wrong, "");
}

CU_TestInfo test_finder[] = {CLAIM(bytes_in_any_cut_give_the_same),
                             CLAIM(no_line_is_made_of_two_streams),
                             CLAIM(take_says_which_number_counts),
                             CLAIM(what_is_no_number_is_named),
                             CLAIM(a_nan_counts_only_where_it_is_taken),
                             CLAIM(exponents_of_fortran_are_numbers),
                             CLAIM(a_long_line_is_looked_at_in_its_beginning),
                             CLAIM(a_nul_is_a_blank),
                             CLAIM(patterns_that_find_nothing_or_all_are_refused),
                             CLAIM(the_words_of_a_pattern_are_in_all_its_matches),
                             CLAIM(no_match_is_passed_over_for_its_words),
                             CLAIM(the_metric_file_is_read_by_rank_0_alone),
                             CLAIM(what_stood_in_the_metric_file_is_kept_and_not_read),
                             CLAIM(a_metric_file_that_is_a_folder_is_refused),
                             CLAIM(what_a_rank_said_survives_json),
                             CLAIM(a_long_answer_keeps_its_difference),
                             CLAIM(a_line_of_one_rank_or_of_all_alike_is_one_number),
                             CLAIM(ranks_that_differ_are_noted_or_brought_together),
                             CLAIM(why_there_is_no_number_is_told),
                             CLAIM(an_answer_that_is_nan_is_wrong),
                             CU_TEST_INFO_NULL};
