/* SPDX-License-Identifier: BSD-3-Clause
 * test_race_read.c - the race that a journal tells of: who takes part, which try counts, and what was spent.
 */
#include "tests.h"

#include "decide_race.h"
#include "made.h"

#include <math.h>

/* The layouts of made_study: 1x1, 1x2, 2x1, 2x1@none. */
enum { SERIAL, THREADS, RANKS, PLAIN, N };

static struct rxt_race read_race(struct rxt_study *study, size_t workers)
{
    struct rxt_race race;
    made_header(study, NULL);
    CU_ASSERT_EQUAL_FATAL(rxt_race_read(&race, study, "pi", workers), RXT_OK);
    return race;
}

static void set(struct rxt_study *study, const char *key, json_t *value)
{
    json_object_set_new(study->header->json, key, value);
}

static struct rxt_lap lap_of(const struct rxt_race *race, size_t layout, size_t round)
{
    return race->laps[layout * race->n_rounds + round];
}

static void add_launch(struct rxt_study *study, const char *layout, int round, double wall_s,
                       enum rxt_end end)
{
    struct rxt_launched *l = calloc(1, sizeof *l);
    (void)!rxt_layout_parse(layout, &l->layout);
    l->round = round;
    l->n_subjects = 1;
    l->subjects = calloc(1, sizeof *l->subjects);
    l->subjects[0] = strdup("pi");
    l->run_s = calloc(1, sizeof *l->run_s);
    l->run_s[0] = 0.5 * wall_s;
    l->wall_s = wall_s;
    l->cores = 2;
    l->cpu_share = NAN;
    l->end = end;
    study->launches = realloc(study->launches, (study->n_launches + 1) * sizeof *study->launches);
    study->launches[study->n_launches++] = l;
}

static void each_layout_has_its_part(void)
{
    struct rxt_study *study = made_study();
    made_add(study, made_sample("pi", "1x2", 0, 2.0));
    struct rxt_race race = read_race(study, 0);
    CU_ASSERT_EQUAL_FATAL(race.n_layouts, N);
    CU_ASSERT_EQUAL(race.racers[SERIAL].part, RXT_RACE_SERIAL);
    CU_ASSERT_EQUAL(race.racers[THREADS].part, RXT_RACE_CONTENDER);
    CU_ASSERT_EQUAL(race.racers[RANKS].part, RXT_RACE_CONTENDER);
    CU_ASSERT_EQUAL(race.racers[PLAIN].part, RXT_RACE_PLAIN);
    CU_ASSERT_EQUAL(race.racers[RANKS].ranks, 2);
    CU_ASSERT_EQUAL(race.racers[THREADS].cores, 2);
    CU_ASSERT_EQUAL(race.n_rounds, 1);
    CU_ASSERT_EQUAL(lap_of(&race, THREADS, 0).y, log(2.0));
    CU_ASSERT_TRUE(lap_of(&race, THREADS, 0).launched && !lap_of(&race, RANKS, 0).launched);
    CU_ASSERT_TRUE(isnan(lap_of(&race, RANKS, 0).y));
    rxt_race_free(&race);
    race = read_race(study, 1); /* of a step of one worker */
    CU_ASSERT_EQUAL(race.racers[SERIAL].part, RXT_RACE_SERIAL);
    CU_ASSERT_EQUAL(race.racers[THREADS].part, RXT_RACE_ABSENT);
    CU_ASSERT_EQUAL(race.n_rounds, 0);
    rxt_race_free(&race);
    rxt_study_close(study);
}

static void what_several_rounds_did_not_launch_takes_no_part(void)
{
    struct rxt_study *study = made_study();
    for (int round = 0; round < 2; round++) {
        made_add(study, made_sample("pi", "1x1", round, 2.0));
        made_add(study, made_sample("pi", "2x1", round, 2.0));
    }
    struct rxt_race race = read_race(study, 0);
    CU_ASSERT_EQUAL(race.racers[THREADS].part, RXT_RACE_ABSENT);
    CU_ASSERT_EQUAL(race.racers[RANKS].part, RXT_RACE_CONTENDER);
    rxt_race_free(&race);
    rxt_study_close(study);
}

static struct rxt_sample *disturbed(double time_s, double cpu_share)
{
    struct rxt_sample *s = made_sample("pi", "1x2", 0, time_s);
    s->disturbed = true;
    s->cpu_share = cpu_share;
    return s;
}

