/* SPDX-License-Identifier: BSD-3-Clause
 * test_launch.c - lines come through, ends are told, and nothing of a launch outlives it.
 */
#include "tests.h"

#include "build.h"
#include "fresh.h"
#include "launch.h"
#include "launch_job.h"
#include "launch_library.h"
#include "launch_rank.h"
#include "signals.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char last_line[256];
static int n_lines;
static size_t longest;

static bool take(void *context, const char *line)
{
    (void)context;
    n_lines++;
    longest = strlen(line) > longest ? strlen(line) : longest;
    snprintf(last_line, sizeof last_line, "%s", line);
    return strcmp(line, "enough") != 0;
}

static struct rxt_outcome launch(const char *script, double timeout_s, const volatile sig_atomic_t *stop)
{
    struct rxt_words words = {0};
    struct rxt_outcome outcome = {0};
    rxt_words_add(&words, "/bin/sh");
    rxt_words_add(&words, "-c");
    rxt_words_add(&words, "%s", script);
    const struct rxt_launch job = {.layout = {1, 1, 1, RXT_BY_SPREAD}, .program = &words};
    n_lines = 0;
    CU_ASSERT_EQUAL(rxt_launch_run(&job, timeout_s, stop, take, NULL, &outcome), RXT_OK);
    rxt_words_free(&words);
    return outcome;
}

static void a_launch_of_which_enough_was_heard_is_ended(void)
{
    const struct rxt_outcome outcome = launch("echo enough; exec sleep 1000", 0.0, NULL);
    CU_ASSERT_TRUE(outcome.stopped);
    CU_ASSERT_STRING_EQUAL(last_line, "enough");
}

static void swallow(int signal_number)
{
    (void)signal_number;
}

static void what_was_ignored_stays_ignored_in_a_launch_and_what_was_caught_does_not(void)
{
    static const int signals[] = {SIGINT, SIGHUP, SIGUSR1};
    static const char *const names[] = {"INT", "HUP", "USR1"};
    for (size_t i = 0; i < 3; i++) {
        char script[64];
        void (*const before)(int) = signal(signals[i], SIG_IGN);
        snprintf(script, sizeof script, "kill -%s $$; exit 5", names[i]);
        CU_ASSERT_EQUAL(launch(script, 20.0, NULL).status, 5);
        signal(signals[i], swallow);
        CU_ASSERT_EQUAL(launch(script, 20.0, NULL).status, 128 + signals[i]);
        signal(signals[i], before);
    }
}

static void lines_and_status_come_through(void)
{
    const struct rxt_outcome outcome =
        launch("echo a; echo b; echo 'rxt: no luck' >&2; echo noise >&2; exit 3", 10.0, NULL);
    CU_ASSERT_EQUAL(n_lines, 2);
    CU_ASSERT_STRING_EQUAL(last_line, "b");
    CU_ASSERT_EQUAL(outcome.status, 3);
    CU_ASSERT_STRING_EQUAL(outcome.note, "no luck");
    CU_ASSERT_FALSE(outcome.timed_out);
}

static void a_warning_is_not_taken_for_the_reason(void)
{
    CU_ASSERT_STRING_EQUAL(
        launch("echo 'rxt: no luck' >&2; echo 'rxt: warning: it is late' >&2; exit 3", 10.0, NULL).note,
        "no luck");
}

/* Nothing that the user or OpenMP set may move threads that rxt places. */
static void a_launch_sets_the_threads_and_forgets_other_places(void)
{
    static const char *const cleared[] = {"OMP_PROC_BIND", "OMP_PLACES", "GOMP_CPU_AFFINITY", "KMP_AFFINITY"};
    for (size_t i = 0; i < sizeof cleared / sizeof *cleared; i++) {
        setenv(cleared[i], "left", 1);
    }
    setenv("OMP_NUM_THREADS", "77", 1);
    launch("echo \"$OMP_PROC_BIND$OMP_PLACES$GOMP_CPU_AFFINITY$KMP_AFFINITY $OMP_NUM_THREADS\"", 10.0, NULL);
    CU_ASSERT_STRING_EQUAL(last_line, " 1");
    for (size_t i = 0; i < sizeof cleared / sizeof *cleared; i++) {
        unsetenv(cleared[i]);
    }
    unsetenv("OMP_NUM_THREADS");
}

