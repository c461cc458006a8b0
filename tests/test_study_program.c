/* SPDX-License-Identifier: BSD-3-Clause
 * test_study_program.c - what becomes of the records of a program's ranks: a sample, or a failure that is named.
 */
#include "tests.h"

#include "made.h"
#include "sample.h"
#include "study_program.h"
#include "study_subject_program.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

enum { N = 2 };

static struct rxt_program_study shared;
static struct rxt_program program;
static struct rxt_watched ranks[N];
static char tagged[] = "no <b>mesh</b>\n---\n";
static char words[] = "\nreading mesh\n   cannot open mesh.dat\n=====\n";

/* Two ranks of two threads each, a good second each. */
static struct rxt_program_seen seen_of(const struct rxt_program_member *member)
{
    static const struct rxt_layout layout = {1, 2, 2, RXT_BY_SPREAD};
    static const struct rxt_watch_plan plan = {.n_threads = 2};
    static const struct rxt_outcome outcome = {.status = 0};
    shared = (struct rxt_program_study){.program = &program};
    for (int r = 0; r < N; r++) {
        ranks[r] = (struct rxt_watched){.rank = r,
                                        .local_rank = r,
                                        .end = RXT_END_STATUS,
                                        .wall_s = 1.0 + r,
                                        .private_bytes = 100.0,
                                        .shared_bytes = 50.0 + r};
    }
    return (struct rxt_program_seen){.member = member,
                                     .layout = &layout,
                                     .launcher = "openmpi",
                                     .ranks = ranks,
                                     .n = N,
                                     .n_copies = 1,
                                     .missing = "",
                                     .plan = &plan,
                                     .outcome = &outcome};
}

static const char *failure_of(const struct rxt_program_seen *seen, bool *timed_out)
{
    static char why[1024];
    *timed_out = false;
    return rxt_program_failed(seen, timed_out, why, sizeof why) ? why : NULL;
}

static void the_rank_that_is_to_blame_is_named(void)
{
    bool timed_out;
    const struct rxt_program_member member = {.shared = &shared};
    struct rxt_program_seen seen = seen_of(&member);
    CU_ASSERT_PTR_NULL(failure_of(&seen, &timed_out));
    ranks[0].end = RXT_END_SIGNAL;
    ranks[0].signal = SIGTERM; /* as its launcher ended it */
    ranks[1].status = 3;
    ranks[1].tail = words;
    ranks[1].n_tail = strlen(words);
    CU_ASSERT_STRING_EQUAL(failure_of(&seen, &timed_out),
                           "rank 1 ended with status 3 after 2 s; it said last: cannot open mesh.dat");
    ranks[1].tail = tagged;
    ranks[1].n_tail = strlen(tagged);
    CU_ASSERT_STRING_EQUAL(failure_of(&seen, &timed_out),
                           "rank 1 ended with status 3 after 2 s; it said last: no <b>mesh</b>");
    ranks[0].signal = SIGSEGV;
    CU_ASSERT_PTR_NOT_NULL(strstr(failure_of(&seen, &timed_out), "rank 0 ended by signal 11"));
    ranks[1] = (struct rxt_watched){.rank = -1};
    seen.missing = "rank 1 sent no record";
    CU_ASSERT_PTR_NOT_NULL(strstr(failure_of(&seen, &timed_out), "rank 0 ended by signal 11"));
    ranks[0].end = RXT_END_STATUS;
    CU_ASSERT_PTR_NOT_NULL(
        strstr(failure_of(&seen, &timed_out), "rank 1 sent no record; of the launch: exit status "));
    CU_ASSERT_PTR_NULL(strstr(failure_of(&seen, &timed_out), "MPI_Finalize")); /* is told of MPICH alone */
    seen.launcher = "mpich";
    CU_ASSERT_PTR_NOT_NULL(strstr(failure_of(&seen, &timed_out), "ends without MPI_Finalize"));
    CU_ASSERT_FALSE(timed_out);
    ranks[0].end = RXT_END_TIMEOUT;
    CU_ASSERT_PTR_NOT_NULL(strstr(failure_of(&seen, &timed_out), "rank 0 took longer than a launch may"));
    CU_ASSERT_TRUE(timed_out);
}

static struct rxt_sample *sample_of(const struct rxt_program_seen *seen, const struct rxt_finding *finding,
                                    const struct rxt_watch_proof *proof)
{
    struct rxt_sample *sample = NULL;
    json_t *json = rxt_program_sample(seen, finding, proof);
    CU_ASSERT_PTR_NOT_NULL_FATAL(json);
    CU_ASSERT_EQUAL_FATAL(rxt_sample_from_json(json, &sample), RXT_OK);
    json_decref(json);
    return sample;
}

