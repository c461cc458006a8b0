/* SPDX-License-Identifier: BSD-3-Clause
 * test_journal.c - what is written is read again; what was written before a fault stays whole.
 */
#include "tests.h"

#include "folder.h"
#include "json.h"
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
    char away[160];
    snprintf(away, sizeof away, "%s/away", folder);
    unlink(away);
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
    CU_ASSERT_EQUAL(rxt_journal_add(journal, study->header->json), RXT_OK);
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
    struct rxt_placed place = {.rank = 1,
                               .pu = 3,
                               .planned_pu = -1,
                               .numa = -1,
                               .pid = 5,
                               .cpu_s = 2.5,
                               .run_delay_s = NAN,
                               .mask = "0-3"};
    sample->places = malloc(sizeof place);
    *sample->places = place;
    sample->n_places = 1;
    sample->peak_node_bytes = NAN;
    sample->pss_node_bytes = 12345.0;
    sample->cpu_share = 0.5;
    sample->has_digest = false;
    json_t *json = rxt_sample_to_json(sample);
    CU_ASSERT_TRUE(json_is_null(json_object_get(json, "digest"))); /* not measured is null, never 0 */
    CU_ASSERT_TRUE(json_is_null(json_object_get(json_object_get(json, "memory"), "peak_node_B")));
    CU_ASSERT_EQUAL_FATAL(rxt_sample_from_json(json, &again), RXT_OK);
    json_t *twice = rxt_sample_to_json(again);
    CU_ASSERT_TRUE(json_equal(json, twice));
    CU_ASSERT_EQUAL(again->places[0].planned_pu, -1);
    CU_ASSERT_EQUAL(again->places[0].cpu_s, 2.5);
    CU_ASSERT_TRUE(isnan(again->places[0].run_delay_s));
    CU_ASSERT_EQUAL(again->pss_node_bytes, 12345.0);
    CU_ASSERT_EQUAL(again->cpu_share, 0.5);
    json_object_set_new(json, "time_s", json_pack("[f]", -1.0));
    struct rxt_sample *bad = NULL;
    CU_ASSERT_EQUAL(rxt_sample_from_json(json, &bad), RXT_E_INPUT);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "time_s"));
    json_decref(json);
    json_decref(twice);
    rxt_sample_close(sample);
    rxt_sample_close(again);
}

static void a_disturbed_sample_is_told_as_one(void)
{
    struct rxt_sample *sample = made_sample("pi", "2x1", 0, 0.1), *again = NULL;
    sample->cpu_share = 0.96;
    sample->disturbed = true; /* whatever the share was held against then */
    json_t *json = rxt_sample_to_json(sample);
    CU_ASSERT_TRUE(json_is_true(json_object_get(json, "disturbed")));
    CU_ASSERT_EQUAL_FATAL(rxt_sample_from_json(json, &again), RXT_OK);
    CU_ASSERT_TRUE(again->disturbed);
    rxt_sample_close(again);
    json_object_del(json, "disturbed"); /* as samples of before */
    CU_ASSERT_EQUAL_FATAL(rxt_sample_from_json(json, &again), RXT_OK);
    CU_ASSERT_FALSE(again->disturbed);
    rxt_sample_close(again);
    json_object_set_new(json, "cpu_share", json_real(0.94));
    CU_ASSERT_EQUAL_FATAL(rxt_sample_from_json(json, &again), RXT_OK);
    CU_ASSERT_TRUE(again->disturbed);
    json_decref(json);
    sample->cpu_share = NAN;
    json = rxt_sample_to_json(sample);
    CU_ASSERT_TRUE(json_is_null(json_object_get(json, "disturbed")));
    json_decref(json);
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

/* Each does one harm to the journal of a running study. */
static void remove_file(void)
{
    unlink(file);
}
static void put_another_in_its_place(void)
{
    unlink(file);
    append_text("{}\n");
}
static void cut_it(void)
{
    CU_ASSERT_EQUAL(truncate(file, 10), 0);
}
static void write_to_it(void)
{
    append_text("{\"schema\":\"other/1\"}\n");
}
static void put_a_link_in_its_place(void)
{
    char away[160];
    snprintf(away, sizeof away, "%s/away", folder);
    CU_ASSERT_EQUAL(rename(file, away), 0);
    CU_ASSERT_EQUAL(symlink(away, file), 0);
}

static void a_journal_that_was_taken_away_takes_no_line(void)
{
    static const struct {
        void (*harm)(void);
        const char *told;
    } cases[] = {{remove_file, "removed or renamed"},
                 {put_another_in_its_place, "another file was put in its place"},
                 {cut_it, "cut by another program"},
                 {write_to_it, "another program wrote to it"},
                 {put_a_link_in_its_place, "another file was put in its place"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rxt_journal *journal = begin();
        CU_ASSERT_EQUAL(add_sample(journal, 0), RXT_OK);
        CU_ASSERT_EQUAL(rxt_journal_check(journal), RXT_OK);
        CU_ASSERT_FALSE(rxt_journal_is_lost(journal));
        cases[i].harm();
        const size_t n_bytes = size_of(file);
        CU_ASSERT_EQUAL(add_sample(journal, 1), RXT_E_OUTPUT);
        CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), cases[i].told));
        CU_ASSERT_TRUE(rxt_journal_is_lost(journal));
        CU_ASSERT_EQUAL(rxt_journal_check(journal), RXT_E_OUTPUT);
        CU_ASSERT_EQUAL(size_of(file), n_bytes);
        rxt_journal_close(journal);
        remove_folder();
    }
}

