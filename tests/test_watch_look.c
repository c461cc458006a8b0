/* SPDX-License-Identifier: BSD-3-Clause
 * test_watch_look.c - looks at pretended process tables: who is found, what is counted, what is said to be unknown.
 */
#include "tests.h"

#include "watch_hold.h"
#include "watch_look.h"
#include "watch_proc.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WATCH = 50 };

static char table[64];
static int mask_pu; /* that mask_of tells for every thread; -1: it cannot be seen */

static void write_file(const char *text, const char *format, ...) RXT_PRINTF(2, 3);
static void write_file(const char *text, const char *format, ...)
{
    char path[256];
    const int n = snprintf(path, sizeof path, "%s/", table);
    va_list args;
    va_start(args, format);
    vsnprintf(path + n, sizeof path - (size_t)n, format, args);
    va_end(args);
    for (char *slash = strchr(path + n, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
    FILE *file = fopen(path, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fputs(text, file);
    fclose(file);
}

/* What a thread is at a look: where, and its times since it began. */
static void set_thread(int pid, int tid, int parent, char state, int pu, double run_s, double wait_s)
{
    char text[512];
    const unsigned long ticks = (unsigned long)(run_s * (double)sysconf(_SC_CLK_TCK));
    snprintf(
        text, sizeof text,
        "%d (a) b) %c %d 1 1 0 -1 4194304 1 0 0 0 %lu 0 0 0 20 0 2 0 5 6 7 8 9 10 11 12 13 0 0 0 0 0 0 0 17 "
        "%d 0 0\n",
        tid, state, parent, ticks, pu);
    write_file(text, "%d/task/%d/stat", pid, tid);
    if (pid == tid) {
        write_file(text, "%d/stat", pid);
    }
    snprintf(text, sizeof text, "%.0f %.0f 3\n", 1e9 * run_s, 1e9 * wait_s);
    write_file(text, "%d/task/%d/schedstat", pid, tid);
}

static bool mask_of(pid_t tid, struct rxt_mask *out)
{
    (void)tid;
    *out = (struct rxt_mask){{0}};
    if (mask_pu >= 0) {
        rxt_mask_add(out, mask_pu);
    }
    return mask_pu >= 0;
}

static struct rxt_look *begin(void)
{
    static struct rxt_look_world world;
    static char cpus[80];
    struct rxt_look *look = NULL;
    snprintf(table, sizeof table, "/tmp/rxt-table.XXXXXX");
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(table));
    snprintf(cpus, sizeof cpus, "%s/cpus", table);
    world = (struct rxt_look_world){table, cpus, mask_of};
    mask_pu = 0;
    write_file("60 ", "%d/task/%d/children", WATCH, WATCH);
    write_file("", "60/task/60/children");
    write_file(
        "VmHWM:\t  2048 kB\nVmRSS:\t 1024 kB\nRssAnon:\t 256 kB\nRssFile:\t 700 kB\nRssShmem:\t 68 kB\n",
        "60/status");
    write_file("rchar: 100\nwchar: 200\n", "60/io");
    CU_ASSERT_EQUAL_FATAL(rxt_look_open(&look, &world, WATCH, 10.0), RXT_OK);
    return look;
}

static void end(struct rxt_look *look, struct rxt_watched *out)
{
    char command[128];
    *out = (struct rxt_watched){.rank = -1};
    CU_ASSERT_EQUAL(rxt_look_fill(look, out), RXT_OK);
    rxt_look_close(look);
    snprintf(command, sizeof command, "rm -r %s", table);
    CU_ASSERT_EQUAL(system(command), 0);
}

static void names_with_brackets_and_cut_texts_are_read_right(void)
{
    struct rxt_proc_stat stat;
    double run_s, wait_s;
    const char text[] =
        "7 (x) R 0 (y) S 4 1 1 0 -1 4194304 1 0 2 0 150 50 0 0 20 0 3 0 5 6 7 8 9 10 11 12 13 0 0 0 0 "
        "0 0 0 17 5 0 0\n";
    CU_ASSERT_TRUE(rxt_proc_stat_read(text, 0.01, &stat));
    CU_ASSERT_STRING_EQUAL(stat.name, "x) R 0 (y");
    CU_ASSERT(stat.state == 'S' && stat.parent == 4 && stat.n_threads == 3 && stat.cpu == 5);
    CU_ASSERT_DOUBLE_EQUAL(stat.cpu_s, 2.0, 1e-9);
    for (size_t n = 0; n < strlen(text) - 9; n++) {
        char *cut = strndup(text, n);
        CU_ASSERT_FALSE(rxt_proc_stat_read(cut, 0.01, &stat));
        free(cut);
    }
    CU_ASSERT_TRUE(rxt_proc_schedstat_read("1500000000 250000000 12\n", &run_s, &wait_s));
    CU_ASSERT(run_s == 1.5 && wait_s == 0.25);
    CU_ASSERT_FALSE(rxt_proc_schedstat_read("", &run_s, &wait_s));
    CU_ASSERT_FALSE(rxt_proc_schedstat_read("1", &run_s, &wait_s));
    CU_ASSERT_TRUE(isnan(rxt_proc_memory_read("Name:\tVmHWM:\nXVmHWM: 7 kB\n").peak));
    CU_ASSERT_EQUAL(rxt_proc_memory_read("Name:\tx\nVmHWM:\t 7 kB\n").peak, 7168.0);
    CU_ASSERT_FALSE(rxt_proc_io_read("rchar: 5\n", &run_s, &wait_s));
}

/* Two threads, 60 and 61, that want a core all the time: for n looks on these PUs, each with such a part of the time. */
static void run_pair(struct rxt_look *look, int n, int pu, int other_pu, double part)
{
    for (int i = 0; i <= n; i++) {
        const double t = 0.02 * i;
        set_thread(60, 60, WATCH, 'R', pu, part * t, (1.0 - part) * t);
        set_thread(60, 61, WATCH, 'R', other_pu, part * t, (1.0 - part) * t);
        rxt_look_once(look, 10.003 + t);
    }
}

static void two_on_one_pu_are_seen_to_share_it(void)
{
    struct rxt_watched w;
    struct rxt_look *look = begin();
    run_pair(look, 10, 3, 3, 0.5);
    end(look, &w);
    CU_ASSERT(w.looks == 11 && w.pair_looks == 10 && w.on_one_pu == 10 && w.on_one_core == 0);
    CU_ASSERT_EQUAL_FATAL(w.n_threads, 2);
    CU_ASSERT_EQUAL(w.threads[1].busy_looks, 10);
    CU_ASSERT(w.threads[1].n_cpus == 1 && w.threads[1].cpus[0].cpu == 3 && w.threads[1].cpus[0].share == 1.0);
    CU_ASSERT_DOUBLE_EQUAL(w.threads[0].cpu_s, 0.1, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(w.wait_s, 0.2, 1e-9);
    CU_ASSERT_STRING_EQUAL(w.threads[0].name, "a) b");
    CU_ASSERT_STRING_EQUAL(w.threads[0].masks[0].cpus, "0");
    CU_ASSERT(w.peak_bytes == 2097152.0 && w.private_bytes == 262144.0 && w.shared_bytes == 786432.0);
    CU_ASSERT(w.read_bytes == 100.0 && w.written_bytes == 200.0);
    rxt_watched_free(&w);
}

static void threads_apart_do_not_share(void)
{
    struct rxt_watched w;
    struct rxt_look *look = begin();
    run_pair(look, 10, 3, 4, 1.0);
    end(look, &w);
    CU_ASSERT(w.pair_looks == 10 && w.on_one_pu == 0 && w.on_one_core == 0 && w.threads[0].moves == 0);
    rxt_watched_free(&w);
}

/* One that came to the PU of another just before the look has had a PU of its own for most of the time. */
static void one_that_has_just_come_did_not_share(void)
{
    struct rxt_watched w;
    struct rxt_look *look = begin();
    run_pair(look, 10, 3, 3, 1.0);
    end(look, &w);
    CU_ASSERT(w.pair_looks == 10 && w.on_one_pu == 0);
    rxt_watched_free(&w);
}

static void hardware_threads_of_one_core_are_told_from_cores(void)
{
    struct rxt_watched w;
    struct rxt_look *look = begin();
    write_file("1,3\n", "cpus/cpu1/topology/thread_siblings_list");
    write_file("1,3\n", "cpus/cpu3/topology/thread_siblings_list");
    run_pair(look, 4, 3, 1, 1.0);
    end(look, &w);
    CU_ASSERT(w.pair_looks == 4 && w.on_one_pu == 0 && w.on_one_core == 4);
    rxt_watched_free(&w);
}

static void a_thread_that_wanders_is_seen_where_it_was(void)
{
    struct rxt_watched w;
    struct rxt_look *look = begin();
    for (int i = 0; i <= 8; i++) {
        set_thread(60, 60, WATCH, 'R', i % 4 == 0 ? 7 : 2, 0.02 * i, 0.0);
        rxt_look_once(look, 10.0 + 0.02 * i);
    }
    end(look, &w);
    CU_ASSERT_EQUAL_FATAL(w.n_threads, 1);
    CU_ASSERT(w.threads[0].busy_looks == 8 && w.threads[0].n_cpus == 2 && w.threads[0].moves == 3);
    CU_ASSERT(w.threads[0].cpus[0].cpu == 2 && w.threads[0].cpus[0].share == 0.75);
    CU_ASSERT(w.pair_looks == 0);
    rxt_watched_free(&w);
}

static void one_that_sleeps_is_never_busy(void)
{
    struct rxt_watched w;
    struct rxt_look *look = begin();
    for (int i = 0; i <= 8; i++) { /* it wakes now and then */
        set_thread(60, 60, WATCH, 'S', 2, 0.004 * i, 0.0);
        rxt_look_once(look, 10.0 + 0.02 * i);
    }
    end(look, &w);
    CU_ASSERT(w.threads[0].looks == 9 && w.threads[0].busy_looks == 0 && w.threads[0].n_cpus == 0);
    rxt_watched_free(&w);
}

static void a_mask_that_changes_is_told_with_its_time(void)
{
    struct rxt_watched w;
    struct rxt_look *look = begin();
    for (int i = 0; i <= 8; i++) {
        set_thread(60, 60, WATCH, 'R', 2, 0.02 * i, 0.0);
        mask_pu = i < 5 ? 0 : i < 7 ? 1 : 0;
        rxt_look_once(look, 10.0 + 0.02 * i);
    }
    end(look, &w);
    CU_ASSERT(w.threads[0].n_masks == 3 && w.threads[0].mask_changes == 2);
    CU_ASSERT_STRING_EQUAL(w.threads[0].masks[1].cpus, "1");
    CU_ASSERT_DOUBLE_EQUAL(w.threads[0].masks[1].since_s, 0.1, 1e-6);
    CU_ASSERT_STRING_EQUAL(w.threads[0].masks[2].cpus, "0");
    rxt_watched_free(&w);
}

static void a_thread_that_ended_keeps_its_row(void)
{
    struct rxt_watched w;
    char path[128];
    struct rxt_look *look = begin();
    run_pair(look, 3, 3, 4, 1.0);
    snprintf(path, sizeof path, "rm -r %s/60/task/61", table);
    CU_ASSERT_EQUAL(system(path), 0);
    for (int i = 0; i < 20;
         i++) { /* its open files still read: found by the list of threads, some looks later */
        rxt_look_once(look, 10.1 + 0.02 * i);
    }
    end(look, &w);
    CU_ASSERT_EQUAL_FATAL(w.n_threads, 2);
    CU_ASSERT(w.threads[1].tid == 61 && w.threads[0].cpu_s == w.threads[1].cpu_s);
    CU_ASSERT(w.threads[1].until_s < w.threads[0].until_s);
    rxt_watched_free(&w);
}

static void children_of_children_are_found(void)
{
    struct rxt_watched w;
    struct rxt_look *look = begin();
    set_thread(60, 60, WATCH, 'S', 2, 0.0, 0.0);
    write_file("70 71 ", "60/task/60/children");
    set_thread(70, 70, 60, 'R', 2, 0.0, 0.0);
    set_thread(71, 71, 60, 'R', 3, 0.0, 0.0);
    write_file("80 ", "71/task/71/children");
    set_thread(80, 80, 71, 'R', 3, 0.5, 0.0);
    rxt_look_once(look, 10.0);
    end(look, &w);
    CU_ASSERT(w.n_processes == 4 && w.n_threads == 4);
    CU_ASSERT_EQUAL(w.threads[0].pid, 80);
    rxt_watched_free(&w);
}

static void without_files_of_children_parents_tell(void)
{
    struct rxt_watched w;
    char path[128];
    struct rxt_look *look = begin();
    snprintf(path, sizeof path, "rm %s/%d/task/%d/children", table, WATCH, WATCH);
    CU_ASSERT_EQUAL(system(path), 0);
    set_thread(60, 60, WATCH, 'S', 2, 0.0, 0.0);
    set_thread(80, 80, 60, 'R', 3, 0.5, 0.0);
    set_thread(90, 90, 1, 'R', 3, 0.5, 0.0); /* of others */
    rxt_look_once(look, 10.0);
    end(look, &w);
    CU_ASSERT(w.n_processes == 2 && w.n_threads == 2);
    rxt_watched_free(&w);
}

static void without_schedstat_waiting_is_not_known(void)
{
    struct rxt_watched w;
    char path[128];
    struct rxt_look *look = begin();
    set_thread(60, 60, WATCH, 'R', 2, 0.0, 0.0);
    snprintf(path, sizeof path, "rm %s/60/task/60/schedstat", table);
    for (int i = 0; i < 5; i++) {
        set_thread(60, 60, WATCH, 'R', 2, 0.05 * i, 0.0);
        CU_ASSERT_EQUAL(system(path), 0);
        rxt_look_once(look, 10.0 + 0.05 * i);
    }
    end(look, &w);
    CU_ASSERT_DOUBLE_EQUAL(w.threads[0].cpu_s, 0.2, 1e-9);
    CU_ASSERT(isnan(w.threads[0].wait_s) && isnan(w.wait_s) && w.threads[0].busy_looks == 4);
    CU_ASSERT(w.unknown && strstr(w.unknown, "counts no waiting"));
    rxt_watched_free(&w);
}

/* Switched off (schedstats=disable), the kernel writes zeros. */
static void zeros_of_schedstat_are_no_times(void)
{
    struct rxt_watched w;
    struct rxt_look *look = begin();
    for (int i = 0; i < 5; i++) {
        set_thread(60, 60, WATCH, 'R', 2, 0.1 * i, 0.0);
        write_file("0 0 0\n", "60/task/60/schedstat");
        rxt_look_once(look, 10.0 + 0.1 * i);
    }
    end(look, &w);
    CU_ASSERT_DOUBLE_EQUAL(w.threads[0].cpu_s, 0.4, 1e-9);
    CU_ASSERT(isnan(w.wait_s) && w.unknown);
    rxt_watched_free(&w);
}

/* Process 90 runs on the PU that thread 60 waits for, 91 and a thread of 90 elsewhere, 93 sleeps. */
static void who_runs_where_a_thread_waits_is_named(void)
{
    struct rxt_watched w;
    struct rxt_look *look = begin();
    set_thread(90, 90, 1, 'R', 2, 1.0, 0.0);
    set_thread(90, 95, 1, 'R', 3, 1.0, 0.0);
    set_thread(91, 91, 1, 'R', 3, 1.0, 0.0);
    set_thread(93, 93, 1, 'S', 2, 1.0, 0.0);
    for (int i = 0; i <= 100; i++) {
        set_thread(60, 60, WATCH, 'R', 2, 0.01 * i, 0.01 * i);
        rxt_look_once(look, 10.0 + 0.02 * i);
    }
    end(look, &w);
    CU_ASSERT_EQUAL(w.n_rivals, 1);
    CU_ASSERT(w.rivals[0].pid == 90 && w.rivals[0].cpu == 2 && w.rivals[0].looks >= 1);
    CU_ASSERT_STRING_EQUAL(w.rivals[0].name, "a) b");
    rxt_watched_free(&w);
}

static void a_table_that_shows_nothing_is_said_to(void)
{
    struct rxt_watched w;
    struct rxt_look *look = begin();
    write_file("61 ", "%d/task/%d/children", WATCH, WATCH); /* there is no 61 to be seen */
    mask_pu = -1;
    rxt_look_once(look, 10.0);
    end(look, &w);
    CU_ASSERT_EQUAL(w.n_threads, 0);
    CU_ASSERT(isnan(w.wait_s) && isnan(w.peak_bytes) && isnan(w.read_bytes));
    CU_ASSERT(w.unknown && strstr(w.unknown, "hidepid"));
    rxt_watched_free(&w);
    look = begin();
    end(look, &w);
    CU_ASSERT(w.looks == 0 && w.unknown && strstr(w.unknown, "before the first look"));
    rxt_watched_free(&w);
}

static void check_hold(size_t n, size_t piece, size_t most_head, size_t most_tail)
{
    struct rxt_hold hold = {0};
    char *all = malloc(n + 1), *head, *tail;
    size_t n_head, n_tail;
    CU_ASSERT_PTR_NOT_NULL_FATAL(all);
    for (size_t i = 0; i < n; i++) {
        all[i] = (char)(i * 31 + i / 251);
    }
    for (size_t i = 0; i < n; i += piece) {
        rxt_hold_add(&hold, all + i, n - i < piece ? n - i : piece);
    }
    const double between = rxt_hold_take(&hold, most_head, most_tail, &head, &n_head, &tail, &n_tail);
    CU_ASSERT_EQUAL(rxt_hold_bytes(&hold), (double)n);
    CU_ASSERT(n_head <= most_head && n_tail <= most_tail);
    CU_ASSERT_EQUAL(between, (double)(n - n_head - n_tail));
    CU_ASSERT_EQUAL(memcmp(head, all, n_head), 0);
    CU_ASSERT_EQUAL(memcmp(tail, all + n - n_tail, n_tail), 0);
    CU_ASSERT(n > most_head ? n_head == most_head || n_head == RXT_HOLD_HEAD : n_head == n);
    free(all);
    free(head);
    free(tail);
    rxt_hold_free(&hold);
}

static void the_ends_of_any_output_are_held(void)
{
    static const size_t sizes[] = {0,
                                   1,
                                   100,
                                   RXT_HOLD_HEAD,
                                   RXT_HOLD_HEAD + 1,
                                   RXT_HOLD_HEAD + RXT_HOLD_TAIL,
                                   RXT_HOLD_HEAD + RXT_HOLD_TAIL + 1,
                                   3 * RXT_HOLD_TAIL + 12345};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        check_hold(sizes[i], 7777, 50, 70);
        check_hold(sizes[i], 7777, RXT_HOLD_HEAD, RXT_HOLD_TAIL);
        check_hold(sizes[i], 2 * RXT_HOLD_TAIL, RXT_HOLD_HEAD, 1000);
    }
}

CU_TestInfo test_watch_look[] = {CLAIM(names_with_brackets_and_cut_texts_are_read_right),
                                 CLAIM(two_on_one_pu_are_seen_to_share_it),
                                 CLAIM(threads_apart_do_not_share),
                                 CLAIM(one_that_has_just_come_did_not_share),
                                 CLAIM(hardware_threads_of_one_core_are_told_from_cores),
                                 CLAIM(a_thread_that_wanders_is_seen_where_it_was),
                                 CLAIM(one_that_sleeps_is_never_busy),
                                 CLAIM(a_mask_that_changes_is_told_with_its_time),
                                 CLAIM(a_thread_that_ended_keeps_its_row),
                                 CLAIM(children_of_children_are_found),
                                 CLAIM(without_files_of_children_parents_tell),
                                 CLAIM(without_schedstat_waiting_is_not_known),
                                 CLAIM(zeros_of_schedstat_are_no_times),
                                 CLAIM(who_runs_where_a_thread_waits_is_named),
                                 CLAIM(a_table_that_shows_nothing_is_said_to),
                                 CLAIM(the_ends_of_any_output_are_held),
                                 CU_TEST_INFO_NULL};
