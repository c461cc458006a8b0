/* SPDX-License-Identifier: BSD-3-Clause
 * test_watch_say.c - what one run shows is said in five lines, and nothing that it does not show.
 */
#include "tests.h"

#include "watch_say.h"
#include "watched_made.h"

static struct rxt_watch_ground made_ground(int n_pus)
{
    struct rxt_watch_ground ground = {
        .command = "./app", .quota_cpus = INFINITY, .movers = "", .mover_names = "", .n_local = 1};
    for (int i = 0; i < n_pus; i++) {
        rxt_mask_add(&ground.mask, i);
    }
    return ground;
}

/* Judge, and compare with what the lines say; the record is given back. */
static void check(struct rxt_watched *w, const struct rxt_watch_ground *ground,
                  enum rxt_watch_finding finding, const char *words)
{
    struct rxt_text text = {0};
    int n_lines = 0;
    CU_ASSERT_EQUAL(rxt_watch_judge_run(w, ground), finding);
    rxt_watch_say(w, ground, &text);
    for (const char *at = rxt_text_of(&text); *at; at++) {
        n_lines += *at == '\n';
    }
    CU_ASSERT_EQUAL(n_lines, 5);
    if (!strstr(rxt_text_of(&text), words)) {
        printf("\n'%s' is not in:\n%s", words, rxt_text_of(&text));
        CU_FAIL("words are missing");
    }
    rxt_text_free(&text);
    rxt_watched_free(w);
}

static void threads_at_home_are_well(void)
{
    struct rxt_watched w = made_watched(4);
    const struct rxt_watch_ground ground = made_ground(4);
    check(&w, &ground, RXT_FOUND_WELL, "found: all is well");
}

static void cores_that_are_left_over_are_told(void)
{
    struct rxt_watched w = made_watched(1);
    const struct rxt_watch_ground ground = made_ground(16);
    check(&w, &ground, RXT_FOUND_ROOM, "of its 16 PUs, 15 were not used");
}

static void threads_that_share_under_a_narrow_mask_blame_the_mask(void)
{
    struct rxt_watched w = made_watched(2);
    struct rxt_watch_ground ground = made_ground(1);
    w.on_one_pu = 190;
    ground.advice = "start with --map-by slot:PE=2";
    check(&w, &ground, RXT_FOUND_NARROW, "it was started with PU 0 alone");
    w = made_watched(2);
    w.on_one_pu = 190;
    check(&w, &ground, RXT_FOUND_NARROW, "try:   start with --map-by slot:PE=2");
}

static void threads_that_share_under_a_wide_mask_were_stacked(void)
{
    struct rxt_watched w = made_watched(2);
    struct rxt_watch_ground ground = made_ground(8);
    ground.movers = "OMP_PROC_BIND=master", ground.mover_names = "OMP_PROC_BIND";
    w.on_one_pu = 190;
    check(&w, &ground, RXT_FOUND_STACKED, "told by OMP_PROC_BIND=master");
    w = made_watched(2);
    w.on_one_pu = 190;
    check(&w, &ground, RXT_FOUND_STACKED, "try:   unset OMP_PROC_BIND; or");
    w = made_watched(2);
    w.on_one_pu = 190;
    snprintf(w.threads[0].masks[0].cpus, sizeof w.threads[0].masks[0].cpus, "0-7");
    snprintf(w.threads[1].masks[0].cpus, sizeof w.threads[1].masks[0].cpus, "0-7");
    ground.movers = ground.mover_names = "";
    check(&w, &ground, RXT_FOUND_STACKED, "nothing binds them");
}

static void threads_that_others_pushed_together_were_not_stacked(void)
{
    struct rxt_watched w = made_watched(2);
    const struct rxt_watch_ground ground = made_ground(2);
    for (int i = 0; i < 2; i++) {
        w.threads[i].cpu_s = 2.0, w.threads[i].wait_s = 7.9;
        snprintf(w.threads[i].masks[0].cpus, sizeof w.threads[i].masks[0].cpus, "0-1");
    }
    w.on_one_pu = 190;
    check(&w, &ground, RXT_FOUND_SHARED, "found: its cores were shared");
}

static void threads_that_met_now_and_then_were_not_stacked(void)
{
    struct rxt_watched w = made_watched(2);
    const struct rxt_watch_ground ground = made_ground(2);
    w.on_one_pu = 40;
    check(&w, &ground, RXT_FOUND_WELL, "");
}