static void an_end_by_signal_is_told(void)
{
    CU_ASSERT_EQUAL(launch("kill -SEGV $$", 10.0, NULL).status, 128 + SIGSEGV);
}

static void children_are_ended_by_signals_that_rxt_ignores(void)
{
    rxt_signal_ignore(SIGXFSZ);
    CU_ASSERT_EQUAL(launch("kill -XFSZ $$; exit 5", 10.0, NULL).status, 128 + SIGXFSZ);
    signal(SIGVTALRM, SIG_IGN); /* as nohup does: from the start, and for children too */
    rxt_signal_ignore(SIGVTALRM);
    CU_ASSERT_EQUAL(launch("kill -VTALRM $$; exit 5", 10.0, NULL).status, 5);
}

static void a_hanging_launch_is_ended_with_all_it_started(void)
{
    /* A grandchild in a session of its own that ignores SIGTERM, as a rank of a launcher may. */
    struct rxt_outcome outcome = {0};
    n_lines = 0;
    for (double limit_s = 1.0; n_lines == 0 && limit_s < 100.0;
         limit_s *= 4.0) { /* a busy machine needs longer */
        outcome = launch("setsid sh -c 'trap \"\" TERM; echo $$; while :; do sleep 1; done' & sleep 200",
                         limit_s, NULL);
    }
    CU_ASSERT_TRUE(outcome.timed_out);
    CU_ASSERT_EQUAL(n_lines, 1);
    const pid_t grandchild = (pid_t)strtol(last_line, NULL, 10);
    CU_ASSERT_TRUE(grandchild > 1);
    CU_ASSERT_NOT_EQUAL(kill(grandchild, 0), 0);
}

static void what_a_launch_left_behind_is_ended(void)
{
    const struct rxt_outcome outcome =
        launch("setsid sleep 60 >/dev/null 2>&1 & echo $!; exit 0", 10.0, NULL);
    CU_ASSERT_EQUAL(outcome.status, 0);
    CU_ASSERT_NOT_EQUAL(kill((pid_t)strtol(last_line, NULL, 10), 0), 0);
}

static void a_stray_that_holds_the_output_holds_up_nobody(void)
{
    const struct rxt_outcome outcome = launch("setsid sleep 60 & echo whole", 20.0, NULL);
    CU_ASSERT_FALSE(outcome.timed_out);
    CU_ASSERT_EQUAL(outcome.status, 0);
    CU_ASSERT_STRING_EQUAL(last_line, "whole");
}

static void a_stop_ends_it(void)
{
    const volatile sig_atomic_t stop = 1;
    const struct rxt_outcome outcome = launch("sleep 60", 0.0, &stop);
    CU_ASSERT_TRUE(outcome.stopped);
    CU_ASSERT_TRUE(outcome.wall_s < 30.0);
}

static void a_program_that_is_not_there_is_named(void)
{
    struct rxt_words words = {0};
    struct rxt_outcome outcome = {0};
    char absent[64];
    rxt_words_add(&words, "%s", fresh_path(absent, sizeof absent, "rxt"));
    const struct rxt_launch job = {.layout = {1, 1, 1, RXT_BY_SPREAD}, .program = &words};
    n_lines = 0;
    CU_ASSERT_EQUAL(rxt_launch_run(&job, 10.0, NULL, take, NULL, &outcome), RXT_OK);
    CU_ASSERT_EQUAL(n_lines, 0);
    CU_ASSERT_EQUAL(outcome.status, 127);
    CU_ASSERT_PTR_NOT_NULL(strstr(outcome.note, absent));
    rxt_words_free(&words);
}

