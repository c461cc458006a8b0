/* SPDX-License-Identifier: BSD-3-Clause
 * test_journal.c - what is written is read again; what was written before a fault stays whole.
 */
#include "tests.h"

#include "made.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[64], file[128];

static void make_folder(void)
{
    snprintf(folder, sizeof folder, "/tmp/rxt-test-XXXXXX");
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
    snprintf(file, sizeof file, "%s/%s", folder, RXT_JOURNAL_NAME);
}

static void remove_folder(void)
{
    unlink(file);
    rmdir(folder);
}

static size_t size_of(const char *path)
{
    struct stat st = {0};
    stat(path, &st);
    return (size_t)st.st_size;
}

static struct rxt_journal *begin(void)
{
    struct rxt_journal *journal = NULL;
    struct rxt_study *study = made_study();
    make_folder();
    CU_ASSERT_EQUAL_FATAL(rxt_journal_open(&journal, folder, 0), RXT_OK);
    CU_ASSERT_EQUAL(rxt_journal_add(journal, study->header), RXT_OK);
    rxt_study_close(study);
    return journal;
}

static enum rxt_err add_sample(struct rxt_journal *journal, int round)
{
    struct rxt_sample *sample = made_sample("pi", "2x1", round, 0.25);
    json_t *json = rxt_sample_to_json(sample);
    const enum rxt_err err = rxt_journal_add(journal, json);
    json_decref(json);
    rxt_sample_close(sample);
    return err;
}

static void append_text(const char *text)
{
    FILE *out = fopen(file, "a");
    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    fputs(text, out);
    fclose(out);
}

static void a_sample_is_read_as_it_was_written(void)
{
    struct rxt_sample *sample = made_sample("pi", "2x3@l3", 4, 0.1), *again = NULL;
    struct rxt_placed place = {.rank = 1, .pu = 3, .planned_pu = -1, .numa = -1, .pid = 5, .mask = "0-3"};
    sample->places = malloc(sizeof place);
    *sample->places = place;
    sample->n_places = 1;
    sample->peak_node_bytes = NAN;
    sample->has_digest = false;
    json_t *json = rxt_sample_to_json(sample);
    CU_ASSERT_TRUE(json_is_null(json_object_get(json, "digest"))); /* not measured is null, never 0 */
    CU_ASSERT_TRUE(json_is_null(json_object_get(json_object_get(json, "memory"), "peak_node_B")));
    CU_ASSERT_EQUAL_FATAL(rxt_sample_from_json(json, &again), RXT_OK);
    json_t *twice = rxt_sample_to_json(again);
    CU_ASSERT_TRUE(json_equal(json, twice));
    CU_ASSERT_EQUAL(again->places[0].planned_pu, -1);
    json_object_set_new(json, "time_s", json_pack("[f]", -1.0));
    struct rxt_sample *bad = NULL;
    CU_ASSERT_EQUAL(rxt_sample_from_json(json, &bad), RXT_E_INPUT);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "time_s"));
    json_decref(json);
    json_decref(twice);
    rxt_sample_close(sample);
    rxt_sample_close(again);
}

static void a_torn_last_line_is_cut_and_no_other(void)
{
    struct rxt_journal *journal = begin();
    struct rxt_study *study = NULL;
    size_t n_whole = 0;
    CU_ASSERT_EQUAL(add_sample(journal, 0), RXT_OK);
    rxt_journal_close(journal);
    const size_t n_bytes = size_of(file);
    append_text("{\"schema\":\"rxt-sam");
    CU_ASSERT_EQUAL_FATAL(rxt_journal_read(folder, &study, &n_whole), RXT_OK);
    CU_ASSERT_EQUAL(study->n_samples, 1);
    CU_ASSERT_EQUAL(n_whole, n_bytes);
    rxt_study_close(study);
    CU_ASSERT_EQUAL_FATAL(rxt_journal_open(&journal, folder, n_whole), RXT_OK);
    CU_ASSERT_EQUAL(size_of(file), n_bytes);
    rxt_journal_close(journal);
    append_text("torn\n");
    CU_ASSERT_EQUAL(rxt_journal_read(folder, &study, NULL), RXT_E_INPUT);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "line 3"));
    remove_folder();
}

static void an_alien_file_is_no_journal(void)
{
    struct rxt_study *study = NULL;
    make_folder();
    append_text("{\"schema\":\"other/1\"}\n");
    CU_ASSERT_EQUAL(rxt_journal_read(folder, &study, NULL), RXT_E_INPUT);
    CU_ASSERT_PTR_NULL(study);
    remove_folder();
    CU_ASSERT_EQUAL(rxt_journal_read(folder, &study, NULL), RXT_E_INPUT);
}

static void a_second_study_in_a_folder_is_refused(void)
{
    struct rxt_journal *journal = begin(), *second = NULL;
    CU_ASSERT_EQUAL(rxt_journal_open(&second, folder, 0), RXT_E_USAGE);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "another study"));
    rxt_journal_close(journal);
    CU_ASSERT_EQUAL(rxt_journal_open(&second, folder, 0), RXT_E_USAGE);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "--resume"));
    remove_folder();
}

static void a_full_disk_loses_no_line_that_was_whole(void)
{
    struct rxt_journal *journal = begin();
    struct rxt_study *study = NULL;
    CU_ASSERT_EQUAL(add_sample(journal, 0), RXT_OK);
    const size_t n_bytes = size_of(file);
    struct rlimit old, tight;
    getrlimit(RLIMIT_FSIZE, &old);
    tight = old;
    tight.rlim_cur = n_bytes + 100; /* the next line fits in part */
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &tight);
    CU_ASSERT_EQUAL(add_sample(journal, 1), RXT_E_OUTPUT);
    setrlimit(RLIMIT_FSIZE, &old);
    CU_ASSERT_EQUAL(size_of(file), n_bytes);
    CU_ASSERT_EQUAL(add_sample(journal, 1), RXT_OK); /* and it goes on when there is room again */
    rxt_journal_close(journal);
    CU_ASSERT_EQUAL_FATAL(rxt_journal_read(folder, &study, NULL), RXT_OK);
    CU_ASSERT_EQUAL(study->n_samples, 2);
    rxt_study_close(study);
    remove_folder();
}

CU_TestInfo test_journal[] = {
    {"a_sample_is_read_as_it_was_written", a_sample_is_read_as_it_was_written},
    {"a_torn_last_line_is_cut_and_no_other", a_torn_last_line_is_cut_and_no_other},
    {"an_alien_file_is_no_journal", an_alien_file_is_no_journal},
    {"a_second_study_in_a_folder_is_refused", a_second_study_in_a_folder_is_refused},
    {"a_full_disk_loses_no_line_that_was_whole", a_full_disk_loses_no_line_that_was_whole},
    CU_TEST_INFO_NULL,
};