static void a_core_that_others_had_is_told(void)
{
    struct rxt_watched w = made_watched(2);
    struct rxt_watch_ground ground = made_ground(2);
    w.threads[1].cpu_s = 7.0, w.threads[1].wait_s = 2.9;
    check(&w, &ground, RXT_FOUND_SHARED, "shared with other programs, no thread");
    w = made_watched(2);
    w.threads[1].cpu_s = 7.0, w.threads[1].wait_s = 2.9;
    w.rivals[0] = (struct rxt_rival){.pid = 7, .cpu = 1, .name = "burn", .looks = 2};
    w.n_rivals = 1;
    check(&w, &ground, RXT_FOUND_SHARED, "other programs: 'burn' (process 7) on PU 1");
    w = made_watched(2);
    w.threads[1].cpu_s = 7.0, w.threads[1].wait_s = 2.9;
    ground.quota_cpus = 1.5;
    check(&w, &ground, RXT_FOUND_QUOTA, "lets 1.5 run at once, and 2 are busy");
}

static void threads_that_were_asked_for_and_did_nothing_are_told(void)
{
    struct rxt_watched w = made_watched(2);
    struct rxt_watch_ground ground = made_ground(2);
    ground.n_told = 2, ground.told = "OMP_NUM_THREADS=2";
    w.threads[1].cpu_s = 0.002, w.threads[1].busy_looks = 0;
    check(&w, &ground, RXT_FOUND_UNUSED, "OMP_NUM_THREADS=2 asks for 2 threads, and 1 worked");
}

static void threads_that_move_are_told(void)
{
    struct rxt_watched w = made_watched(2);
    const struct rxt_watch_ground ground = made_ground(4);
    w.threads[0].n_cpus = 2;
    w.threads[0].cpus[0].share = 0.6;
    w.threads[0].cpus[1] = (struct rxt_seen_cpu){3, 0.4};
    check(&w, &ground, RXT_FOUND_WANDERING, "worked: over PUs 0 (60 %), 3 (40 %); on PU 1 (100 % of looks)");
}

static void hardware_threads_beside_idle_cores_are_told(void)
{
    struct rxt_watched w = made_watched(2);
    const struct rxt_watch_ground ground = made_ground(4);
    w.on_one_core = 190;
    check(&w, &ground, RXT_FOUND_SIBLINGS, "hardware threads of one core in 96 % of looks");
}

static void a_program_that_waits_is_not_told_to_take_more(void)
{
    struct rxt_watched w = made_watched(1);
    const struct rxt_watch_ground ground = made_ground(4);
    w.threads[0].cpu_s = 0.5, w.threads[0].busy_looks = 10;
    check(&w, &ground, RXT_FOUND_WAITING, "more threads or ranks will not make that faster");
}

static void little_is_not_judged(void)
{
    struct rxt_watched w = made_watched(1);
    const struct rxt_watch_ground ground = made_ground(4);
    w.looks = 4;
    check(&w, &ground, RXT_FOUND_UNKNOWN, "too little to tell: 4 looks");
    w = made_watched(1);
    w.n_threads = 0;
    w.unknown = strdup("hidepid");
    check(&w, &ground, RXT_FOUND_UNKNOWN, "where: not seen: hidepid");
    w = made_watched(1);
    w.n_threads = 0;
    check(&w, &ground, RXT_FOUND_UNKNOWN, "try:   as the user that it runs as");
}

static void a_crowd_is_told_in_one_line(void)
{
    struct rxt_watched w = made_watched(64);
    const struct rxt_watch_ground ground = made_ground(64);
    w.threads[5].cpus[0].share = 0.5;
    check(&w, &ground, RXT_FOUND_WANDERING,
          "64 of 64 threads worked: 63 stayed on one PU each, 1 moved; seen on PUs 0-63");
}

static void how_it_ended_is_told(void)
{
    struct rxt_watched w = made_watched(1);
    const struct rxt_watch_ground ground = made_ground(1);
    w.end = RXT_END_SIGNAL, w.signal = 11, w.status = 139;
    check(&w, &ground, RXT_FOUND_WELL, "ended by signal 11");
    w = made_watched(1);
    w.status = 3;
    w.note = strdup("'x' outlived the program, and still runs");
    check(&w, &ground, RXT_FOUND_WELL, "status 3: 9.90 s of CPU, 95.4 MiB of memory at most; 'x' outlived");
}

CU_TestInfo test_watch_say[] = {CLAIM(threads_at_home_are_well),
                                CLAIM(cores_that_are_left_over_are_told),
                                CLAIM(threads_that_share_under_a_narrow_mask_blame_the_mask),
                                CLAIM(threads_that_share_under_a_wide_mask_were_stacked),
                                CLAIM(threads_that_others_pushed_together_were_not_stacked),
                                CLAIM(threads_that_met_now_and_then_were_not_stacked),
                                CLAIM(a_core_that_others_had_is_told),
                                CLAIM(threads_that_were_asked_for_and_did_nothing_are_told),
                                CLAIM(threads_that_move_are_told),
                                CLAIM(hardware_threads_beside_idle_cores_are_told),
                                CLAIM(a_program_that_waits_is_not_told_to_take_more),
                                CLAIM(little_is_not_judged),
                                CLAIM(a_crowd_is_told_in_one_line),
                                CLAIM(how_it_ended_is_told),
                                CU_TEST_INFO_NULL};