static json_t *made_launch(int launch)
{
    return json_pack("{s:s, s:i, s:i, s:i, s:i, s:s, s:[s,s], s:s, s:f, s:i, s:[f,n], s:f, s:s}", "schema",
                     RXT_SCHEMA_LAUNCH, "launch", launch, "round", 2, "place", 1, "try", 0, "layout", "2x1",
                     "subjects", "pi", "fma", "start", "2026-01-01T00:00:00Z", "wall_s", 1.5, "cores", 2,
                     "run_s", 0.25, "cpu_share", 0.5, "end", "time-out");
}

static void what_is_kept_elsewhere_is_the_whole_study(void)
{
    struct rxt_study *study = made_study(), *again = NULL;
    char kept[128], journal[160];
    made_add(study, made_sample("pi", "2x1", 3, 0.25));
    json_t *failure = json_pack("{s:s, s:s, s:n, s:s, s:i, s:i}", "schema", RXT_SCHEMA_FAILURE, "layout",
                                "1x2", "kernel", "reason", "no luck", "round", 2, "launch", 5);
    CU_ASSERT_EQUAL(rxt_study_add(study, failure), RXT_OK);
    json_decref(failure);
    json_t *launch = made_launch(5);
    CU_ASSERT_EQUAL(rxt_study_add(study, launch), RXT_OK);
    json_decref(launch);
    json_t *drop = json_pack("{s:s, s:i, s:[]}", "schema", RXT_SCHEMA_DROP, "round", 1, "subjects");
    CU_ASSERT_EQUAL(rxt_study_add(study, drop), RXT_OK);
    make_folder();
    for (int i = 1; i <= 2; i++) { /* the second finds the first */
        CU_ASSERT_EQUAL_FATAL(rxt_study_keep(study, folder, kept, sizeof kept), RXT_OK);
        CU_ASSERT_STRING_EQUAL(kept + strlen(folder), i == 1 ? "-kept" : "-kept-2");
        CU_ASSERT_EQUAL_FATAL(rxt_journal_read(kept, &again, NULL), RXT_OK);
        CU_ASSERT_TRUE(json_equal(again->header->json, study->header->json));
        CU_ASSERT_EQUAL(again->n_samples, 1);
        CU_ASSERT_EQUAL(again->samples[0]->round, 3);
        CU_ASSERT_EQUAL(again->samples[0]->digest, 42);
        CU_ASSERT_EQUAL(again->n_failures, 1);
        CU_ASSERT_EQUAL(again->failures[0].launch, 5);
        CU_ASSERT_EQUAL(again->failures[0].status, -1);
        CU_ASSERT_EQUAL(again->n_launches, 1);
        CU_ASSERT_TRUE(json_equal(json_array_get(again->drops, 0), drop));
        CU_ASSERT_STRING_EQUAL(again->failures[0].reason, "no luck");
        rxt_study_close(again);
    }
    for (int i = 1; i <= 2; i++) {
        snprintf(kept, sizeof kept, "%s-kept%s", folder, i == 1 ? "" : "-2");
        snprintf(journal, sizeof journal, "%s/" RXT_JOURNAL_NAME, kept);
        unlink(journal);
        rmdir(kept);
    }
    json_decref(drop);
    rxt_study_close(study);
    remove_folder();
}

static void only_a_file_of_its_own_becomes_a_journal(void)
{
    struct rxt_journal *journal = NULL;
    char away[160];
    make_folder();
    CU_ASSERT_EQUAL_FATAL(mkfifo(file, 0600), 0);
    CU_ASSERT_FALSE(rxt_journal_is_begun(folder));
    CU_ASSERT_EQUAL(rxt_journal_open(&journal, folder, 0), RXT_E_OUTPUT);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "is not a file"));
    unlink(file);
    snprintf(away, sizeof away, "%s/away", folder);
    CU_ASSERT_EQUAL_FATAL(symlink(away, file), 0);
    CU_ASSERT_EQUAL(rxt_journal_open(&journal, folder, 0), RXT_E_OUTPUT);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "symbolic link"));
    CU_ASSERT_EQUAL(access(away, F_OK), -1);
    remove_folder();
}

static void a_new_folder_is_never_one_that_was_there(void)
{
    static const char *const ends[] = {"", "-2", "-3"};
    char wanted[80], made[100];
    make_folder();
    snprintf(wanted, sizeof wanted, "%s/a", folder);
    for (int i = 0; i < 3; i++) {
        CU_ASSERT_EQUAL_FATAL(rxt_folder_make_new(wanted, made, sizeof made), RXT_OK);
        CU_ASSERT_STRING_EQUAL(made + strlen(wanted), ends[i]);
    }
    for (int i = 0; i < 3; i++) {
        snprintf(made, sizeof made, "%s%s", wanted, ends[i]);
        CU_ASSERT_EQUAL(rmdir(made), 0);
    }
    CU_ASSERT_EQUAL(rxt_folder_make_new(wanted, made, strlen(wanted)), RXT_E_OUTPUT);
    remove_folder();
}

