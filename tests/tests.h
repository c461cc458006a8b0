/* SPDX-License-Identifier: BSD-3-Clause
 * tests.h - the suites; a test's name is its claim.
 */
#ifndef RXT_TESTS_H
#define RXT_TESTS_H

#include <CUnit/Basic.h>

/* A suite is a file test_NAME.c with its test_NAME[]. */
#define SUITES(X)                                                                                            \
    X(base)                                                                                                  \
    X(bytes)                                                                                                 \
    X(machine)                                                                                               \
    X(quality)                                                                                               \
    X(calm)                                                                                                  \
    X(rank)                                                                                                  \
    X(layout)                                                                                                \
    X(plan)                                                                                                  \
    X(plan_rules)                                                                                            \
    X(cpu)                                                                                                   \
    X(factor)                                                                                                \
    X(why)                                                                                                   \
    X(ceilings)                                                                                              \
    X(team)                                                                                                  \
    X(pool)                                                                                                  \
    X(kernels)                                                                                               \
    X(request)                                                                                               \
    X(kit)                                                                                                   \
    X(plugin)                                                                                                \
    X(finder)                                                                                                \
    X(watch)                                                                                                 \
    X(watch_look)                                                                                            \
    X(watch_say)                                                                                             \
    X(claims)                                                                                                \
    X(launch)                                                                                                \
    X(launch_process)                                                                                        \
    X(batch)                                                                                                 \
    X(launch_end)                                                                                            \
    X(launch_side)                                                                                           \
    X(openmpi)                                                                                               \
    X(bind)                                                                                                  \
    X(launch_room)                                                                                           \
    X(reasons)                                                                                               \
    X(watch_account)                                                                                         \
    X(usage)                                                                                                 \
    X(account)                                                                                               \
    X(watch_proof)                                                                                           \
    X(journal)                                                                                               \
    X(merge)                                                                                                 \
    X(check)                                                                                                 \
    X(recipe)                                                                                                \
    X(study)                                                                                                 \
    X(balance)                                                                                               \
    X(study_program)                                                                                         \
    X(strategy)                                                                                              \
    X(program_words)                                                                                         \
    X(program_folder)                                                                                        \
    X(program_task)                                                                                          \
    X(decide)                                                                                                \
    X(decide_model)                                                                                          \
    X(race)                                                                                                  \
    X(race_read)                                                                                             \
    X(race_laws)                                                                                             \
    X(measure)                                                                                               \
    X(choice)                                                                                                \
    X(compare)                                                                                               \
    X(document)                                                                                              \
    X(report)                                                                                                \
    X(sure)                                                                                                  \
    X(page)                                                                                                  \
    X(statements)                                                                                            \
    X(plots)                                                                                                 \
    X(kernel_blur)                                                                                           \
    X(kernel_factor)                                                                                         \
    X(kernel_fft)                                                                                            \
    X(kernel_heat)                                                                                           \
    X(kernel_html)                                                                                           \
    X(kernel_json)                                                                                           \
    X(kernel_kmeans)                                                                                         \
    X(kernel_nbody)                                                                                          \
    X(kernel_points)                                                                                         \
    X(kernel_primes)                                                                                         \
    X(kernel_sort)                                                                                           \
    X(kernel_stats)                                                                                          \
    X(kernel_words)                                                                                          \
    X(picture)

#define DECLARE_SUITE(name) extern CU_TestInfo test_##name[];
SUITES(DECLARE_SUITE)
#undef DECLARE_SUITE

/* A row of a suite: the function's name is its claim. */
#define CLAIM(claim)                                                                                         \
    {                                                                                                        \
        .pName = #claim, .pTestFunc = claim                                                                  \
    }

/** Be one rank of the conformance suite: see test_conform.c. Returns the exit status. */
int rxt_conform(int argc, char **argv);
/** Be one rank of a launch whose kernel moves its thread: see test_prove.c. Returns the exit status. */
int rxt_prove(int argc, char **argv);
/** Be the rank of a launch that pretends to measure: see test_study.c. Returns the exit status. */
int rxt_pretend(int argc, char **argv);

#endif
