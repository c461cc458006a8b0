/* SPDX-License-Identifier: BSD-3-Clause
 * test_quality.c - how fit a machine is for measuring, of pretended trees; and how a launch tells it.
 */
#include "tests.h"

#include "journal_quality.h"
#include "machine_quality.h"
#include "study_state.h"
#include "tree.h"

#include <math.h>
#include <unistd.h>

static char root[32];

static void begin(void)
{
    strcpy(root, "/tmp/rxt-tree-XXXXXX");
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(root));
}

static void add(const char *name, const char *text)
{
    tree_add(root, name, text);
}

/* Of two CPUs, of which only the second counts: ticks of user, nice, system, idle, iowait, irq, softirq, steal, guest. */
static void add_stat(const char *second)
{
    char text[512];
    snprintf(text, sizeof text, "cpu  9 9 9 9 9 9 9 9 9 9\ncpu0 7 7 7 7 7 7 7 7 7 7\ncpu1 %s\nintr 5 5 5\n",
             second);
    add("proc/stat", text);
}

static struct rxt_moment look(void)
{
    struct rxt_moment moment;
    struct rxt_mask second = {{0}};
    rxt_mask_add(&second, 1);
    rxt_moment_read(root, &second, &moment);
    return moment;
}

static void is_near(double value, double wanted)
{
    CU_ASSERT_DOUBLE_EQUAL(value, wanted, 1e-9);
}

static void what_the_host_and_others_took_is_told_of_our_cpus(void)
{
    const double tick_s = 1.0 / (double)sysconf(_SC_CLK_TCK);
    struct rxt_quality q = rxt_quality_unknown();
    begin();
    add_stat("100 10 20 500 30 1 2 40 100 0");
    struct rxt_moment before = look();
    is_near(before.busy_s, 133.0 * tick_s);
    is_near(before.idle_s, 530.0 * tick_s);
    is_near(before.steal_s, 40.0 * tick_s);
    add_stat("150 10 40 510 40 1 2 50 150 0");
    struct rxt_moment after = look();
    rxt_quality_between(&before, &after, &q);
    is_near(q.steal_share, 0.1);
    before.at_s = 5.0;
    after.at_s = 5.0 + 100.0 * tick_s;
    is_near(rxt_busy_between(&before, &after), 0.7); /* of 1 CPU, the rest idle or taken by the host */
    after.at_s = 5.04;
    CU_ASSERT_TRUE(isnan(rxt_busy_between(&before, &after))); /* a few ticks tell nothing */
    rxt_quality_between(&before, &before, &q);
    CU_ASSERT_TRUE(isnan(q.steal_share));
    struct rxt_moment both;
    rxt_moment_read(root, NULL, &both);
    is_near(both.steal_s, 57.0 * tick_s);
    tree_remove(root);
}