static void the_parents_of_a_folder_are_made(void)
{
    struct rxt_journal *journal = NULL;
    char parent[70], deep[80];
    make_folder();
    snprintf(parent, sizeof parent, "%s/a", folder);
    snprintf(deep, sizeof deep, "%s/b", parent);
    CU_ASSERT_EQUAL_FATAL(rxt_journal_open(&journal, deep, 0), RXT_OK);
    rxt_journal_close(journal);
    snprintf(file, sizeof file, "%s/" RXT_JOURNAL_NAME, deep);
    unlink(file);
    CU_ASSERT_EQUAL(rmdir(deep), 0);
    CU_ASSERT_EQUAL(rmdir(parent), 0);
    CU_ASSERT_EQUAL(rxt_journal_open(&journal, "", 0), RXT_E_OUTPUT);
    remove_folder();
}

static json_t *json_of(struct rxt_sample *sample)
{
    json_t *json = rxt_sample_to_json(sample);
    rxt_sample_close(sample);
    CU_ASSERT_PTR_NOT_NULL_FATAL(json);
    return json;
}

static void outside_a_study_round_and_launch_are_null(void)
{
    struct rxt_sample *sample = made_sample("pi", "2x1", -1, 0.1);
    sample->launch = -1;
    json_t *json = json_of(sample);
    CU_ASSERT_TRUE(json_is_null(json_object_get(json, "round")));
    CU_ASSERT_TRUE(json_is_null(json_object_get(json, "launch")));
    json_decref(json);
}

static void a_time_that_is_nan_stays_and_does_not_count(void)
{
    struct rxt_sample *sample = made_sample("pi", "2x1", 0, 0.1), *again = NULL;
    CU_ASSERT_TRUE(rxt_sample_counts(sample));
    sample->time_s[0] = NAN;
    json_t *json = json_of(sample);
    CU_ASSERT_EQUAL(json_array_size(json_object_get(json, "time_s")), 1);
    CU_ASSERT_EQUAL_FATAL(rxt_sample_from_json(json, &again), RXT_OK);
    CU_ASSERT_EQUAL(again->n_times, 1);
    CU_ASSERT_TRUE(isnan(again->time_s[0]));
    CU_ASSERT_FALSE(rxt_sample_counts(again));
    rxt_sample_close(again);
    json_decref(json);
}

static void a_programs_number_is_read_as_it_was_written(void)
{
    struct rxt_sample *again = NULL;
    json_t *json = json_of(made_number("lmp", "2x1", 3, 26.8, true)), *twice;
    CU_ASSERT_EQUAL_FATAL(rxt_sample_from_json(json, &again), RXT_OK);
    CU_ASSERT_EQUAL(again->metric[0], 26.8);
    CU_ASSERT_STRING_EQUAL(again->unit, "ns/day");
    CU_ASSERT_TRUE(again->higher_is_better);
    CU_ASSERT_TRUE(again->is_program);
    twice = json_of(again);
    CU_ASSERT_TRUE(json_equal(json, twice));
    json_decref(json);
    json_decref(twice);
    json = json_of(made_sample("pi", "2x1", 0, 0.1));
    CU_ASSERT_PTR_NULL(json_object_get(json, "metric"));
    json_decref(json);
}

static void an_unchecked_sample_counts_of_a_program_alone(void)
{
    struct rxt_sample *program = made_number("lmp", "2x1", 0, 26.8, true);
    struct rxt_sample *kernel = made_sample("pi", "2x1", 0, 0.1);
    kernel->check = RXT_CHECK_NONE;
    CU_ASSERT_TRUE(rxt_sample_counts(program));
    CU_ASSERT_FALSE(rxt_sample_counts(kernel));
    program->check = RXT_CHECK_FAIL;
    CU_ASSERT_FALSE(rxt_sample_counts(program));
    program->check = RXT_CHECK_PASS;
    CU_ASSERT_TRUE(rxt_sample_counts(program));
    program->metric[0] = NAN;
    CU_ASSERT_FALSE(rxt_sample_counts(program));
    program->metric[0] = -1.0;
    CU_ASSERT_FALSE(rxt_sample_counts(program));
    rxt_sample_close(program);
    rxt_sample_close(kernel);
}

static void a_number_that_is_none_is_refused_where_a_programs_is_due(void)
{
    static const char *const metrics[] = {"[1]",
                                          "{}",
                                          "{\"value\": [], \"higher_is_better\": true}",
                                          "{\"value\": [0], \"higher_is_better\": true}",
                                          "{\"value\": [\"1\"], \"higher_is_better\": true}",
                                          "{\"value\": [1], \"higher_is_better\": 1}"};
    for (size_t i = 0; i < sizeof metrics / sizeof *metrics; i++) {
        json_t *json = json_of(made_number("lmp", "2x1", 3, 26.8, true));
        struct rxt_sample *sample = NULL;
        json_object_set_new(json, "metric", json_loads(metrics[i], JSON_DECODE_ANY, NULL));
        CU_ASSERT_EQUAL(rxt_sample_from_json(json, &sample), RXT_E_INPUT);
        CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "metric"));
        json_decref(json);
    }
}