static void a_line_of_a_megabyte_comes_whole_and_a_torn_one_does_not(void)
{
    const struct rxt_outcome outcome =
        launch("head -c 1000000 /dev/zero | tr '\\0' x; echo; echo end; printf torn", 20.0, NULL);
    CU_ASSERT_EQUAL(outcome.status, 0);
    CU_ASSERT_EQUAL(n_lines, 2);
    CU_ASSERT_EQUAL(longest, 1000000);
    CU_ASSERT_STRING_EQUAL(last_line, "end");
}

static void forget_hosts(void)
{
    static const char *const names[] = {"RXT_MPIRUN", "SLURM_JOB_ID", "OMPI_MCA_orte_default_hostfile",
                                        "PRTE_MCA_prte_default_hostfile", "HYDRA_HOST_FILE"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        unsetenv(names[i]);
    }
}

/* The words of a launcher, whether it is here or not. */
static const char *line_on(const char *hostfile, const struct rxt_launcher *launcher,
                           struct rxt_layout layout, bool binds, bool oversubscribe)
{
    static char line[512];
    struct rxt_words words = {0};
    const struct rxt_launch launch = {.layout = layout,
                                      .options = {.oversubscribe = oversubscribe},
                                      .way = {.launcher = launcher, .binds = binds, .hostfile = hostfile}};
    launcher->command(&words, "x", &launch);
    line[0] = '\0';
    for (size_t i = 0; i < words.n; i++) {
        const size_t n = strlen(line);
        snprintf(line + n, sizeof line - n, "%s%s", i > 0 ? " " : "", words.word[i]);
    }
    rxt_words_free(&words);
    return line;
}

static const char *line_of(const struct rxt_launcher *launcher, struct rxt_layout layout, bool binds,
                           bool oversubscribe)
{
    return line_on(NULL, launcher, layout, binds, oversubscribe);
}

static void srun_is_told_nodes_ranks_and_no_binding(void)
{
    const struct rxt_layout layout = {2, 4, 8, RXT_BY_SPREAD}, plain = {2, 4, 1, RXT_BY_NONE};
    const char *line = line_of(&rxt_launcher_srun, layout, false, false);
    CU_ASSERT_PTR_NOT_NULL(strstr(
        line, " --nodes=2 --ntasks=8 --ntasks-per-node=4 --kill-on-bad-exit=1 --overlap --cpu-bind=none"));
    CU_ASSERT_PTR_NULL(strstr(line, "--cpus-per-task")); /* it would narrow the step */
    CU_ASSERT_PTR_NOT_NULL(
        strstr(line_of(&rxt_launcher_srun, layout, true, false), "--cpus-per-task=8 --cpu-bind=cores"));
    CU_ASSERT_PTR_NULL(strstr(line_of(&rxt_launcher_srun, plain, false, false), "--cpu-bind"));
    CU_ASSERT_PTR_NOT_NULL(strstr(line_of(&rxt_launcher_srun, layout, false, true), "--overcommit"));
}