static void the_group_that_a_quota_stops_most_is_told(void)
{
    struct rxt_quality q = rxt_quality_unknown();
    begin();
    add("proc/self/cgroup", "0::/job/step\n");
    add("proc/self/mountinfo", "30 20 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
    add("sys/fs/cgroup/job/step/cpu.stat", "usage_usec 7\nnr_periods 9\nnr_throttled 0\nthrottled_usec 0\n");
    add("sys/fs/cgroup/job/cpu.stat", "usage_usec 7\nnr_periods 9\nnr_throttled 2\nthrottled_usec 1500000\n");
    struct rxt_moment before = look();
    is_near(before.n_throttled, 2.0);
    is_near(before.throttled_s, 1.5);
    add("sys/fs/cgroup/job/cpu.stat", "usage_usec 7\nnr_periods 9\nnr_throttled 7\nthrottled_usec 2000000\n");
    struct rxt_moment after = look();
    rxt_quality_between(&before, &after, &q);
    is_near(q.n_throttled, 5.0);
    is_near(q.throttled_s, 0.5);
    add("proc/self/cgroup", "3:cpu:/a\n0::/job\n");
    add("proc/self/mountinfo", "31 20 0:27 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n");
    add("sys/fs/cgroup/cpu/a/cpu.stat", "nr_periods 9\nnr_throttled 3\nthrottled_time 250000000\n");
    is_near(look().throttled_s, 0.25);
    tree_remove(root);
}

static void what_changed_is_told_by_name(void)
{
    char text[256];
    begin();
    add("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance\n");
    add("sys/devices/system/cpu/cpu1/cpufreq/scaling_cur_freq", "2000000\n");
    add("sys/devices/system/cpu/cpu1/cpufreq/scaling_max_freq", "3500000\n");
    add("proc/sys/kernel/numa_balancing", "0\n");
    add("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n");
    add("proc/meminfo", "MemTotal: 9 kB\nSwapTotal:   10240 kB\nSwapFree:    10240 kB\n");
    add("proc/loadavg", "7.30 3.1 2.0 4/100 77\n");
    const struct rxt_moment before = look();
    CU_ASSERT_STRING_EQUAL(before.huge_pages, "madvise");
    is_near(before.clock_Hz, 2e9);
    is_near(before.load, 7.3);
    rxt_moment_changes(&before, &before, text, sizeof text);
    CU_ASSERT_STRING_EQUAL(text, "");
    add("sys/devices/system/cpu/cpu1/cpufreq/scaling_cur_freq", "1000000\n"); /* it steps all the time */
    add("proc/meminfo", "MemTotal: 9 kB\nSwapTotal:   10240 kB\nSwapFree:    10000 kB\n");
    struct rxt_moment after = look();
    rxt_moment_changes(&before, &after, text, sizeof text);
    CU_ASSERT_STRING_EQUAL(text, "");
    add("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n");
    add("sys/devices/system/cpu/cpu1/cpufreq/scaling_max_freq", "3000000\n");
    add("proc/sys/kernel/numa_balancing", "1\n");
    add("sys/kernel/mm/transparent_hugepage/enabled", "[always] madvise never\n");
    add("proc/meminfo", "MemTotal: 9 kB\nSwapTotal:   10240 kB\nSwapFree:     8192 kB\n");
    after = look();
    rxt_moment_changes(&before, &after, text, sizeof text);
    CU_ASSERT_STRING_EQUAL(text, "governor powersave (performance before); NUMA balancing 1 (0 before); "
                                 "huge pages always (madvise before); clock limit 3 GHz (3.5 before); "
                                 "swap in use 2 MiB (0 before)");
    tree_remove(root);
}

static void what_a_system_does_not_tell_is_not_known(void)
{
    char text[256];
    struct rxt_quality q = rxt_quality_unknown();
    begin();
    add("proc/empty", "");
    const struct rxt_moment moment = look();
    CU_ASSERT_TRUE(isnan(moment.busy_s) && isnan(moment.steal_s) && isnan(moment.n_throttled));
    CU_ASSERT_TRUE(isnan(moment.load) && isnan(moment.clock_Hz) && isnan(moment.swap_bytes));
    rxt_quality_between(&moment, &moment, &q);
    CU_ASSERT_TRUE(isnan(q.steal_share) && isnan(q.n_throttled) && isnan(q.throttled_s));
    rxt_moment_changes(&moment, &moment, text, sizeof text);
    CU_ASSERT_STRING_EQUAL(text, "");
    tree_remove(root);
}

static void this_machine_tells_what_it_did(void)
{
    struct rxt_moment moment;
    rxt_moment_read("", NULL, &moment);
    CU_ASSERT_TRUE(isnan(moment.busy_s) || moment.busy_s > 0.0);
    CU_ASSERT_TRUE(isnan(moment.swap_bytes) || moment.swap_bytes >= 0.0);
}

static void pauses_stay_below_a_fiftieth_of_a_study(void)
{
    CU_ASSERT_FALSE(rxt_pause_fits(0.0, 4.9));
    CU_ASSERT_TRUE(rxt_pause_fits(0.0, 5.1));
    CU_ASSERT_FALSE(rxt_pause_fits(0.1, 9.9));
    CU_ASSERT_TRUE(rxt_pause_fits(0.1, 10.1));
}

static void a_quality_is_read_as_it_was_written(void)
{
    struct rxt_fields in = {"a launch", RXT_OK};
    const struct rxt_quality made = {.steal_share = 0.25,
                                     .n_throttled = 3.0,
                                     .throttled_s = 0.5,
                                     .foreign_cpus = NAN,
                                     .load = 7.3,
                                     .clock_Hz = 2e9,
                                     .control_s = {0.01, 0.02},
                                     .changed = "huge pages always (never before)"};
    json_t *json = rxt_quality_to_json(&made);
    struct rxt_quality q = rxt_quality_from_json(&in, json);
    json_t *again = rxt_quality_to_json(&q);
    CU_ASSERT_EQUAL(in.err, RXT_OK);
    CU_ASSERT_TRUE(json_equal(json, again));
    CU_ASSERT_TRUE(json_is_null(json_object_get(json, "foreign_cpus")));
    is_near(q.control_s[1], 0.02);
    CU_ASSERT_STRING_EQUAL(q.changed, made.changed);
    q = rxt_quality_from_json(&in, NULL); /* launches of before */
    CU_ASSERT_TRUE(in.err == RXT_OK && isnan(q.steal_share) && isnan(q.control_s[0]));
    json_object_set_new(json, "steal_share", json_real(1.5));
    (void)rxt_quality_from_json(&in, json);
    CU_ASSERT_EQUAL(in.err, RXT_E_INPUT);
    json_decref(json);
    json_decref(again);
}

CU_TestInfo test_quality[] = {CLAIM(what_the_host_and_others_took_is_told_of_our_cpus),
                              CLAIM(the_group_that_a_quota_stops_most_is_told),
                              CLAIM(what_changed_is_told_by_name),
                              CLAIM(what_a_system_does_not_tell_is_not_known),
                              CLAIM(this_machine_tells_what_it_did),
                              CLAIM(pauses_stay_below_a_fiftieth_of_a_study),
                              CLAIM(a_quality_is_read_as_it_was_written),
                              CU_TEST_INFO_NULL};