static void a_note_that_is_not_utf_8_does_not_cost_the_sample(void)
{
    struct rxt_sample *sample = made_sample("words", "2x1", 0, 0.1);
    sample->check = RXT_CHECK_FAIL;
    sample->check_note = strdup("caf\xe9.txt has other words");
    json_t *json = json_of(sample);
    CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(json, "check_note")),
                           "caf?.txt has other words");
    json_decref(json);
}

static void a_field_that_is_missing_or_alien_is_named(void)
{
    static const struct {
        const char *field, *value;
    } cases[] = {{"kernel", NULL},
                 {"kernel", "3"},
                 {"layout", "\"2y4\""},
                 {"time_s", "7"},
                 {"time_s", "[\"fast\"]"},
                 {"digest", "\"abc\""},
                 {"check", "\"maybe\""},
                 {"schema", "\"x\""},
                 {"round", "2000000000"},
                 {"round", "4294967299"},
                 {"round", "-2"},
                 {"round", "1.5"},
                 {"launch", "2147483647"},
                 {"launch", "true"},
                 {"launch", "\"3\""},
                 {"setup_s", "-1"},
                 {"time_s", "[1e300]"},
                 {"time_s", "[0]"},
                 {"digest", "\"-00000000000002a\""},
                 {"digest", "\"0x0000000000002a\""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        json_t *json = json_of(made_sample("pi", "2x1", 0, 0.1));
        struct rxt_sample *sample = NULL;
        json_object_del(json, cases[i].field);
        if (cases[i].value) {
            json_object_set_new(json, cases[i].field, json_loads(cases[i].value, JSON_DECODE_ANY, NULL));
        }
        CU_ASSERT_EQUAL(rxt_sample_from_json(json, &sample), RXT_E_INPUT);
        CU_ASSERT_PTR_NULL(sample);
        CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), cases[i].field));
        json_decref(json);
    }
}

static void a_number_of_a_place_or_a_measure_has_its_range(void)
{
    static const struct {
        const char *group, *field, *value;
    } cases[] = {{"placement", "rank", "4294967296"}, {"placement", "pu", "-2"},
                 {"placement", "pid", "1e3"},         {"work", "items", "-1"},
                 {"efficiency", "parallel", "1e300"}, {"memory", "peak_node_B", "\"all\""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rxt_sample *sample = made_sample("pi", "2x1", 0, 0.1), *again = NULL;
        sample->places = calloc(1, sizeof *sample->places);
        sample->n_places = 1;
        json_t *json = json_of(sample), *group = json_object_get(json, cases[i].group);
        group = json_is_array(group) ? json_array_get(group, 0) : group;
        CU_ASSERT_EQUAL_FATAL(rxt_sample_from_json(json, &again), RXT_OK);
        rxt_sample_close(again);
        json_object_set_new(group, cases[i].field, json_loads(cases[i].value, JSON_DECODE_ANY, NULL));
        CU_ASSERT_EQUAL(rxt_sample_from_json(json, &again), RXT_E_INPUT);
        CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), cases[i].field));
        json_decref(json);
    }
}

static void a_number_out_of_its_range_is_told_with_its_line(void)
{
    static const struct {
        const char *line, *told;
    } cases[] = {
        {"{\"schema\":\"rxt-failure/1\",\"layout\":\"1x1\",\"reason\":\"x\",\"round\":4294967299}\n",
         "'round'"},
        {"{\"schema\":\"rxt-failure/1\",\"layout\":\"1x1\",\"reason\":\"x\",\"launch\":2147483647}\n",
         "'launch'"},
        {"{\"schema\":\"rxt-failure/1\",\"layout\":\"1x1\",\"reason\":\"x\",\"status\":256}\n", "'status'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rxt_study *study = NULL;
        rxt_journal_close(begin());
        append_text(cases[i].line);
        CU_ASSERT_EQUAL(rxt_journal_read(folder, &study, NULL), RXT_E_INPUT);
        CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "line 2: "));
        CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), cases[i].told));
        remove_folder();
    }
}

static void a_header_that_cannot_be_reckoned_with_is_refused(void)
{
    static const char *const fields[] = {"indifference", "rounds", "reps"};
    for (size_t i = 0; i < 3; i++) {
        struct rxt_study *made = made_study(), study = {0};
        json_object_set_new(made->header->json, fields[i], json_integer(4294967297));
        CU_ASSERT_EQUAL(rxt_study_add(&study, made->header->json), RXT_E_INPUT);
        CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), fields[i]));
        CU_ASSERT_PTR_NULL(study.header);
        rxt_study_close(made);
    }
}

static void check_entries(const struct rxt_header *h, const json_t *params)
{
    CU_ASSERT_EQUAL_FATAL(h->n_kernels, 2);
    CU_ASSERT_STRING_EQUAL(h->kernels[0].name, "fft");
    CU_ASSERT_STRING_EQUAL(h->kernels[0].what, "a transform");
    CU_ASSERT_TRUE(h->kernels[0].growth.has_log && !h->kernels[0].is_ceiling && h->kernels[1].is_ceiling);
    CU_ASSERT_DOUBLE_EQUAL(h->kernels[0].growth.power, 2.0, 0.0);
    CU_ASSERT_TRUE(json_equal(h->kernels[0].params, params));
    CU_ASSERT_DOUBLE_EQUAL(rxt_entry_size(&h->kernels[0], params), 7.0, 0.0);
    CU_ASSERT_TRUE(rxt_entry_takes(&h->kernels[0], "1x1") && rxt_entry_takes(&h->kernels[1], "2:4x8@l3"));
    CU_ASSERT_FALSE(rxt_entry_takes(&h->kernels[0], "2:4x8@l3"));
    CU_ASSERT_TRUE(isnan(rxt_entry_size(&h->kernels[1], params))); /* it says that it has none */
    CU_ASSERT_EQUAL(h->kernels[1].measures, RXT_CEILING_FLOP);
}

