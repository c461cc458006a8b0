/* SPDX-License-Identifier: BSD-3-Clause
 * test_merge.c - journals of several jobs become one study, or are told why not.
 */
#include "tests.h"

#include "made.h"

#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PARTS = 2, LAUNCHES = 4 };

/* Journals in a folder each, and one for the study that they become. */
static struct {
    char root[64], part[PARTS][96], merged[96];
} at;

static void open_folders(void)
{
    snprintf(at.root, sizeof at.root, "/tmp/rxt-test-XXXXXX");
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(at.root));
    snprintf(at.part[0], sizeof at.part[0], "%s/a", at.root);
    snprintf(at.part[1], sizeof at.part[1], "%s/b", at.root);
    snprintf(at.merged, sizeof at.merged, "%s/all", at.root);
}

static void close_folders(void)
{
    const char *const folders[] = {at.part[0], at.part[1], at.merged};
    char path[160];
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        snprintf(path, sizeof path, "%s/" RXT_JOURNAL_NAME, folders[i]);
        unlink(path);
        rmdir(folders[i]);
    }
    CU_ASSERT_EQUAL(rmdir(at.root), 0);
}

/* A study of two rounds of two layouts, with a failure at the end. Takes the header over. */
static void write_part(int part, json_t *header)
{
    struct rxt_journal *journal = NULL;
    CU_ASSERT_EQUAL_FATAL(rxt_journal_open(&journal, at.part[part], 0), RXT_OK);
    CU_ASSERT_EQUAL(rxt_journal_add(journal, header), RXT_OK);
    for (int i = 0; i < LAUNCHES; i++) {
        struct rxt_sample *sample = made_sample("pi", i % 2 == 0 ? "1x1" : "1x2", i / 2, 1.0 + part);
        sample->launch = i;
        json_t *json = rxt_sample_to_json(sample);
        CU_ASSERT_EQUAL(rxt_journal_add(journal, json), RXT_OK);
        json_decref(json);
        rxt_sample_close(sample);
    }
    json_t *failure = json_pack("{s:s, s:s, s:n, s:s, s:i, s:i}", "schema", RXT_SCHEMA_FAILURE, "layout",
                                "2x1", "kernel", "reason", "it fell", "round", 1, "launch", LAUNCHES);
    CU_ASSERT_EQUAL(rxt_journal_add(journal, failure), RXT_OK);
    json_decref(failure);
    json_t *drop = json_pack("{s:s, s:i, s:[]}", "schema", RXT_SCHEMA_DROP, "round", 1, "subjects");
    CU_ASSERT_EQUAL(rxt_journal_add(journal, drop), RXT_OK);
    json_decref(drop);
    json_decref(header);
    rxt_journal_close(journal);
}

static json_t *header_of(const char *name)
{
    struct rxt_study *study = made_study();
    json_t *header = json_incref(study->header->json);
    rxt_study_close(study);
    json_object_set_new(header, "name", json_string(name));
    json_object_set_new(header, "date", json_string("2026-01-01T00:00:00Z"));
    json_object_set_new(header, "machine", json_pack("{s:s, s:i}", "cpu", "A CPU", "cores", 2));
    return header;
}

static enum rxt_err merge(struct rxt_study **out)
{
    char *paths[PARTS] = {at.part[0], at.part[1]};
    struct rxt_merge *merge = NULL;
    enum rxt_err err = rxt_merge_open(&merge, paths, PARTS, at.merged);
    if (!err) {
        err = rxt_merge_commit(merge);
    }
    *out = err == RXT_OK ? rxt_merge_take(merge) : NULL;
    rxt_merge_close(merge);
    return err;
}