static void open_mpi_4_and_5_are_told_the_same_in_their_own_words(void)
{
    const struct rxt_layout several = {2, 4, 8, RXT_BY_SPREAD}, one = {1, 4, 8, RXT_BY_SPREAD};
    const struct rxt_layout plain = {1, 4, 1, RXT_BY_NONE};
    forget_hosts();
    CU_ASSERT_STRING_EQUAL(line_of(&rxt_launcher_openmpi, one, false, true),
                           "x -n 4 --bind-to none --oversubscribe");
    CU_ASSERT_STRING_EQUAL(line_of(&rxt_launcher_openmpi5, one, false, true),
                           "x -n 4 --map-by ppr:4:node:OVERSUBSCRIBE --bind-to none");
    CU_ASSERT_STRING_EQUAL(line_of(&rxt_launcher_openmpi, plain, false, false), "x -n 4");
    CU_ASSERT_STRING_EQUAL(line_of(&rxt_launcher_openmpi5, plain, false, false), "x -n 4");
    CU_ASSERT_STRING_EQUAL(line_of(&rxt_launcher_openmpi5, plain, false, true),
                           "x -n 4 --map-by :OVERSUBSCRIBE");
    CU_ASSERT_STRING_EQUAL(line_on("hosts", &rxt_launcher_openmpi, several, false, false),
                           "x -n 8 --hostfile hosts --map-by ppr:4:node --bind-to none");
    CU_ASSERT_STRING_EQUAL(line_on("hosts", &rxt_launcher_openmpi5, several, false, false),
                           "x -n 8 --hostfile hosts --map-by ppr:4:node --bind-to none");
    CU_ASSERT_STRING_EQUAL(line_on("hosts", &rxt_launcher_openmpi, several, true, false),
                           "x -n 8 --hostfile hosts --map-by ppr:4:node:PE=8 --bind-to core");
    CU_ASSERT_STRING_EQUAL(line_on("hosts", &rxt_launcher_openmpi5, several, true, false),
                           "x -n 8 --hostfile hosts --map-by ppr:4:node:PE=8 --bind-to core");
    CU_ASSERT_STRING_EQUAL(line_on("hosts", &rxt_launcher_mpich, several, true, false),
                           "x -n 8 -f hosts -ppn 4 -bind-to core:8");
}

static void slurm_counts_and_times_are_read(void)
{
    CU_ASSERT_EQUAL(rxt_job_cpus("4(x2),2", -1), 2);
    CU_ASSERT_EQUAL(rxt_job_cpus("4(x2),2", 1), 4);
    CU_ASSERT_EQUAL(rxt_job_cpus("4(x2),2", 2), 2);
    CU_ASSERT_EQUAL(rxt_job_cpus("4(x2),2", 3), 0);
    CU_ASSERT_EQUAL(rxt_job_cpus("72(x128)", -1), 72);
    CU_ASSERT_EQUAL(rxt_job_cpus(NULL, -1), 0);
    CU_ASSERT_EQUAL(rxt_job_cpus("many", -1), 0);
    static const char *const odd[] = {"16(",
                                      "16(x",
                                      "16(x2",
                                      "16(x0)",
                                      "16(y2)",
                                      "16(x2)8",
                                      "16,,8",
                                      " 16",
                                      "+16",
                                      "-1",
                                      "0",
                                      "16(x-1)",
                                      "99999999999999999999"};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        CU_ASSERT_EQUAL(rxt_job_cpus(odd[i], -1), 0);
    }
    const char cut[] = "16(\0"
                       "9"; /* what follows its end is not read */
    CU_ASSERT_EQUAL(rxt_job_cpus(cut, -1), 0);
    CU_ASSERT_DOUBLE_EQUAL(rxt_job_seconds("4:59"), 299.0, 0.0);
    CU_ASSERT_DOUBLE_EQUAL(rxt_job_seconds("2:00:01\n"), 7201.0, 0.0);
    CU_ASSERT_DOUBLE_EQUAL(rxt_job_seconds("1-02:03:04"), 93784.0, 0.0);
    CU_ASSERT_TRUE(isinf(rxt_job_seconds("UNLIMITED")));
    CU_ASSERT_TRUE(isnan(rxt_job_seconds("INVALID")));
    CU_ASSERT_TRUE(isnan(rxt_job_seconds("")));
}

