/* SPDX-License-Identifier: BSD-3-Clause
 * test_launch_end.c - a launch that cannot come up, or cannot end, is ended; and why it ended is told first.
 */
#include "tests.h"

#include "launch.h"
#include "launch_end.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UP   "echo '{\"schema\":\"rxt-rank/1\",\"state\":\"up\",\"status\":0}';"
#define DONE "echo '{\"schema\":\"rxt-rank/1\",\"state\":\"done\",\"status\":1}';"

static char shown[256];
static int n_lines, n_shown;

static bool take(void *context, const char *line)
{
    (void)context, (void)line;
    n_lines++;
    return true;
}

static void show(const char *line)
{
    n_shown++;
    snprintf(shown, sizeof shown, "%s", line);
}

static struct rxt_outcome launch(const char *script, const char *patience, double timeout_s)
{
    struct rxt_words words = {0};
    struct rxt_outcome outcome = {0};
    rxt_words_add(&words, "/bin/sh");
    rxt_words_add(&words, "-c");
    rxt_words_add(&words, "%s", script);
    const struct rxt_launch job = {
        .layout = {1, 1, 1, RXT_BY_SPREAD}, .program = &words, .tells = true, .hint = show};
    n_lines = n_shown = 0;
    shown[0] = '\0';
    setenv("RXT_START_TIMEOUT", patience, 1);
    CU_ASSERT_EQUAL(rxt_launch_run(&job, timeout_s, NULL, take, NULL, &outcome), RXT_OK);
    unsetenv("RXT_START_TIMEOUT");
    rxt_words_free(&words);
    return outcome;
}

static void a_launch_whose_rank_0_does_not_come_up_is_ended(void)
{
    char text[2048];
    const struct rxt_outcome outcome =
        launch("echo talk; echo no slots >&2; printf half >&2; sleep 100", "2s", 0.0);
    CU_ASSERT_TRUE(outcome.silent);
    CU_ASSERT_FALSE(outcome.timed_out);
    CU_ASSERT_FALSE(outcome.is_up);
    CU_ASSERT_EQUAL(n_lines, 1); /* a program's talk is no sign of rank 0 */
    CU_ASSERT_EQUAL(n_shown, 1); /* in whole lines, once */
    CU_ASSERT_STRING_EQUAL(shown, "no slots");
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_outcome_text(&outcome, "", text, sizeof text), "did not come up"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "no slots"));
}

static void a_launcher_that_says_much_is_shown_in_part(void)
{
    const struct rxt_outcome outcome =
        launch("i=0; while [ $i -lt 500 ]; do echo no slots >&2; i=$((i + 1)); done; sleep 100", "2s", 0.0);
    CU_ASSERT_TRUE(outcome.silent);
    CU_ASSERT_EQUAL(n_shown, 21);
    CU_ASSERT_STRING_EQUAL(shown, "more, which is not shown");
}

static void work_has_no_limit_once_rank_0_is_up(void)
{
    const struct rxt_outcome outcome =
        launch(UP "echo fine >&2; sleep 4; echo '{\"schema\":\"other\"}'", "3s", 0.0);
    CU_ASSERT_FALSE(outcome.silent);
    CU_ASSERT_TRUE(outcome.is_up);
    CU_ASSERT_EQUAL(outcome.status, 0);
    CU_ASSERT_EQUAL(n_lines, 1); /* what rank 0 tells of itself is nobody else's */
    CU_ASSERT_EQUAL(n_shown, 0);
}

static void a_launcher_that_lives_on_without_ranks_is_ended(void)
{
    const struct rxt_outcome outcome = launch(UP DONE "exec sleep 100", "60s", 0.0);
    CU_ASSERT_TRUE(outcome.lingered);
    CU_ASSERT_FALSE(outcome.timed_out);
    CU_ASSERT_EQUAL(outcome.status, 1); /* the ranks', and not that of its end */
    CU_ASSERT_EQUAL(outcome.signal, 0);
}