static void every_record_is_there_with_numbers_of_its_own(void)
{
    struct rxt_study *study = NULL, *again = NULL;
    bool seen[2 * (LAUNCHES + 1)] = {false};
    open_folders();
    write_part(0, header_of("a"));
    write_part(1, header_of("b"));
    CU_ASSERT_EQUAL_FATAL(merge(&study), RXT_OK);
    CU_ASSERT_EQUAL_FATAL(study->n_samples, 2 * LAUNCHES);
    CU_ASSERT_EQUAL_FATAL(study->n_failures, 2);
    for (size_t i = 0; i < study->n_samples; i++) {
        const struct rxt_sample *s = study->samples[i];
        CU_ASSERT_EQUAL(s->round, (int)i / 2); /* no round is of two journals */
        CU_ASSERT_DOUBLE_EQUAL(s->time_s[0], i < LAUNCHES ? 1.0 : 2.0, 0.0);
        seen[s->launch] = true;
    }
    seen[study->failures[0].launch] = seen[study->failures[1].launch] = true;
    for (size_t i = 0; i < sizeof seen / sizeof *seen; i++) {
        CU_ASSERT_TRUE(seen[i]); /* no launch has the number of another */
    }
    CU_ASSERT_EQUAL_FATAL(rxt_journal_read(at.merged, &again, NULL), RXT_OK);
    CU_ASSERT_EQUAL(again->n_samples, study->n_samples);
    CU_ASSERT_EQUAL(again->n_failures, study->n_failures);
    CU_ASSERT_EQUAL(json_array_size(again->drops), 2);
    CU_ASSERT_EQUAL(rxt_study_dropped(again), 3); /* behind the last round of the second */
    rxt_study_close(study);
    rxt_study_close(again);
    close_folders();
}

static void kernels_and_layouts_of_all_are_in_the_header(void)
{
    struct rxt_study *study = NULL;
    open_folders();
    json_t *other = header_of("b");
    json_array_append_new(json_object_get(other, "layouts"), json_string("1x4"));
    json_array_append_new(json_object_get(other, "kernels"), json_pack("{s:s}", "name", "heat"));
    json_object_set_new(json_object_get(other, "launch_lines"), "1x4", json_string("rxt"));
    write_part(0, header_of("a"));
    write_part(1, other);
    CU_ASSERT_EQUAL_FATAL(merge(&study), RXT_OK);
    CU_ASSERT_EQUAL(json_array_size(json_object_get(study->header->json, "layouts")), 5);
    CU_ASSERT_EQUAL(json_array_size(json_object_get(study->header->json, "kernels")), 2);
    CU_ASSERT_EQUAL(json_object_size(json_object_get(study->header->json, "launch_lines")), 2);
    rxt_study_close(study);
    close_folders();
}

static void refuse(json_t *other, const char *why)
{
    struct rxt_study *study = NULL;
    open_folders();
    write_part(0, header_of("a"));
    write_part(1, other);
    CU_ASSERT_EQUAL(merge(&study), RXT_E_USAGE);
    CU_ASSERT_PTR_NULL(study);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), why));
    close_folders();
}

static void studies_that_differ_are_no_one_study(void)
{
    json_t *other = header_of("b");
    json_object_set_new(json_object_get(other, "machine"), "cpu", json_string("Another CPU"));
    refuse(other, "machine cpu");
    other = header_of("b");
    json_object_set_new(other, "sched", json_string("dynamic"));
    refuse(other, "sched");
    other = header_of("b");
    json_t *kernel = json_array_get(json_object_get(other, "kernels"), 0);
    json_object_set_new(json_object_get(kernel, "params"), "n", json_integer(7));
    refuse(other, "parameters of a kernel");
}

static void a_study_is_not_counted_twice(void)
{
    refuse(header_of("a"), "same study");
}

static bool is_there(const char *name)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s", at.merged, name);
    return access(path, F_OK) == 0;
}

static void write_parts(void)
{
    open_folders();
    write_part(0, header_of("a"));
    write_part(1, header_of("b"));
}

static void a_merge_is_no_study_before_it_is_whole(void)
{
    char *paths[PARTS] = {at.part[0], at.part[1]};
    struct rxt_merge *merge = NULL;
    struct rxt_study *study = NULL;
    write_parts();
    CU_ASSERT_EQUAL_FATAL(rxt_merge_open(&merge, paths, PARTS, at.merged), RXT_OK);
    CU_ASSERT_EQUAL(rxt_journal_read(at.merged, &study, NULL), RXT_E_INPUT);
    CU_ASSERT_FALSE(rxt_journal_is_begun(at.merged));
    rxt_merge_close(merge);
    CU_ASSERT_FALSE(is_there(RXT_JOURNAL_NAME));
    CU_ASSERT_FALSE(is_there(RXT_JOURNAL_NAME ".part"));
    close_folders();
}

