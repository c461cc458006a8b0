/* SPDX-License-Identifier: BSD-3-Clause
 * test_launch_side.c - launches side by side: at the same time, heard, ended together, and told of by the worst.
 */
#include "tests.h"

#include "launch_side.h"

#include "fresh.h"
#include "orphan.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { N = 3 };

static size_t n_heard[N];
static volatile sig_atomic_t is_stopped;

/* "0 begins": a line of launch 0. */
static bool take(void *context, const char *line)
{
    (void)context;
    const int i = line[0] - '0';
    CU_ASSERT(i >= 0 && i < N && line[1] == ' ');
    n_heard[i >= 0 && i < N ? i : 0]++;
    if (strstr(line, "stop me")) {
        is_stopped = 1;
    }
    return strstr(line, "enough") == NULL;
}

/* Run N shells side by side, $1 their number, $2 a folder of all. */
static struct rxt_outcome run(const char *script, double timeout_s, enum rxt_err expected)
{
    char folder[] = "/tmp/rxt-test-XXXXXX", command[512];
    struct rxt_words words[N] = {{0}};
    struct rxt_launch launches[N];
    struct rxt_outcome outcome;
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
    memset(n_heard, 0, sizeof n_heard);
    is_stopped = 0;
    for (int i = 0; i < N; i++) {
        rxt_words_add(&words[i], "/bin/sh");
        rxt_words_add(&words[i], "-c");
        rxt_words_add(&words[i], "%s", script);
        rxt_words_add(&words[i], "sh");
        rxt_words_add(&words[i], "%d", i);
        rxt_words_add(&words[i], "%s", folder);
        launches[i] = (struct rxt_launch){.layout = {1, 1, 1, RXT_BY_SPREAD}, .program = &words[i]};
    }
    CU_ASSERT_EQUAL(rxt_launch_run_side(launches, N, timeout_s, &is_stopped, take, NULL, &outcome), expected);
    for (int i = 0; i < N; i++) {
        rxt_words_free(&words[i]);
    }
    snprintf(command, sizeof command, "rm -r %s", folder);
    CU_ASSERT_EQUAL(system(command), 0);
    return outcome;
}

static void all_run_at_the_same_time_and_are_heard(void)
{
    /* Each waits for the files of the others. */
    const struct rxt_outcome outcome =
        run("echo \"$1 begins\"; >\"$2/$1\"\n"
            "until [ -e \"$2/0\" ] && [ -e \"$2/1\" ] && [ -e \"$2/2\" ]; do sleep 0.01; done\n"
            "echo \"$1 ends\"",
            60.0, RXT_OK);
    CU_ASSERT(outcome.status == 0 && !outcome.timed_out && outcome.wall_s > 0.0);
    for (int i = 0; i < N; i++) {
        CU_ASSERT_EQUAL(n_heard[i], 2);
    }
}

static void lines_stay_whole(void)
{
    (void)run(
        "i=0; while [ $i -lt 2000 ]; do echo \"$1 0123456789012345678901234567890123456789\"; i=$((i + 1)); done",
        60.0, RXT_OK);
    for (int i = 0; i < N; i++) {
        CU_ASSERT_EQUAL(n_heard[i], 2000);
    }
}

static void the_worst_end_is_told(void)
{
    CU_ASSERT_EQUAL(run("exit $1", 60.0, RXT_OK).status, 1);
    CU_ASSERT(run("[ $1 = 1 ] && exit 3; [ $1 = 0 ] && kill -9 $$; exit 0", 60.0, RXT_OK).signal == 9);
    CU_ASSERT_TRUE(run("[ $1 = 1 ] && exec sleep 300; exit 0", 0.3, RXT_OK).timed_out);
}

static void a_stop_ends_all(void)
{
    CU_ASSERT_TRUE(run("echo \"$1 stop me\"; exec sleep 300", 60.0, RXT_OK).stopped);
    CU_ASSERT_TRUE(run("[ $1 = 1 ] && echo \"$1 enough\"; exec sleep 300", 60.0, RXT_OK).stopped);
}

static enum rxt_err start_side(const char *path)
{
    struct rxt_outcome outcome;
    const struct rxt_words words = orphan_program(path);
    const struct rxt_launch launch = {.layout = {1, 1, 1, RXT_BY_SPREAD}, .program = &words};
    return rxt_launch_run_side(&launch, 1, 60.0, NULL, take, NULL, &outcome);
}

static void no_launch_begins_for_a_study_that_died(void)
{
    CU_ASSERT_FALSE(orphan_runs(start_side));
}

CU_TestInfo test_launch_side[] = {
    CLAIM(all_run_at_the_same_time_and_are_heard),
    CLAIM(lines_stay_whole),
    CLAIM(the_worst_end_is_told),
    CLAIM(a_stop_ends_all),
    CLAIM(no_launch_begins_for_a_study_that_died),
    CU_TEST_INFO_NULL,
};