static void a_launcher_that_waits_for_its_ranks_does_not_linger(void)
{
    const struct rxt_outcome outcome = launch(
        "d=$(mktemp -d) && printf '#!/bin/sh\\nsleep 5\\n' >$d/rxt-rank && chmod +x $d/rxt-rank;" UP DONE
        "$d/rxt-rank; rm -r $d; exit 1",
        "60s", 0.0);
    CU_ASSERT_FALSE(outcome.lingered);
    CU_ASSERT_EQUAL(outcome.status, 1);
}

static void a_start_timeout_that_is_no_time_is_refused(void)
{
    struct rxt_words words = {0};
    struct rxt_outcome outcome = {0};
    rxt_words_add(&words, "/bin/true");
    const struct rxt_launch job = {.layout = {1, 1, 1, RXT_BY_SPREAD}, .program = &words, .tells = true};
    setenv("RXT_START_TIMEOUT", "soon", 1);
    CU_ASSERT_EQUAL(rxt_launch_run(&job, 0.0, NULL, take, NULL, &outcome), RXT_E_RANGE);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "RXT_START_TIMEOUT 'soon'"));
    unsetenv("RXT_START_TIMEOUT");
    rxt_words_free(&words);
}

static struct rxt_outcome ended(int status, const char *said, char *text, size_t n_bytes)
{
    struct rxt_outcome outcome = {.status = status, .rank = -1};
    rxt_outcome_read(&outcome, &rxt_launcher_none, said);
    rxt_outcome_text(&outcome, "--timeout", text, n_bytes);
    return outcome;
}

static void the_cause_comes_first_in_the_words_of_every_launcher(void)
{
    char text[2048];
    ended(
        139,
        "[vm:1] *** Process received signal ***\n--------\nmpirun noticed that process rank 3 with PID 0 on "
        "node vm exited on signal 11 (Segmentation fault).\n",
        text, sizeof text);
    CU_ASSERT_PTR_EQUAL(strstr(text, "rank 3 ended by signal 11 (Segmentation fault): [vm:1]"), text);
    ended(6, "YOUR APPLICATION TERMINATED WITH THE EXIT STRING: Aborted (signal 6)\n", text, sizeof text);
    CU_ASSERT_PTR_EQUAL(strstr(text, "ended by signal 6 (Aborted): "), text);
    ended(139, "srun: error: tn1: task 12: Segmentation fault (core dumped)\n", text, sizeof text);
    CU_ASSERT_PTR_EQUAL(strstr(text, "rank 12 ended by signal 11 (Segmentation fault): "), text);
    ended(1, "srun: error: tn1: task 1: Exited with exit code 1\n", text, sizeof text);
    CU_ASSERT_PTR_EQUAL(strstr(text, "exit status 1: "), text);
}

static void a_status_above_128_alone_is_no_signal(void)
{
    char text[2048];
    CU_ASSERT_EQUAL(ended(139, "", text, sizeof text).signal, 0);
    CU_ASSERT_STRING_EQUAL(text, "exit status 139");
    CU_ASSERT_EQUAL(launch(UP "exit 139", "60s", 60.0).signal, 0);
    CU_ASSERT_EQUAL(launch(UP "kill -SEGV $$", "60s", 60.0).signal, SIGSEGV);
}

