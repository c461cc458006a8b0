/* SPDX-License-Identifier: BSD-3-Clause
 * test_launch_process.c - a program that is asked answers with all that it says, or with why it cannot.
 */
#include "tests.h"

#include "fresh.h"
#include "launch_process.h"
#include "orphan.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct rxt_answer ask(const char *script, const char *folder, double timeout_s, enum rxt_err expected)
{
    struct rxt_answer answer;
    const char *const words[] = {"sh", "-c", script, NULL};
    const struct rxt_question question = {.words = words, .folder = folder, .timeout_s = timeout_s};
    CU_ASSERT_EQUAL(rxt_program_ask(&question, &answer), expected);
    return answer;
}

static void both_streams_and_the_status_come_back_apart(void)
{
    struct rxt_answer answer = ask("echo yes; echo no >&2; printf more; exit 4", NULL, 20.0, RXT_OK);
    CU_ASSERT_STRING_EQUAL(rxt_text_of(&answer.said[RXT_OUT]), "yes\nmore");
    CU_ASSERT_STRING_EQUAL(rxt_text_of(&answer.said[RXT_ERR]), "no\n");
    CU_ASSERT_EQUAL(answer.status, 4);
    rxt_answer_free(&answer);
}

static void more_than_a_pipe_holds_comes_whole(void)
{
    struct rxt_answer answer = ask("head -c 300000 /dev/zero | tr '\\0' x", NULL, 60.0, RXT_OK);
    CU_ASSERT_EQUAL(answer.said[RXT_OUT].n, 300000);
    rxt_answer_free(&answer);
}

static void it_reads_nothing_and_runs_where_it_is_told(void)
{
    char folder[64], want[128];
    fresh_path(folder, sizeof folder, "folder");
    snprintf(want, sizeof want, "mkdir -p %s", folder);
    CU_ASSERT_EQUAL(system(want), 0);
    struct rxt_answer answer = ask("cat; basename \"$(pwd)\"", folder, 20.0, RXT_OK);
    snprintf(want, sizeof want, "%s\n", strrchr(folder, '/') + 1);
    CU_ASSERT_STRING_EQUAL(rxt_text_of(&answer.said[RXT_OUT]), want);
    rxt_answer_free(&answer);
    rmdir(folder);
    *strrchr(folder, '/') = '\0';
    rmdir(folder);
    answer = ask("echo here", folder, 20.0, RXT_OK); /* it is not there any more */
    CU_ASSERT_EQUAL(answer.status, 127);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&answer.said[RXT_ERR]), folder));
    rxt_answer_free(&answer);
}

static void who_takes_too_long_is_ended(void)
{
    struct rxt_answer answer = ask("echo $$; exec sleep 1000", NULL, 0.5, RXT_E_LAUNCH);
    const pid_t pid = (pid_t)strtol(rxt_text_of(&answer.said[RXT_OUT]), NULL, 10);
    CU_ASSERT_TRUE(pid > 1);
    CU_ASSERT_NOT_EQUAL(kill(pid, 0), 0);
    CU_ASSERT_EQUAL(answer.status, 128 + SIGTERM);
    rxt_answer_free(&answer);
}

static bool is_over(void)
{
    return true;
}

/* SIGUSR1 is held back here, but not by the program. */
static void who_is_not_wanted_any_more_is_ended_whatever_is_held_back_here(void)
{
    sigset_t usr1, before;
    struct rxt_answer answer;
    const char *const sleep_words[] = {"sleep", "1000", NULL};
    const char *const kill_words[] = {"sh", "-c", "kill -USR1 $$; exit 5", NULL};
    CU_ASSERT_EQUAL(
        rxt_program_ask(&(struct rxt_question){.words = sleep_words, .is_over = is_over}, &answer),
        RXT_E_STOPPED);
    CU_ASSERT_EQUAL(answer.status, 128 + SIGTERM);
    rxt_answer_free(&answer);
    sigemptyset(&usr1);
    sigaddset(&usr1, SIGUSR1);
    sigprocmask(SIG_BLOCK, &usr1, &before);
    CU_ASSERT_EQUAL(rxt_program_ask(&(struct rxt_question){.words = kill_words, .signals = &before}, &answer),
                    RXT_OK);
    sigprocmask(SIG_SETMASK, &before, NULL);
    CU_ASSERT_EQUAL(answer.status, 128 + SIGUSR1);
    rxt_answer_free(&answer);
}

static void a_program_that_is_in_no_path_is_named(void)
{
    struct rxt_answer answer;
    const char *const words[] = {"rxt-no-such-program", NULL};
    CU_ASSERT_EQUAL(rxt_program_ask(&(struct rxt_question){.words = words}, &answer), RXT_E_ABSENT);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), words[0]));
    rxt_answer_free(&answer);
}

static enum rxt_err start_child(const char *path)
{
    struct rxt_child child;
    const struct rxt_words words = orphan_program(path);
    return rxt_child_start(&child, words.word, NULL, NULL);
}

static void no_program_begins_for_one_that_died(void)
{
    CU_ASSERT_FALSE(orphan_runs(start_child));
}

CU_TestInfo test_launch_process[] = {
    CLAIM(both_streams_and_the_status_come_back_apart),
    CLAIM(more_than_a_pipe_holds_comes_whole),
    CLAIM(it_reads_nothing_and_runs_where_it_is_told),
    CLAIM(who_takes_too_long_is_ended),
    CLAIM(who_is_not_wanted_any_more_is_ended_whatever_is_held_back_here),
    CLAIM(a_program_that_is_in_no_path_is_named),
    CLAIM(no_program_begins_for_one_that_died),
    CU_TEST_INFO_NULL,
};