static void the_first_try_that_was_not_disturbed_counts(void)
{
    struct rxt_study *study = made_study();
    made_add(study, disturbed(4.0, 0.5));
    made_add(study, disturbed(3.0, 0.7));
    made_add(study, disturbed(5.0, 0.6));
    struct rxt_race race = read_race(study, 0);
    CU_ASSERT_EQUAL(lap_of(&race, THREADS, 0).y, log(3.0)); /* the least disturbed */
    CU_ASSERT_TRUE(lap_of(&race, THREADS, 0).disturbed);
    rxt_race_free(&race);
    made_add(study, made_sample("pi", "1x2", 0, 2.0));
    made_add(study, made_sample("pi", "1x2", 0, 1.0));
    race = read_race(study, 0);
    CU_ASSERT_EQUAL(lap_of(&race, THREADS, 0).y, log(2.0));
    CU_ASSERT_FALSE(lap_of(&race, THREADS, 0).disturbed);
    rxt_race_free(&race);
    rxt_study_close(study);
}

static void a_launch_that_the_end_of_the_study_broke_off_is_made_again(void)
{
    struct rxt_study *study = made_study();
    add_launch(study, "1x2", 0, 4.0, RXT_END_PREEMPTED);
    struct rxt_race race = read_race(study, 0);
    CU_ASSERT_EQUAL(race.n_rounds, 0);
    rxt_race_free(&race);
    made_add(study, made_sample("pi", "2x1", 0, 1.0));
    add_launch(study, "2x1", 0, 4.0, RXT_END_FAILED);
    race = read_race(study, 0);
    CU_ASSERT_FALSE(lap_of(&race, THREADS, 0).launched);
    CU_ASSERT_EQUAL(lap_of(&race, THREADS, 0).cost, 8.0); /* and costs what it took */
    CU_ASSERT_TRUE(lap_of(&race, RANKS, 0).launched);
    rxt_race_free(&race);
    rxt_study_close(study);
}

static void tries_cost_what_all_of_them_took(void)
{
    struct rxt_study *study = made_study();
    add_launch(study, "1x2", 0, 4.0, RXT_END_OK);
    add_launch(study, "1x2", 0, 2.0, RXT_END_OK);
    struct rxt_race race = read_race(study, 0);
    CU_ASSERT_EQUAL(lap_of(&race, THREADS, 0).cost, 12.0); /* of two cores */
    CU_ASSERT_TRUE(isnan(lap_of(&race, THREADS, 0).y));
    rxt_race_free(&race);
    rxt_study_close(study);
}

static void the_header_tells_the_terms(void)
{
    struct rxt_study *study = made_study();
    set(study, "rounds", json_integer(7));
    struct rxt_race race = read_race(study, 0); /* of before: at most so many */
    CU_ASSERT_FALSE(race.screens);
    CU_ASSERT_EQUAL(race.exactly, 0);
    CU_ASSERT_EQUAL(race.n_parts, 1);
    CU_ASSERT_DOUBLE_EQUAL(race.tolerance, 0.02, 1e-15);
    rxt_race_free(&race);
    set(study, "strategy", json_string("race"));
    set(study, "budget", json_pack("{s:f, s:s}", "value", 0.5, "unit", "share"));
    race = read_race(study, 0);
    CU_ASSERT_TRUE(race.screens);
    CU_ASSERT_EQUAL(race.exactly, 7);
    CU_ASSERT_EQUAL(race.share, 0.5);
    CU_ASSERT_TRUE(isnan(race.budget));
    rxt_race_free(&race);
    set(study, "scaling", json_string("strong")); /* a curve wants all its points */
    race = read_race(study, 2);
    CU_ASSERT_FALSE(race.screens);
    CU_ASSERT_EQUAL(race.n_parts, 2);
    rxt_race_free(&race);
    rxt_study_close(study);
}

CU_TestInfo test_race_read[] = {CLAIM(each_layout_has_its_part),
                                CLAIM(what_several_rounds_did_not_launch_takes_no_part),
                                CLAIM(the_first_try_that_was_not_disturbed_counts),
                                CLAIM(a_launch_that_the_end_of_the_study_broke_off_is_made_again),
                                CLAIM(tries_cost_what_all_of_them_took),
                                CLAIM(the_header_tells_the_terms),
                                CU_TEST_INFO_NULL};