static void what_a_launcher_says_is_cut_between_lines_and_the_telling_one_leads(void)
{
    char said[8192] = "x: error while loading shared libraries: libfoo.so: cannot open\n----------\n",
         text[2048];
    for (int i = 0; i < 100; i++) {
        const size_t n = strlen(said);
        snprintf(said + n, sizeof said - n, "line %d of what a launcher tells for ever\n", i);
    }
    snprintf(said + strlen(said), sizeof said - strlen(said),
             "[vm:1] [ 3] /lib/libc.so.6(+0x3c050)[0x7f]\n 3  /lib/libmpi.so(f+0x3c) [0x7f]\n");
    const struct rxt_outcome outcome = ended(127, said, text, sizeof text);
    CU_ASSERT_PTR_EQUAL(strstr(outcome.note, "x: error while loading shared libraries: libfoo.so"),
                        outcome.note);
    CU_ASSERT_PTR_NOT_NULL(strstr(outcome.note, "cannot open\nline "));
    CU_ASSERT_PTR_NULL(strstr(outcome.note, "---"));
    const char *last = strrchr(outcome.note, '\n');
    CU_ASSERT_PTR_NOT_NULL_FATAL(last);
    CU_ASSERT_STRING_EQUAL(last, "\nline 99 of what a launcher tells for ever");
    CU_ASSERT_TRUE(strlen(outcome.note) > 500);
    (void)ended(1, "rxt: warning: beware\nrxt: no such layout\nnoise\n", text, sizeof text);
    CU_ASSERT_STRING_EQUAL(text, "exit status 1: no such layout");
}

static const char *suspects(const struct rxt_launcher *launcher, double shm, const char *host,
                            const char *variable)
{
    static char text[512];
    char *environment[] = {(char[]){"HOME=/"}, (char[128]){""}, NULL};
    snprintf(environment[1], 128, "%s", variable);
    rxt_launch_suspects_of(launcher, shm, host, environment, text, sizeof text);
    return text;
}

static void what_keeps_ranks_from_coming_up_is_named(void)
{
    const char *const host = "a", *const long_host =
                                      "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn";
    CU_ASSERT_STRING_EQUAL(suspects(&rxt_launcher_openmpi, INFINITY, host, "X=1"), "");
    CU_ASSERT_PTR_NOT_NULL(strstr(suspects(&rxt_launcher_openmpi, 16384.0, host, "X=1"), "/dev/shm is full"));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(suspects(&rxt_launcher_openmpi, INFINITY, long_host, "X=1"), "59 characters"));
    CU_ASSERT_PTR_NOT_NULL(strstr(suspects(&rxt_launcher_openmpi, INFINITY, host, "OMPI_MCA_btl=nosuch"),
                                  "OMPI_MCA_btl=nosuch"));
    CU_ASSERT_STRING_EQUAL(suspects(&rxt_launcher_mpich, INFINITY, host, "OMPI_MCA_btl=nosuch"), "");
    CU_ASSERT_PTR_NOT_NULL(
        strstr(suspects(&rxt_launcher_mpich, INFINITY, host, "UCX_TLS=nosuch"), "UCX_TLS=nosuch"));
}

static void too_little_shared_memory_is_seen_before_the_launch(void)
{
    const struct rxt_layout four = {1, 4, 1, RXT_BY_SPREAD}, one = {1, 1, 4, RXT_BY_SPREAD};
    CU_ASSERT_TRUE(rxt_shm_is_short(&four, 15.0 * 1024 * 1024));
    CU_ASSERT_FALSE(rxt_shm_is_short(&four, 16.0 * 1024 * 1024));
    CU_ASSERT_FALSE(rxt_shm_is_short(&four, INFINITY)); /* there is none, and nobody misses it */
    CU_ASSERT_FALSE(rxt_shm_is_short(&one, 0.0));
}

CU_TestInfo test_launch_end[] = {
    CLAIM(too_little_shared_memory_is_seen_before_the_launch),
    CLAIM(a_launch_whose_rank_0_does_not_come_up_is_ended),
    CLAIM(a_launcher_that_says_much_is_shown_in_part),
    CLAIM(work_has_no_limit_once_rank_0_is_up),
    CLAIM(a_launcher_that_lives_on_without_ranks_is_ended),
    CLAIM(a_launcher_that_waits_for_its_ranks_does_not_linger),
    CLAIM(a_start_timeout_that_is_no_time_is_refused),
    CLAIM(the_cause_comes_first_in_the_words_of_every_launcher),
    CLAIM(a_status_above_128_alone_is_no_signal),
    CLAIM(what_a_launcher_says_is_cut_between_lines_and_the_telling_one_leads),
    CLAIM(what_keeps_ranks_from_coming_up_is_named),
    CU_TEST_INFO_NULL,
};