/* The names that libraries give themselves, up to a comma or the end of the line. */
static void a_launcher_is_found_by_the_name_of_the_library(void)
{
    static const char *const hydra[] = {"MPICH Version: 4.0.2", "MVAPICH2 Version      : 2.3.7",
                                        "Intel(R) MPI Library 2021.10 for Linux* OS",
                                        "MPI VERSION    : CRAY MPICH version 8.1.25.17 (ANL base 3.4a2)"};
    for (size_t i = 0; i < sizeof hydra / sizeof *hydra; i++) {
        CU_ASSERT_TRUE(rxt_library_suits(&rxt_launcher_mpich, hydra[i]));
        CU_ASSERT_FALSE(rxt_library_suits(&rxt_launcher_openmpi, hydra[i]));
    }
    CU_ASSERT_TRUE(rxt_library_suits(&rxt_launcher_openmpi, "Open MPI v4.1.4"));
    CU_ASSERT_FALSE(rxt_library_suits(&rxt_launcher_mpich, "Open MPI v4.1.4"));
    CU_ASSERT_FALSE(rxt_library_suits(&rxt_launcher_openmpi, "none (built with MPI=no)"));
    CU_ASSERT_EQUAL(rxt_library_suits(&rxt_launcher_mpich, "not known (rxt-rank: it is not there)"),
                    !strcmp(rxt_build.mpi, "mpich"));
}

static void whose_mpi_a_program_has_its_loader_lists(void)
{
    char library[64];
    CU_ASSERT_TRUE(
        rxt_library_listed("libmpi.so.40 => /nowhere/libmpi.so.40 (0x1)", library, sizeof library));
    CU_ASSERT_TRUE(rxt_library_suits(&rxt_launcher_openmpi, library));
    CU_ASSERT_FALSE(rxt_library_suits(&rxt_launcher_mpich, library));
    CU_ASSERT_TRUE(rxt_library_listed("\tlibmpich.so.12 => /x/libmpich.so.12", library, sizeof library));
    CU_ASSERT_TRUE(rxt_library_suits(&rxt_launcher_mpich, library));
    CU_ASSERT_TRUE(rxt_library_listed("libmpi.so.12 => /opt/intel/libmpi.so.12", library, sizeof library));
    CU_ASSERT_TRUE(rxt_library_suits(&rxt_launcher_mpich, library));
    CU_ASSERT_FALSE(rxt_library_listed("libc.so.6 => /lib/libc.so.6", library, sizeof library));
    CU_ASSERT_STRING_EQUAL(library, "");
    CU_ASSERT_EQUAL(rxt_program_linked("sh", library, sizeof library), RXT_LINKED_NONE);
    CU_ASSERT_EQUAL(rxt_program_linked("/dev/null", library, sizeof library), RXT_LINKED_UNKNOWN);
}

/* What a launcher of a foreign program is told, and that it is the one of its way, of one rank too. */
static void a_foreign_rank_has_its_launcher_and_its_variables(void)
{
    char path[4096];
    struct rxt_words words = {0}, exports = {0};
    rxt_words_add(&exports, "RXT_TASK=abc=");
    struct rxt_launch launch = {
        .layout = {1, 1, 2, RXT_BY_SPREAD}, .way = {.launcher = &rxt_launcher_openmpi}, .exports = &exports};
    CU_ASSERT_PTR_EQUAL(rxt_launcher_of(&launch, path, sizeof path), &rxt_launcher_none);
    launch.is_foreign = true;
    const struct rxt_launcher *launcher = rxt_launcher_of(&launch, path, sizeof path);
    CU_ASSERT_TRUE(!launcher || launcher == &rxt_launcher_openmpi); /* none where no mpirun is */
    rxt_launcher_openmpi.command(&words, "mpirun", &launch);
    CU_ASSERT_TRUE_FATAL(words.n >= 2);
    CU_ASSERT_STRING_EQUAL(words.word[words.n - 2], "-x");
    CU_ASSERT_STRING_EQUAL(words.word[words.n - 1], "RXT_TASK");
    rxt_words_free(&words);
    rxt_launcher_openmpi5.command(&words, "mpirun", &launch);
    CU_ASSERT_STRING_EQUAL(words.word[words.n - 1], "RXT_TASK");
    rxt_words_free(&words);
    rxt_words_free(&exports);
}

