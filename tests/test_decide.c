/* SPDX-License-Identifier: BSD-3-Clause
 * test_decide.c - known times in, a known decision out.
 */
#include "tests.h"

#include "decide.h"
#include "made.h"

#include <math.h>

static const char *const layouts[] = {"1x1", "1x2", "2x1", "2x1@none"};

/* Rounds in which layout i takes time[i], times a drift that all of a round share. */
static struct rxt_study *study_of(int n_rounds, const double time_s[4], double drift)
{
    struct rxt_study *study = made_study();
    for (int round = 0; round < n_rounds; round++) {
        for (int i = 0; i < 4; i++) {
            if (time_s[i] > 0.0) {
                made_add(study, made_sample("pi", layouts[i], round, time_s[i] * (1.0 + drift * (round % 3))));
            }
        }
    }
    return study;
}

static struct rxt_decision *decide(const struct rxt_study *study)
{
    struct rxt_decision *decision = NULL;
    CU_ASSERT_EQUAL_FATAL(rxt_decide(&decision, study), RXT_OK);
    CU_ASSERT_EQUAL_FATAL(decision->n_kernels, 1);
    return decision;
}

static void end(struct rxt_decision *decision, struct rxt_study *study)
{
    rxt_decision_close(decision);
    rxt_study_close(study);
}