static void a_merge_that_failed_leaves_nothing_and_can_be_repeated(void)
{
    struct rxt_study *study = NULL;
    struct rlimit old, tight;
    write_parts();
    getrlimit(RLIMIT_FSIZE, &old);
    tight = old;
    tight.rlim_cur = 2500; /* the header and a line or two */
    void (*const before)(int) = signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &tight);
    CU_ASSERT_EQUAL(merge(&study), RXT_E_OUTPUT);
    setrlimit(RLIMIT_FSIZE, &old);
    signal(SIGXFSZ, before);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "merge again"));
    CU_ASSERT_PTR_NULL(strstr(rxt_reason(), "--resume"));
    CU_ASSERT_FALSE(is_there(RXT_JOURNAL_NAME));
    CU_ASSERT_FALSE(is_there(RXT_JOURNAL_NAME ".part"));
    CU_ASSERT_EQUAL_FATAL(merge(&study), RXT_OK);
    CU_ASSERT_EQUAL(study->n_samples, 2 * LAUNCHES);
    rxt_study_close(study);
    CU_ASSERT_EQUAL(merge(&study), RXT_E_USAGE); /* and then it is there */
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "holds a study already"));
    CU_ASSERT_PTR_NULL(strstr(rxt_reason(), "--resume"));
    CU_ASSERT_TRUE(is_there(RXT_JOURNAL_NAME));
    close_folders();
}

/* What SIGKILL leaves: an empty journal, and a part that is not whole. */
static void a_merge_that_was_killed_can_be_repeated(void)
{
    static const char *const names[] = {RXT_JOURNAL_NAME, RXT_JOURNAL_NAME ".part"};
    struct rxt_study *study = NULL, *again = NULL;
    write_parts();
    CU_ASSERT_EQUAL_FATAL(mkdir(at.merged, 0777), 0);
    for (int i = 0; i < 2; i++) {
        char path[160];
        snprintf(path, sizeof path, "%s/%s", at.merged, names[i]);
        FILE *file = fopen(path, "w");
        CU_ASSERT_PTR_NOT_NULL_FATAL(file);
        fputs(i == 0 ? "" : "{\"schema\":\"rxt-study/1\"}\n{\"sch", file);
        fclose(file);
    }
    CU_ASSERT_EQUAL(rxt_journal_read(at.merged, &again, NULL), RXT_E_INPUT);
    CU_ASSERT_EQUAL_FATAL(merge(&study), RXT_OK);
    CU_ASSERT_FALSE(is_there(RXT_JOURNAL_NAME ".part"));
    CU_ASSERT_EQUAL_FATAL(rxt_journal_read(at.merged, &again, NULL), RXT_OK);
    CU_ASSERT_EQUAL(again->n_samples, 2 * LAUNCHES);
    CU_ASSERT_TRUE(json_equal(again->header->json, study->header->json));
    rxt_study_close(study);
    rxt_study_close(again);
    close_folders();
}

static void append(int part, const char *line)
{
    char path[160];
    snprintf(path, sizeof path, "%s/" RXT_JOURNAL_NAME, at.part[part]);
    FILE *file = fopen(path, "a");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fputs(line, file);
    fclose(file);
}