static void check_layouts_and_terms(const struct rxt_header *h, const struct rxt_header *made)
{
    CU_ASSERT_EQUAL_FATAL(h->n_layouts, 2);
    CU_ASSERT_TRUE(rxt_layout_equal(&h->layouts[1], &made->layouts[1]));
    CU_ASSERT_TRUE(rxt_layout_equal(&h->plain, &made->plain));
    CU_ASSERT_TRUE(h->scaling == RXT_SCALING_WEAK && h->seed == 5 && h->n_rounds == 6 && h->n_reps == 3);
    CU_ASSERT_TRUE(h->oversubscribe && !h->smt && h->binds == NULL);
    CU_ASSERT_DOUBLE_EQUAL(h->indifference, 0.02, 0.0);
    CU_ASSERT_DOUBLE_EQUAL(h->tolerance, 0.05, 0.0);
    CU_ASSERT_STRING_EQUAL(h->strategy, "race");
    CU_ASSERT_FALSE(rxt_header_screens(h)); /* a curve keeps its points */
    CU_ASSERT_TRUE(h->budget.unit == RXT_BUDGET_SHARE && h->budget.value == 0.25);
    CU_ASSERT_STRING_EQUAL(rxt_json_text_at(h->json, "plain", ""), "2x1@none");
    CU_ASSERT_STRING_EQUAL(rxt_json_text_at(h->json, "serial", ""), "1x1");
    CU_ASSERT_EQUAL(json_integer_value(json_array_get(json_object_get(h->json, "steps"), 0)), 1);
    CU_ASSERT_EQUAL(json_integer_value(json_array_get(json_object_get(h->json, "steps"), 1)), 64);
}

static void what_a_header_tells_is_read_back(void)
{
    struct rxt_layout layouts[2] = {{1, 1, 1, RXT_BY_SPREAD}, {2, 4, 8, RXT_BY_L3}};
    json_t *without = json_pack("[s]", "2:4x8@l3");
    json_t *params = json_pack("{s:i}", "n", 7), *empty = json_object(), *notes = json_pack("[s]", "a note");
    json_t *lines = json_pack("{s:s}", "2:4x8@l3", "mpirun -n 8 rxt");
    json_t *machine = json_pack("{s:s, s:s, s:i}", "host", "node17", "cpu", "A CPU", "cores", 32);
    struct rxt_entry kernels[2] = {
        {.name = "fft",
         .what = "a transform",
         .size_param = "n",
         .growth = {2.0, true},
         .params = params,
         .without = without},
        {.name = "fma", .is_ceiling = true, .measures = RXT_CEILING_FLOP, .params = params}};
    const struct rxt_header made = {.name = "a",
                                    .date = "2026-01-01T00:00:00Z",
                                    .kernels = kernels,
                                    .n_kernels = 2,
                                    .layouts = layouts,
                                    .n_layouts = 2,
                                    .plain = {1, 2, 1, RXT_BY_NONE},
                                    .scaling = RXT_SCALING_WEAK,
                                    .seed = 5,
                                    .strategy = "race",
                                    .n_rounds = 6,
                                    .budget = {RXT_BUDGET_SHARE, 0.25},
                                    .tolerance = 0.05,
                                    .n_reps = 3,
                                    .sched = "static",
                                    .oversubscribe = true,
                                    .indifference = 0.02,
                                    .launcher = "openmpi",
                                    .launch_lines = lines,
                                    .launch_tries = empty,
                                    .job = empty,
                                    .nodes = empty,
                                    .notes = notes,
                                    .machine = machine,
                                    .build = empty,
                                    .versions = empty,
                                    .environment = empty};
    struct rxt_header *h = NULL;
    json_t *json = rxt_header_to_json(&made);
    CU_ASSERT_EQUAL_FATAL(rxt_header_from_json(json, &h), RXT_OK);
    json_decref(json);
    check_entries(h, params);
    check_layouts_and_terms(h, &made);
    CU_ASSERT_STRING_EQUAL(h->launcher, "openmpi");
    CU_ASSERT_STRING_EQUAL(rxt_header_line(h, "2:4x8@l3"), "mpirun -n 8 rxt");
    CU_ASSERT_PTR_NULL(rxt_header_line(h, "1x1"));
    CU_ASSERT_EQUAL(json_array_size(h->notes), 1);
    CU_ASSERT_STRING_EQUAL(h->cpu, "A CPU");
    CU_ASSERT_TRUE(h->cores == 32 && h->numa == -1);
    rxt_header_close(h);
    json_t *const owned[] = {params, empty, notes, lines, machine, without};
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++) {
        json_decref(owned[i]);
    }
}