static void a_sample_has_the_longest_ranks_time_and_its_number(void)
{
    char name[] = "app", metric[] = "x (1)", unit[] = "GF", expect[] = "done";
    const struct rxt_program_member member = {
        .subject = {.name = name}, .shared = &shared, .params = json_object()};
    struct rxt_program_seen seen = seen_of(&member);
    const struct rxt_finding none = {.metric = NAN}, right = {.metric = 7.5},
                             wrong = {.metric = 7.5, .wrong = "no line"};
    const struct rxt_watch_proof holds = {.state = RXT_PROOF_HOLDS},
                                 open = {.state = RXT_PROOF_OPEN, .why = "not seen"},
                                 rejects = {.state = RXT_PROOF_REJECTS, .why = "elsewhere"};
    struct rxt_sample *s = sample_of(&seen, &none, &holds);
    CU_ASSERT_DOUBLE_EQUAL(s->time_s[0], 2.0, 0.0);
    CU_ASSERT_EQUAL(s->check, RXT_CHECK_NONE);
    CU_ASSERT_TRUE(rxt_sample_counts(s));
    CU_ASSERT_DOUBLE_EQUAL(s->peak_node_bytes, 2.0 * 100.0 + 51.0, 0.0);
    CU_ASSERT_PTR_NULL(s->metric);
    CU_ASSERT_EQUAL(json_array_size(s->watched), N);
    rxt_sample_close(s);
    program =
        (struct rxt_program){.metric = metric, .unit = unit, .expect = expect, .higher_is_better = true};
    s = sample_of(&seen, &right, &open);
    CU_ASSERT_DOUBLE_EQUAL(s->metric[0], 7.5, 0.0);
    CU_ASSERT_TRUE(s->higher_is_better && s->check == RXT_CHECK_PASS);
    CU_ASSERT_STRING_EQUAL(s->unproven, "not seen");
    rxt_sample_close(s);
    s = sample_of(&seen, &wrong, &holds);
    CU_ASSERT_EQUAL(s->check, RXT_CHECK_FAIL);
    CU_ASSERT_STRING_EQUAL(s->check_note, "no line");
    rxt_sample_close(s);
    s = sample_of(&seen, &right, &rejects);
    CU_ASSERT_STRING_EQUAL(s->rejected, "elsewhere");
    CU_ASSERT_FALSE(rxt_sample_counts(s));
    rxt_sample_close(s);
    program = (struct rxt_program){.n_subjects = 0};
    json_decref(member.params);
}

static void a_study_that_goes_on_knows_what_it_had_learnt(void)
{
    const struct rxt_layout threads = {1, 1, 2, RXT_BY_SPREAD}, serial = {1, 1, 1, RXT_BY_SPREAD};
    struct rxt_program two = {0};
    struct rxt_words command = {0};
    struct rxt_study_spec spec = {0};
    struct rxt_study *so_far = made_study();
    rxt_words_add(&command, "./app");
    CU_ASSERT_EQUAL_FATAL(rxt_program_add(&two, "app", &command, 1), RXT_OK);
    CU_ASSERT_EQUAL_FATAL(rxt_program_add(&two, "other", &command, 1), RXT_OK);
    CU_ASSERT_EQUAL_FATAL(rxt_study_add_program(&spec, &two), RXT_OK);
    for (int round = 0; round < 2; round++) {
        struct rxt_sample *s = made_number("app", "1x2", round, 1.0, false);
        s->has_usage = true;
        s->usage.used = 1;
        s->is_mask_only = round == 1;
        made_add(so_far, s);
    }
    const struct rxt_program_member *member = rxt_program_member_of(spec.subjects[0]);
    CU_ASSERT_TRUE(rxt_subject_runs(spec.subjects[0], &threads));
    CU_ASSERT_FALSE(member->shared->mask_only[0]);
    for (size_t k = 0; k < spec.n_subjects; k++) {
        spec.subjects[k]->family->recall(spec.subjects[k], so_far);
        CU_ASSERT_EQUAL(rxt_subject_runs(spec.subjects[k], &threads), k == 1);
        CU_ASSERT_TRUE(rxt_subject_runs(spec.subjects[k], &serial));
        CU_ASSERT_EQUAL(member->shared->mask_only[k], k == 0);
    }
    rxt_subjects_close(spec.subjects, spec.n_subjects);
    rxt_study_close(so_far);
    rxt_words_free(&command);
    rxt_program_free(&two);
}

CU_TestInfo test_study_program[] = {
    CLAIM(a_study_that_goes_on_knows_what_it_had_learnt),
    CLAIM(the_rank_that_is_to_blame_is_named),
    CLAIM(a_sample_has_the_longest_ranks_time_and_its_number),
    CU_TEST_INFO_NULL,
};