static void a_layout_that_no_launcher_serves_is_refused(void)
{
    forget_hosts();
    char path[4096];
    const struct rxt_layout several = {4, 2, 1, RXT_BY_SPREAD}, one = {1, 1, 8, RXT_BY_SPREAD};
    CU_ASSERT_PTR_NULL(rxt_launcher_find(&several, NULL, NULL, path, sizeof path));
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "4:2x1"));
    CU_ASSERT_PTR_EQUAL(rxt_launcher_find(&one, NULL, NULL, path, sizeof path), &rxt_launcher_none);
}

static void a_line_to_paste_is_one_that_rxt_writes(void)
{
    static const char *const own[] = {
        "rxt",
        "build/rxt",
        "'/a folder/rxt'",
        "mpirun.openmpi -n 2 --bind-to none rxt",
        "mpirun -n 4 --map-by ppr:4:node:PE=2 --bind-to core --oversubscribe /a/rxt",
        "mpirun -n 2 --hostfile 'my hosts' --map-by ppr:1:node --bind-to none rxt",
        "mpiexec.hydra -n 2 -f hosts -ppn 1 -bind-to core:2 rxt-mpich",
        ("srun --mpi=pmix --nodes=2 --ntasks=4 --ntasks-per-node=2 --kill-on-bad-exit=1 "
         "--overlap --cpu-bind=none rxt")};
    static const char *const others[] = {"",
                                         "rm -rf x rxt",
                                         "rm",
                                         "sh -c rxt",
                                         "rxt rm",
                                         "rxt; rm x",
                                         "mpirun rm -rf rxt",
                                         "mpirun -n 2 rm -rf x rxt",
                                         "mpirun --oversubscribe rm rxt",
                                         "mpirun -n 2 --mca plm_rsh_agent evil rxt",
                                         "mpirun -n 2 --launch-agent evil rxt",
                                         "mpirun -n rxt",
                                         "srun --mpi=pmix --prolog=evil rxt",
                                         "mpirun -n 2 rxt rxt",
                                         "evil -n 2 rxt",
                                         "./mpirun -n 2 rxt"};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        CU_ASSERT_TRUE(rxt_launch_line_is_own(own[i]));
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        CU_ASSERT_FALSE(rxt_launch_line_is_own(others[i]));
    }
}

CU_TestInfo test_launch[] = {
    CLAIM(whose_mpi_a_program_has_its_loader_lists),
    CLAIM(a_foreign_rank_has_its_launcher_and_its_variables),
    CLAIM(a_launch_of_which_enough_was_heard_is_ended),
    CLAIM(what_was_ignored_stays_ignored_in_a_launch_and_what_was_caught_does_not),
    CLAIM(lines_and_status_come_through),
    CLAIM(a_warning_is_not_taken_for_the_reason),
    CLAIM(a_launch_sets_the_threads_and_forgets_other_places),
    CLAIM(an_end_by_signal_is_told),
    CLAIM(children_are_ended_by_signals_that_rxt_ignores),
    CLAIM(a_hanging_launch_is_ended_with_all_it_started),
    CLAIM(what_a_launch_left_behind_is_ended),
    CLAIM(a_stray_that_holds_the_output_holds_up_nobody),
    CLAIM(a_stop_ends_it),
    CLAIM(a_program_that_is_not_there_is_named),
    CLAIM(a_line_of_a_megabyte_comes_whole_and_a_torn_one_does_not),
    CLAIM(srun_is_told_nodes_ranks_and_no_binding),
    CLAIM(open_mpi_4_and_5_are_told_the_same_in_their_own_words),
    CLAIM(slurm_counts_and_times_are_read),
    CLAIM(a_launcher_is_found_by_the_name_of_the_library),
    CLAIM(a_layout_that_no_launcher_serves_is_refused),
    CLAIM(a_line_to_paste_is_one_that_rxt_writes),
    CU_TEST_INFO_NULL,
};