static void a_line_that_stands_twice_is_merged_once(void)
{
    static const char *const lines[] = {
        "{\"schema\":\"rxt-failure/1\",\"layout\":\"1x2\",\"reason\":\"x\",\"round\":1,\"launch\":9}\n",
        "{\"layout\":\"1x2\", \"schema\":\"rxt-failure/1\",\"reason\":\"x\",\"round\":1,\"launch\":9}\n"};
    struct rxt_study *study = NULL;
    write_parts();
    append(1, lines[0]);
    append(1, lines[1]);
    append(1, lines[0]);
    CU_ASSERT_EQUAL_FATAL(rxt_journal_read(at.part[1], &study, NULL), RXT_OK);
    CU_ASSERT_EQUAL(study->n_failures, 2);
    const char *note = json_string_value(json_array_get(json_object_get(study->header->json, "notes"), 0));
    CU_ASSERT_STRING_EQUAL(note ? note : "", "the journal of b repeats 2 lines: counted once");
    rxt_study_close(study);
    CU_ASSERT_EQUAL_FATAL(merge(&study), RXT_OK);
    CU_ASSERT_EQUAL(study->n_failures, 3);
    note = json_string_value(json_array_get(json_object_get(study->header->json, "notes"), 0));
    CU_ASSERT_STRING_EQUAL(note ? note : "", "the journal of b repeats 2 lines: counted once");
    rxt_study_close(study);
    close_folders();
}

static void launches_are_numbered_on_and_counted_once(void)
{
    static const char line[] =
        "{\"schema\":\"rxt-launch/"
        "1\",\"launch\":5,\"round\":1,\"place\":0,\"try\":0,\"layout\":\"2x1\",\"subjects\":"
        "[\"pi\"],\"start\":\"x\",\"wall_s\":1.0,\"cores\":2,\"run_s\":[null],\"end\":\"failed\"}\n";
    struct rxt_study *study = NULL;
    write_parts();
    append(0, line);
    append(1, line);
    append(1, line);
    CU_ASSERT_EQUAL_FATAL(merge(&study), RXT_OK);
    CU_ASSERT_EQUAL_FATAL(study->n_launches, 2);
    CU_ASSERT_TRUE(study->launches[0]->launch == 5 && study->launches[0]->round == 1);
    CU_ASSERT_TRUE(study->launches[1]->launch == 11 && study->launches[1]->round == 3);
    rxt_study_close(study);
    close_folders();
}

static void numbers_that_would_be_counted_over_their_range_are_refused(void)
{
    static const char line[] =
        "{\"schema\":\"rxt-failure/"
        "1\",\"layout\":\"1x2\",\"reason\":\"x\",\"round\":999999,\"launch\":999999999}\n";
    struct rxt_study *study = NULL;
    write_parts();
    append(1, line);
    CU_ASSERT_EQUAL(merge(&study), RXT_E_INPUT);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "line 8: field 'round'"));
    CU_ASSERT_FALSE(is_there(RXT_JOURNAL_NAME));
    close_folders();
}

/* A minute and more if every part were compared with every other. */
static void thirty_thousand_parts_are_looked_up_not_compared(void)
{
    struct rxt_study *study = NULL;
    json_t *headers[PARTS] = {header_of("a"), header_of("b")};
    for (int h = 0; h < PARTS; h++) {
        json_t *parts = json_array();
        for (int i = 0; i < 30000; i++) {
            json_array_append_new(
                parts, json_pack("{s:o, s:s}", "name", json_sprintf("%c%d", 'a' + h, i), "date", "x"));
        }
        json_object_set_new(headers[h], "parts", parts);
    }
    open_folders();
    write_part(0, headers[0]);
    write_part(1, headers[1]);
    CU_ASSERT_EQUAL_FATAL(merge(&study), RXT_OK);
    CU_ASSERT_EQUAL(json_array_size(json_object_get(study->header->json, "parts")), 60000);
    rxt_study_close(study);
    close_folders();
}

CU_TestInfo test_merge[] = {
    CLAIM(launches_are_numbered_on_and_counted_once),
    CLAIM(a_merge_is_no_study_before_it_is_whole),
    CLAIM(a_merge_that_failed_leaves_nothing_and_can_be_repeated),
    CLAIM(a_merge_that_was_killed_can_be_repeated),
    CLAIM(a_line_that_stands_twice_is_merged_once),
    CLAIM(numbers_that_would_be_counted_over_their_range_are_refused),
    CLAIM(thirty_thousand_parts_are_looked_up_not_compared),
    CLAIM(every_record_is_there_with_numbers_of_its_own),
    CLAIM(kernels_and_layouts_of_all_are_in_the_header),
    CLAIM(studies_that_differ_are_no_one_study),
    CLAIM(a_study_is_not_counted_twice),
    CU_TEST_INFO_NULL,
};