static void a_study_of_before_has_no_race_and_no_budget(void)
{
    struct rxt_study *made = made_study();
    const struct rxt_header *h = made->header;
    CU_ASSERT_TRUE(h->strategy == NULL && h->n_rounds == 0 && h->budget.unit == RXT_BUDGET_NONE);
    CU_ASSERT_DOUBLE_EQUAL(h->tolerance, 0.02, 0.0);
    CU_ASSERT_FALSE(rxt_header_screens(h));
    json_object_set_new(h->json, "strategy", json_string("race"));
    made_header(made, NULL);
    CU_ASSERT_FALSE(rxt_header_screens(made->header)); /* two contenders are finalists */
    json_object_set_new(made->header->json, "layouts",
                        json_pack("[s,s,s,s,s,s]", "1x1", "1x4", "2x2", "4x1", "4x1@l3", "2x1@none"));
    made_header(made, NULL);
    CU_ASSERT_TRUE(rxt_header_screens(made->header));
    rxt_study_close(made);
}

static void a_budget_is_a_time_core_hours_or_a_share(void)
{
    static const struct {
        const char *text;
        struct rxt_budget is;
    } right[] = {{"90s", {RXT_BUDGET_TIME, 90.0}},   {"2h", {RXT_BUDGET_TIME, 7200.0}},
                 {"40ch", {RXT_BUDGET_CORES, 40.0}}, {"0.5ch", {RXT_BUDGET_CORES, 0.5}},
                 {"25%", {RXT_BUDGET_SHARE, 0.25}},  {"100%", {RXT_BUDGET_SHARE, 1.0}}};
    static const char *const wrong[] = {"",    "30",  "soon", "-1s", "0%",    "100.1%", "25 %", "%",   "ch",
                                        "0ch", "1kh", "nan%", "inf", "2e9ch", "25%%",   "1chs", "+5%", " 5s"};
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        struct rxt_budget read = {0};
        CU_ASSERT_EQUAL(rxt_budget_parse(right[i].text, "--budget", &read), RXT_OK);
        CU_ASSERT_TRUE(read.unit == right[i].is.unit && fabs(read.value - right[i].is.value) < 1e-12);
        json_t *json = rxt_budget_to_json(&read);
        const struct rxt_budget again = rxt_budget_from_json(json);
        CU_ASSERT_TRUE(again.unit == read.unit && again.value == read.value);
        json_decref(json);
        char text[RXT_BUDGET_BYTES];
        struct rxt_budget back = {0};
        CU_ASSERT_EQUAL(rxt_budget_parse(rxt_budget_text(&read, text, sizeof text), "--budget", &back),
                        RXT_OK);
        CU_ASSERT_TRUE(back.unit == read.unit && back.value == read.value);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct rxt_budget read = {RXT_BUDGET_TIME, 1.0};
        CU_ASSERT_EQUAL(rxt_budget_parse(wrong[i], "--budget", &read), RXT_E_RANGE);
        CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "--budget"));
    }
}

/* A launch of round 0 that took 10 s on 2 cores, of which a ran 3 s and b 5 s. */
static json_t *made_costly(int launch, const char *a, const char *b)
{
    return json_pack("{s:s, s:i, s:i, s:i, s:i, s:s, s:[s,s], s:s, s:f, s:i, s:[f,f], s:n, s:s}", "schema",
                     RXT_SCHEMA_LAUNCH, "launch", launch, "round", 0, "place", 0, "try", 0, "layout", "2x1",
                     "subjects", a, b, "start", "x", "wall_s", 10.0, "cores", 2, "run_s", 3.0, 5.0,
                     "cpu_share", "end", "ok");
}