static void the_fastest_is_best_and_the_slow_are_out(void)
{
    const double time_s[] = {2.0, 1.2, 1.0, 1.5};
    struct rxt_study *study = study_of(6, time_s, 0.0);
    struct rxt_decision *d = decide(study);
    const struct rxt_verdict_of_kernel *k = &d->kernels[0];
    CU_ASSERT_STRING_EQUAL(k->best->text, "2x1");
    CU_ASSERT_EQUAL(k->rows[0].verdict, RXT_IS_OUT);
    CU_ASSERT_EQUAL(k->rows[1].verdict, RXT_IS_OUT);
    CU_ASSERT_EQUAL(k->rows[3].verdict, RXT_IS_PLAIN);
    CU_ASSERT_DOUBLE_EQUAL(k->loss.value, 0.5, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(k->best->speedup.value, 2.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(k->best->efficiency, 1.0, 1e-12);
    CU_ASSERT_EQUAL(k->regret, 0.0);
    CU_ASSERT_STRING_EQUAL(k->launch, "mpirun -n 2 rxt run pi n=5 --layout 2x1");
    const struct rxt_layout out = {1, 1, 2, RXT_BY_SPREAD}, in = {1, 2, 1, RXT_BY_SPREAD};
    CU_ASSERT_TRUE(rxt_decision_is_out(d, &out));
    CU_ASSERT_FALSE(rxt_decision_is_out(d, &in));
    end(d, study);
}

static void what_is_within_the_indifference_is_tied(void)
{
    const double time_s[] = {2.0, 1.005, 1.0, 1.5};
    struct rxt_study *study = study_of(6, time_s, 0.0);
    struct rxt_decision *d = decide(study);
    CU_ASSERT_EQUAL(d->kernels[0].rows[1].verdict, RXT_IS_TIED);
    end(d, study);
}

static void below_six_rounds_nothing_is_out(void)
{
    const double time_s[] = {9.0, 1.2, 1.0, 1.5};
    struct rxt_study *study = study_of(5, time_s, 0.0);
    struct rxt_decision *d = decide(study);
    CU_ASSERT_EQUAL(d->kernels[0].rows[0].verdict, RXT_IS_UNDECIDED);
    CU_ASSERT_TRUE(isnan(d->kernels[0].regret));
    end(d, study);
}

static void drift_that_a_round_shares_cancels(void)
{
    const double time_s[] = {2.0, 1.02, 1.0, 1.5};
    struct rxt_study *study = study_of(9, time_s, 0.5); /* rounds differ by 100 % */
    struct rxt_decision *d = decide(study);
    CU_ASSERT_EQUAL(d->kernels[0].rows[1].verdict, RXT_IS_OUT);
    CU_ASSERT_DOUBLE_EQUAL(d->kernels[0].rows[1].ratio.low, 1.02, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(d->kernels[0].rows[1].ratio.high, 1.02, 1e-9);
    end(d, study);
}

static void another_digest_is_wrong_and_never_best(void)
{
    const double time_s[] = {2.0, 1.2, 1.0, 1.5};
    struct rxt_study *study = study_of(6, time_s, 0.0);
    study->samples[2]->digest = 43;
    struct rxt_decision *d = decide(study);
    CU_ASSERT_TRUE(d->is_wrong);
    CU_ASSERT_EQUAL(d->kernels[0].rows[2].verdict, RXT_IS_WRONG);
    CU_ASSERT_STRING_EQUAL(d->kernels[0].best->text, "1x2");
    end(d, study);
}

static void a_failed_check_is_wrong_and_a_rejection_is_no_time(void)
{
    const double time_s[] = {2.0, 1.2, 1.0, 1.5};
    struct rxt_study *study = study_of(7, time_s, 0.0);
    study->samples[1]->check = RXT_CHECK_FAIL;
    study->samples[2]->rejected = strdup("it was elsewhere");
    study->samples[2]->time_s[0] = 1e-9;
    struct rxt_decision *d = decide(study);
    CU_ASSERT_EQUAL(d->kernels[0].rows[1].verdict, RXT_IS_WRONG);
    CU_ASSERT_EQUAL(d->kernels[0].rows[2].n_rejected, 1);
    CU_ASSERT_EQUAL(d->kernels[0].rows[2].n_launches, 6);
    CU_ASSERT_EQUAL(d->kernels[0].rows[2].time_s.low, 1.0);
    end(d, study);
}

static void a_layout_without_samples_has_failed_and_says_why(void)
{
    const double time_s[] = {2.0, 0.0, 1.0, 1.5};
    struct rxt_study *study = study_of(6, time_s, 0.0);
    study->failures = calloc(1, sizeof *study->failures);
    study->failures[0] = (struct rxt_failure){.layout = strdup("1x2"), .reason = strdup("ended by signal 11")};
    study->n_failures = 1;
    struct rxt_decision *d = decide(study);
    CU_ASSERT_EQUAL(d->kernels[0].rows[1].verdict, RXT_IS_FAILED);
    CU_ASSERT_STRING_EQUAL(d->kernels[0].rows[1].note, "ended by signal 11");
    CU_ASSERT_TRUE(isnan(d->kernels[0].rows[1].share_flop)); /* no ceiling was measured */
    end(d, study);
}

static void a_study_without_a_sample_has_no_best(void)
{
    struct rxt_study *study = made_study();
    struct rxt_decision *d = decide(study);
    CU_ASSERT_PTR_NULL(d->kernels[0].best);
    CU_ASSERT_EQUAL(d->n_rounds, 0);
    end(d, study);
}

CU_TestInfo test_decide[] = {
    {"the_fastest_is_best_and_the_slow_are_out", the_fastest_is_best_and_the_slow_are_out},
    {"what_is_within_the_indifference_is_tied", what_is_within_the_indifference_is_tied},
    {"below_six_rounds_nothing_is_out", below_six_rounds_nothing_is_out},
    {"drift_that_a_round_shares_cancels", drift_that_a_round_shares_cancels},
    {"another_digest_is_wrong_and_never_best", another_digest_is_wrong_and_never_best},
    {"a_failed_check_is_wrong_and_a_rejection_is_no_time", a_failed_check_is_wrong_and_a_rejection_is_no_time},
    {"a_layout_without_samples_has_failed_and_says_why", a_layout_without_samples_has_failed_and_says_why},
    {"a_study_without_a_sample_has_no_best", a_study_without_a_sample_has_no_best},
    CU_TEST_INFO_NULL,
};
