/* SPDX-License-Identifier: BSD-3-Clause
 * test_factor.c - the factors of a layout multiply to the efficiency that is told of it, whatever the rounds were like.
 */
#include "tests.h"

#include "decide.h"
#include "made.h"

#include <math.h>

/* A number from -1 to 1 that looks random. */
static double noise(unsigned *state)
{
    *state = *state * 1664525u + 1013904223u;
    return (double)(*state >> 8) / (double)(1u << 23) - 1.0;
}

/* A launch of a layout whose factors differ from round to round, in all that it takes. */
static struct rxt_sample *launch(const char *layout, int round, double time_s, double spread, unsigned *state)
{
    struct rxt_sample *s = made_sample("pi", layout, round, time_s * exp(spread * noise(state)));
    struct rxt_efficiency *e = &s->efficiency;
    e->mpi_load_balance = 0.9 + 0.1 * noise(state);
    e->mpi_transfer = 0.8 + 0.2 * noise(state);
    e->omp_load_balance = 0.9 + 0.1 * noise(state);
    e->omp_overhead = 0.95 + 0.05 * noise(state);
    e->core_time = 0.7 + 0.3 * noise(state);
    e->parallel =
        e->mpi_load_balance * e->mpi_transfer * e->omp_load_balance * e->omp_overhead * e->core_time;
    return s;
}

static double product_of(const struct rxt_row *row)
{
    const struct rxt_efficiency *f = &row->factors;
    return f->mpi_load_balance * f->mpi_transfer * f->omp_load_balance * f->omp_overhead *
           (isnan(f->core_time) ? 1.0 : f->core_time) * row->scaling;
}

static size_t n_asked;

static void all_multiply(const struct rxt_study *study)
{
    struct rxt_decision *d = NULL;
    CU_ASSERT_EQUAL_FATAL(rxt_decide(&d, study), RXT_OK);
    for (size_t k = 0; k < d->n_kernels; k++) {
        for (size_t r = 0; r < d->kernels[k].n_rows; r++) {
            const struct rxt_row *row = &d->kernels[k].rows[r];
            if (isfinite(row->efficiency.value) && isfinite(row->factors.parallel)) {
                CU_ASSERT_DOUBLE_EQUAL(product_of(row) / row->efficiency.value, 1.0, 0.01);
                CU_ASSERT_DOUBLE_EQUAL(row->factors.parallel * row->scaling / row->efficiency.value, 1.0,
                                       0.01);
                n_asked++;
            }
        }
    }
    rxt_decision_close(d);
}

static void factors_multiply_to_the_efficiency_over_noisy_rounds(void)
{
    unsigned state = 1;
    n_asked = 0;
    for (int n_rounds = 1; n_rounds <= 12; n_rounds++) {
        struct rxt_study *study = made_study();
        for (int round = 0; round < n_rounds; round++) {
            made_add(study, made_sample("pi", "1x1", round, 2.0 * exp(0.3 * noise(&state))));
            made_add(study, launch("1x2", round, 1.0, 0.4, &state));
            if (round != 2) { /* not all ran in all rounds */
                made_add(study, launch("2x1", round, 1.1, 0.4, &state));
            }
        }
        all_multiply(study);
        rxt_study_close(study);
    }
    CU_ASSERT_EQUAL(n_asked, 36);
}

/* Accounts without waits for cores, whose serial run copied between ranks: those of older versions. */
static void factors_of_an_old_journal_multiply_to_the_efficiency(void)
{
    struct rxt_study *study = NULL;
    n_asked = 0;
    CU_ASSERT_EQUAL_FATAL(rxt_journal_read("results/example/journal.jsonl", &study, NULL), RXT_OK);
    all_multiply(study);
    CU_ASSERT_TRUE(n_asked > 0);
    rxt_study_close(study);
}

/* What a round has no account of is not made up from another's. */
static void rounds_without_an_account_give_no_factors(void)
{
    unsigned state = 1;
    struct rxt_study *study = made_study();
    for (int round = 0; round < 7; round++) {
        made_add(study, made_sample("pi", "1x1", round, 2.0));
        struct rxt_sample *s = launch("1x2", round, 1.0, 0.0, &state);
        s->efficiency.parallel = NAN;
        made_add(study, s);
    }
    struct rxt_decision *d = NULL;
    CU_ASSERT_EQUAL_FATAL(rxt_decide(&d, study), RXT_OK);
    CU_ASSERT_TRUE(isnan(d->kernels[0].rows[1].scaling));
    CU_ASSERT_TRUE(isnan(d->kernels[0].rows[1].factors.parallel));
    rxt_decision_close(d);
    rxt_study_close(study);
}

CU_TestInfo test_factor[] = {CLAIM(factors_multiply_to_the_efficiency_over_noisy_rounds),
                             CLAIM(factors_of_an_old_journal_multiply_to_the_efficiency),
                             CLAIM(rounds_without_an_account_give_no_factors), CU_TEST_INFO_NULL};