static void a_launch_costs_each_subject_its_run_and_a_part_of_the_start(void)
{
    struct rxt_launched *l = NULL;
    json_t *json = made_costly(0, "a", "b");
    CU_ASSERT_EQUAL_FATAL(rxt_launched_from_json(json, &l), RXT_OK);
    json_decref(json);
    CU_ASSERT_DOUBLE_EQUAL(rxt_launched_cost(l, "a", RXT_BUDGET_TIME), 4.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(rxt_launched_cost(l, "b", RXT_BUDGET_CORES), 12.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(rxt_launched_cost(l, "b", RXT_BUDGET_NONE), 12.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(rxt_launched_cost(l, "c", RXT_BUDGET_TIME), 0.0, 0.0);
    l->run_s[0] = l->run_s[1] = NAN; /* it broke off */
    CU_ASSERT_DOUBLE_EQUAL(rxt_launched_cost(l, "a", RXT_BUDGET_TIME), 5.0, 1e-12);
    rxt_launched_close(l);
}

static void a_budget_is_shared_by_what_the_first_round_cost(void)
{
    struct rxt_study *made = made_study();
    json_t *kernels = json_pack("[{s:s, s:b}, {s:s, s:b}, {s:s, s:b}]", "name", "a", "ceiling", 0, "name",
                                "b", "ceiling", 0, "name", "roof", "ceiling", 1);
    json_t *records[] = {made_costly(0, "a", "b"), made_costly(1, "b", "roof")};
    json_object_set_new(made->header->json, "kernels", kernels);
    made_header(made, NULL);
    for (size_t i = 0; i < 2; i++) {
        CU_ASSERT_EQUAL_FATAL(rxt_study_add(made, records[i]), RXT_OK);
        json_decref(records[i]);
    }
    CU_ASSERT_TRUE(isnan(rxt_study_budget(made, "a")));
    made->header->budget = (struct rxt_budget){RXT_BUDGET_TIME, 98.0};
    /* a 4 s, b 6 s and 4 s; the ceiling takes 6 s, three times */
    CU_ASSERT_DOUBLE_EQUAL(rxt_study_budget(made, "a"), 80.0 * 4.0 / 14.0, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(rxt_study_budget(made, "b"), 80.0 * 10.0 / 14.0, 1e-9);
    made->header->budget = (struct rxt_budget){RXT_BUDGET_CORES, 0.1};
    CU_ASSERT_DOUBLE_EQUAL(rxt_study_budget(made, "a"), (360.0 - 36.0) * 4.0 / 14.0, 1e-9);
    made->header->budget = (struct rxt_budget){RXT_BUDGET_SHARE, 0.1};
    CU_ASSERT_TRUE(isnan(rxt_study_budget(made, "a")));
    rxt_study_close(made);
}

static void what_a_launch_was_and_cost_is_read_back(void)
{
    struct rxt_launched *l = NULL;
    json_t *json = made_launch(7);
    CU_ASSERT_EQUAL_FATAL(rxt_launched_from_json(json, &l), RXT_OK);
    CU_ASSERT_TRUE(l->launch == 7 && l->round == 2 && l->place == 1 && l->try == 0 && l->cores == 2);
    CU_ASSERT_EQUAL(l->layout.ranks, 2);
    CU_ASSERT_EQUAL_FATAL(l->n_subjects, 2);
    CU_ASSERT_STRING_EQUAL(l->subjects[1], "fma");
    CU_ASSERT_DOUBLE_EQUAL(l->run_s[0], 0.25, 0.0);
    CU_ASSERT_TRUE(isnan(l->run_s[1])); /* not known is null, never 0 */
    CU_ASSERT_DOUBLE_EQUAL(l->wall_s, 1.5, 0.0);
    CU_ASSERT_DOUBLE_EQUAL(l->cpu_share, 0.5, 0.0);
    CU_ASSERT_EQUAL(l->end, RXT_END_TIME_OUT);
    json_t *again = rxt_launched_to_json(l);
    CU_ASSERT_TRUE(json_is_object(json_object_get(again, "quality")));
    json_object_del(again, "quality"); /* which journals of before do not tell */
    CU_ASSERT_TRUE(json_equal(again, json));
    rxt_launched_close(l);
    json_decref(again);
    json_decref(json);
}

static void a_launch_that_tells_no_share_of_its_cores_is_read(void)
{
    struct rxt_launched *l = NULL;
    json_t *json = made_launch(7);
    json_object_del(json, "cpu_share"); /* as journals of before */
    CU_ASSERT_EQUAL_FATAL(rxt_launched_from_json(json, &l), RXT_OK);
    CU_ASSERT_TRUE(isnan(l->cpu_share));
    rxt_launched_close(l);
    json_decref(json);
}

static void a_launch_that_cannot_be_is_refused(void)
{
    static const char *const values[][2] = {
        {"launch", "4294967297"}, {"launch", "null"},         {"round", "-1"},
        {"round", "1000000"},     {"place", "0.5"},           {"try", "-1"},
        {"cores", "0"},           {"wall_s", "-1"},           {"end", "\"so\""},
        {"end", "null"},          {"subjects", "[\"../x\"]"}, {"subjects", "{}"},
        {"layout", "\"2y1\""},    {"run_s", "[-1]"},          {"cpu_share", "1.5"}};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct rxt_study *study = made_study();
        json_t *json = made_launch(0);
        json_object_set_new(json, values[i][0], json_loads(values[i][1], JSON_DECODE_ANY, NULL));
        CU_ASSERT_EQUAL(rxt_study_add(study, json), RXT_E_INPUT);
        CU_ASSERT_EQUAL(study->n_launches, 0);
        json_decref(json);
        rxt_study_close(study);
    }
}

static void who_left_without_a_round_is_refused(void)
{
    struct rxt_study *study = made_study();
    json_t *drop = json_pack("{s:s, s:i}", "schema", RXT_SCHEMA_DROP, "round", -1);
    CU_ASSERT_EQUAL(rxt_study_dropped(study), -1);
    CU_ASSERT_EQUAL(rxt_study_add(study, drop), RXT_E_INPUT);
    json_object_del(drop, "round");
    CU_ASSERT_EQUAL(rxt_study_add(study, drop), RXT_E_INPUT);
    json_object_set_new(drop, "round", json_integer(2));
    CU_ASSERT_EQUAL(rxt_study_add(study, drop), RXT_OK);
    CU_ASSERT_EQUAL(rxt_study_dropped(study), 2);
    json_decref(drop);
    rxt_study_close(study);
}

static void launches_are_counted_once_from_all_lines(void)
{
    struct rxt_study *study = made_study();
    CU_ASSERT_EQUAL(rxt_study_launches(study), 0);
    made_add(study, made_sample("pi", "2x1", 0, 0.25));
    study->samples[0]->launch = 4;
    CU_ASSERT_EQUAL(rxt_study_launches(study), 5); /* killed before its own line */
    json_t *json = made_launch(4);
    CU_ASSERT_EQUAL(rxt_study_add(study, json), RXT_OK);
    CU_ASSERT_EQUAL(rxt_study_launches(study), 5);
    json_object_set_new(json, "launch", json_integer(6));
    CU_ASSERT_EQUAL(rxt_study_add(study, json), RXT_OK);
    CU_ASSERT_EQUAL(rxt_study_launches(study), 7);
    json_decref(json);
    rxt_study_close(study);
}

static void a_file_without_end_is_refused_at_once(void)
{
    struct rxt_study *study = NULL;
    CU_ASSERT_EQUAL(rxt_journal_read("/dev/full", &study, NULL), RXT_E_INPUT);
    CU_ASSERT_EQUAL(rxt_journal_read("/dev/zero", &study, NULL), RXT_E_INPUT);
    make_folder();
    CU_ASSERT_EQUAL_FATAL(mkfifo(file, 0600), 0);
    CU_ASSERT_EQUAL(rxt_journal_read(folder, &study, NULL), RXT_E_INPUT);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), file));
    remove_folder();
}

static void a_line_with_a_nul_is_broken(void)
{
    struct rxt_study *study = NULL;
    rxt_journal_close(begin());
    FILE *out = fopen(file, "a");
    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    fputs("{\"schema\":\"other/1\"}", out);
    fputc('\0', out);
    fputs("lost\n", out);
    fclose(out);
    CU_ASSERT_EQUAL(rxt_journal_read(folder, &study, NULL), RXT_E_INPUT);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "line 2"));
    remove_folder();
}

/* Between reading and locking, another study may have come and gone. */
static void only_a_torn_line_is_ever_cut(void)
{
    struct rxt_journal *journal = begin();
    const size_t n_whole = size_of(file);
    CU_ASSERT_EQUAL(add_sample(journal, 0), RXT_OK);
    rxt_journal_close(journal);
    append_text("{\"sch");
    const size_t n_bytes = size_of(file);
    CU_ASSERT_EQUAL(rxt_journal_open(&journal, folder, n_whole), RXT_E_USAGE);
    CU_ASSERT_EQUAL(size_of(file), n_bytes);
    CU_ASSERT_EQUAL(rxt_journal_open(&journal, folder, n_bytes + 100), RXT_E_USAGE);
    CU_ASSERT_EQUAL(size_of(file), n_bytes);
    remove_folder();
}

static void a_folder_that_cannot_be_made_is_said(void)
{
    struct rxt_journal *journal = NULL;
    CU_ASSERT_EQUAL(rxt_journal_open(&journal, "/proc/rxt-cannot-be", 0), RXT_E_OUTPUT);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "/proc/rxt-cannot-be"));
    CU_ASSERT_EQUAL(rxt_journal_open(&journal, "/dev/null", 0), RXT_E_OUTPUT);
    CU_ASSERT_PTR_NULL(journal);
}

CU_TestInfo test_journal[] = {
    CLAIM(a_sample_is_read_as_it_was_written),
    CLAIM(a_disturbed_sample_is_told_as_one),
    CLAIM(a_torn_last_line_is_cut_and_no_other),
    CLAIM(an_alien_file_is_no_journal),
    CLAIM(a_second_study_in_a_folder_is_refused),
    CLAIM(a_full_disk_loses_no_line_that_was_whole),
    CLAIM(a_journal_that_was_taken_away_takes_no_line),
    CLAIM(what_is_kept_elsewhere_is_the_whole_study),
    CLAIM(only_a_file_of_its_own_becomes_a_journal),
    CLAIM(a_new_folder_is_never_one_that_was_there),
    CLAIM(the_parents_of_a_folder_are_made),
    CLAIM(outside_a_study_round_and_launch_are_null),
    CLAIM(a_time_that_is_nan_stays_and_does_not_count),
    CLAIM(a_programs_number_is_read_as_it_was_written),
    CLAIM(an_unchecked_sample_counts_of_a_program_alone),
    CLAIM(a_number_that_is_none_is_refused_where_a_programs_is_due),
    CLAIM(a_note_that_is_not_utf_8_does_not_cost_the_sample),
    CLAIM(a_field_that_is_missing_or_alien_is_named),
    CLAIM(a_number_of_a_place_or_a_measure_has_its_range),
    CLAIM(a_number_out_of_its_range_is_told_with_its_line),
    CLAIM(what_a_launch_was_and_cost_is_read_back),
    CLAIM(a_study_of_before_has_no_race_and_no_budget),
    CLAIM(a_budget_is_a_time_core_hours_or_a_share),
    CLAIM(a_launch_costs_each_subject_its_run_and_a_part_of_the_start),
    CLAIM(a_budget_is_shared_by_what_the_first_round_cost),
    CLAIM(a_launch_that_tells_no_share_of_its_cores_is_read),
    CLAIM(a_launch_that_cannot_be_is_refused),
    CLAIM(who_left_without_a_round_is_refused),
    CLAIM(launches_are_counted_once_from_all_lines),
    CLAIM(what_a_header_tells_is_read_back),
    CLAIM(a_header_that_cannot_be_reckoned_with_is_refused),
    CLAIM(a_file_without_end_is_refused_at_once),
    CLAIM(a_line_with_a_nul_is_broken),
    CLAIM(only_a_torn_line_is_ever_cut),
    CLAIM(a_folder_that_cannot_be_made_is_said),
    CU_TEST_INFO_NULL,
};
