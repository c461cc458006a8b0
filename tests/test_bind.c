/* SPDX-License-Identifier: BSD-3-Clause
 * test_bind.c - what a program is told of its threads, and a plan that travels as a text, who shares a mask.
 */
#include "tests.h"

#include "launch_bind_parts.h"
#include "launch_sibling.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool has(const struct rxt_words *words, const char *word)
{
    bool found = false;
    for (size_t i = 0; i < words->n; i++) {
        found |= !strcmp(words->word[i], word);
    }
    return found;
}

static bool is(const char *name, const char *value)
{
    const char *now = getenv(name);
    return now && !strcmp(now, value);
}

/* Every variable of the tables as this process had it, so that a test leaves nothing behind. */
static void forget_all(void)
{
    for (const struct rxt_thread_variable *v = rxt_thread_variables; v->name; v++) {
        unsetenv(v->name);
    }
    for (const struct rxt_thread_mover *m = rxt_thread_movers; m->name; m++) {
        unsetenv(m->name);
    }
}

static struct rxt_bound told(const struct rxt_bind_how *how)
{
    struct rxt_bound bound = {.pu = calloc(4, sizeof(int)), .n_pus = 4};
    for (int i = 0; i < 4; i++) {
        bound.pu[i] = 2 * i;
    }
    CU_ASSERT_EQUAL(rxt_bind_tell_threads(how, &bound), RXT_OK);
    return bound;
}

static void every_runtime_is_told_the_threads_and_openmp_the_places(void)
{
    const struct rxt_bind_how how = {.layout = {1, 2, 4, RXT_BY_SPREAD}};
    forget_all();
    struct rxt_bound bound = told(&how);
    for (const struct rxt_thread_variable *v = rxt_thread_variables; v->name; v++) {
        CU_ASSERT(is(v->name, "4"));
    }
    CU_ASSERT(is("OMP_PLACES", "{0},{2},{4},{6}"));
    CU_ASSERT(is("OMP_PROC_BIND", "close"));
    CU_ASSERT(has(&bound.set, "OMP_PLACES={0},{2},{4},{6}"));
    CU_ASSERT(has(&bound.set, "GOMAXPROCS=4"));
    CU_ASSERT(bound.has_places);
    rxt_bound_free(&bound);
    forget_all();
}

static void openblas_is_never_told_of_one_thread(void)
{
    const struct rxt_bind_how how = {.layout = {1, 4, 1, RXT_BY_SPREAD}};
    forget_all();
    setenv("OPENBLAS_NUM_THREADS", "8", 1);
    struct rxt_bound bound = told(&how);
    CU_ASSERT_PTR_NULL(getenv("OPENBLAS_NUM_THREADS"));
    CU_ASSERT(has(&bound.cleared, "OPENBLAS_NUM_THREADS=8"));
    CU_ASSERT(is("OMP_NUM_THREADS", "1"));
    rxt_bound_free(&bound);
    forget_all();
}

static void what_would_move_threads_is_cleared_and_told(void)
{
    const struct rxt_bind_how how = {.layout = {1, 2, 4, RXT_BY_SPREAD}, .mask_only = true};
    forget_all();
    for (const struct rxt_thread_mover *m = rxt_thread_movers; m->name; m++) {
        setenv(m->name, "1", 1);
    }
    struct rxt_bound bound = told(&how);
    for (const struct rxt_thread_mover *m = rxt_thread_movers; m->name; m++) {
        char was[64];
        snprintf(was, sizeof was, "%s=1", m->name);
        CU_ASSERT_PTR_NULL(getenv(m->name));
        CU_ASSERT(has(&bound.cleared, was));
    }
    CU_ASSERT(!bound.has_places);
    rxt_bound_free(&bound);
    forget_all();
}

static void one_process_of_many_ranks_gets_no_places(void)
{
    const struct rxt_bind_how how = {.layout = {1, 2, 2, RXT_BY_SPREAD}, .one_process = true};
    forget_all();
    struct rxt_bound bound = told(&how);
    CU_ASSERT_PTR_NULL(getenv("OMP_PLACES"));
    CU_ASSERT(is("OMP_NUM_THREADS", "2"));
    rxt_bound_free(&bound);
    forget_all();
}

static void where_nothing_is_bound_the_users_places_stay(void)
{
    const struct rxt_bind_how how = {.layout = {1, 2, 4, RXT_BY_NONE}};
    forget_all();
    setenv("OMP_PLACES", "cores", 1);
    setenv("OMP_THREAD_LIMIT", "1", 1);
    struct rxt_bound bound = told(&how);
    CU_ASSERT(is("OMP_PLACES", "cores"));
    CU_ASSERT_PTR_NULL(getenv("OMP_THREAD_LIMIT"));
    CU_ASSERT(is("OMP_NUM_THREADS", "4"));
    rxt_bound_free(&bound);
    forget_all();
}

static void a_plan_reads_back_for_every_rank(void)
{
    struct rxt_topology *topology = NULL;
    struct rxt_plan *plan = NULL;
    struct rxt_text text = {0};
    const struct rxt_layout layout = {1, 3, 2, RXT_BY_SPREAD};
    const struct rxt_plan_options options = {.smt = false};
    CU_ASSERT_EQUAL_FATAL(rxt_topology_open(&topology, "pack:2 core:4 pu:2"), RXT_OK);
    CU_ASSERT_EQUAL_FATAL(rxt_plan_make(&plan, topology, &layout, &options), RXT_OK);
    rxt_bind_plan_text(plan, &text);
    for (int rank = 0; rank < layout.ranks; rank++) {
        int pus[2] = {-1, -1};
        CU_ASSERT_EQUAL(rxt_bind_plan_read(rxt_text_of(&text), &layout, rank, pus), RXT_OK);
        CU_ASSERT_EQUAL(pus[0], plan->place[2 * rank].pu);
        CU_ASSERT_EQUAL(pus[1], plan->place[2 * rank + 1].pu);
    }
    rxt_text_free(&text);
    rxt_plan_close(plan);
    rxt_topology_close(topology);
}

static void what_is_no_plan_of_the_layout_is_refused(void)
{
    static const char *const texts[] = {"",          "0,1",        "0,1;2",    "0,1;2,3;4,5", "0,1;2,3,4",
                                        "0,1;2,3 ",  "0,1;2,4096", "0,1;2,-3", "0,1;2,+3",    "0, 1;2,3",
                                        "0,1;2,0x3", "0;1;2;3",    "0,1;2,3x", NULL};
    const struct rxt_layout layout = {1, 2, 2, RXT_BY_SPREAD};
    int pus[2];
    CU_ASSERT_EQUAL(rxt_bind_plan_read("0,1;2,3", &layout, 1, pus), RXT_OK);
    for (const char *const *text = texts; *text; text++) {
        CU_ASSERT_EQUAL(rxt_bind_plan_read(*text, &layout, 1, pus), RXT_E_INPUT);
    }
}

static struct rxt_mask mask_of(int first, int last)
{
    struct rxt_mask mask = {{0}};
    for (int pu = first; pu <= last; pu++) {
        rxt_mask_add(&mask, pu);
    }
    return mask;
}

static void a_mask_reads_back(void)
{
    static const char *const none[] = {"",   ",",    "0,",   "1-",  "3-1", "0 ",
                                       "-1", "0--1", "4096", "0;1", "x",   NULL};
    char text[64];
    struct rxt_mask mask;
    CU_ASSERT(rxt_mask_read("0-3,8,64-65,4095", &mask));
    CU_ASSERT_STRING_EQUAL(rxt_mask_text(&mask, text, sizeof text), "0-3,8,64-65,4095");
    for (const char *const *bad = none; *bad; bad++) {
        CU_ASSERT(!rxt_mask_read(*bad, &mask));
    }
}

static void a_plan_of_all_ranks_is_read_for_one_process(void)
{
    const struct rxt_layout layout = {1, 2, 2, RXT_BY_SPREAD};
    int pus[4] = {-1, -1, -1, -1};
    CU_ASSERT_EQUAL(rxt_bind_plan_read("0,2;4,6", &layout, -1, pus), RXT_OK);
    CU_ASSERT(pus[0] == 0 && pus[1] == 2 && pus[2] == 4 && pus[3] == 6);
}

static void a_mask_is_shared_with_those_that_have_it_or_a_part_of_it(void)
{
    const struct rxt_mask start = mask_of(0, 7);
    const struct rxt_sibling list[] = {{.pid = 10, .local_rank = 3, .mask = mask_of(0, 7)},
                                       {.pid = 11, .local_rank = 1, .mask = mask_of(4, 7)},
                                       {.pid = 12, .local_rank = 0, .mask = mask_of(8, 15)},
                                       {.pid = 13, .local_rank = -1, .mask = mask_of(0, 7)}};
    const struct rxt_share share = rxt_siblings_share(&start, 2, list, 4);
    CU_ASSERT_EQUAL(share.n_sharing, 3);
    CU_ASSERT_EQUAL(share.mine, 1);
}

static void who_sees_nobody_has_its_mask_alone(void)
{
    const struct rxt_mask start = mask_of(0, 3);
    const struct rxt_share share = rxt_siblings_share(&start, 5, NULL, 0);
    CU_ASSERT(share.n_sharing == 1 && share.mine == 0);
}

static void a_bound_sibling_on_the_same_pu_is_seen_and_one_not_bound_yet_is_not(void)
{
    const struct rxt_mask mine = mask_of(2, 3);
    const struct rxt_sibling apart = {.pid = 10, .mask = mask_of(0, 1)},
                             unbound = {.pid = 11, .mask = mask_of(0, 7)},
                             on_mine = {.pid = 12, .mask = mask_of(3, 4)};
    const struct rxt_sibling fine[] = {apart, unbound}, clash[] = {apart, unbound, on_mine};
    CU_ASSERT_PTR_NULL(rxt_siblings_clash(&mine, 2, fine, 2));
    CU_ASSERT_PTR_EQUAL(rxt_siblings_clash(&mine, 2, clash, 3), &clash[2]);
}

static void a_slice_is_one_of_equal_parts_that_keep_together(void)
{
    struct rxt_topology *topology = NULL;
    struct rxt_bind_how how = {.layout = {1, 1, 4, RXT_BY_SPREAD}, .slice = 2, .n_slices = 2};
    CU_ASSERT_EQUAL_FATAL(rxt_topology_open(&topology, "pack:2 core:4 pu:2"), RXT_OK);
    CU_ASSERT_EQUAL(rxt_bind_keep_slice(&how, topology), RXT_OK);
    CU_ASSERT_EQUAL(topology->n_cores, 4);
    CU_ASSERT_EQUAL(topology->n_pus, 8);
    CU_ASSERT_EQUAL(topology->cores[0].pu[0], 8);
    how.n_slices = 5;
    CU_ASSERT_EQUAL(rxt_bind_keep_slice(&how, topology), RXT_E_USAGE);
    rxt_topology_close(topology);
}

static void the_slices_of_a_node_are_disjoint_and_equal(void)
{
    struct rxt_mask all = {{0}};
    for (int k = 1; k <= 3; k++) {
        struct rxt_topology *topology = NULL;
        const struct rxt_bind_how how = {.slice = k, .n_slices = 3};
        CU_ASSERT_EQUAL_FATAL(rxt_topology_open(&topology, "pack:2 l3:2 core:5 pu:1"), RXT_OK);
        CU_ASSERT_EQUAL(rxt_bind_keep_slice(&how, topology), RXT_OK);
        CU_ASSERT_EQUAL(topology->n_cores, 6);
        for (size_t c = 0; c < topology->n_cores; c++) {
            CU_ASSERT(!rxt_mask_has(&all, topology->cores[c].pu[0]));
            rxt_mask_add(&all, topology->cores[c].pu[0]);
        }
        rxt_topology_close(topology);
    }
}

static void a_program_has_the_variables_of_hwloc_that_rxt_took(void)
{
    rxt_hwloc_give_back(); /* what other tests had set */
    setenv("HWLOC_XMLFILE", "a file of the user", 1);
    unsetenv("HWLOC_PLUGINS_PATH");
    rxt_hwloc_begin();
    rxt_hwloc_lightly();
    CU_ASSERT_PTR_NULL(getenv("HWLOC_XMLFILE"));
    CU_ASSERT_PTR_NOT_NULL(getenv("HWLOC_PLUGINS_PATH"));
    rxt_hwloc_begin();
    rxt_hwloc_give_back();
    CU_ASSERT(is("HWLOC_XMLFILE", "a file of the user"));
    CU_ASSERT_PTR_NULL(getenv("HWLOC_PLUGINS_PATH"));
    unsetenv("HWLOC_XMLFILE");
    rxt_hwloc_begin();
}

static void a_word_of_a_command_has_any_length(void)
{
    char *text = malloc(100001);
    struct rxt_words words = {0};
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    memset(text, 'x', 100000);
    text[100000] = '\0';
    rxt_words_add(&words, "%s", text);
    CU_ASSERT(!words.failed && words.n == 1 && !strcmp(words.word[0], text));
    rxt_words_free(&words);
    free(text);
}

CU_TestInfo test_bind[] = {CLAIM(every_runtime_is_told_the_threads_and_openmp_the_places),
                           CLAIM(openblas_is_never_told_of_one_thread),
                           CLAIM(what_would_move_threads_is_cleared_and_told),
                           CLAIM(one_process_of_many_ranks_gets_no_places),
                           CLAIM(where_nothing_is_bound_the_users_places_stay),
                           CLAIM(a_plan_reads_back_for_every_rank),
                           CLAIM(what_is_no_plan_of_the_layout_is_refused),
                           CLAIM(a_mask_reads_back),
                           CLAIM(a_plan_of_all_ranks_is_read_for_one_process),
                           CLAIM(a_mask_is_shared_with_those_that_have_it_or_a_part_of_it),
                           CLAIM(who_sees_nobody_has_its_mask_alone),
                           CLAIM(a_bound_sibling_on_the_same_pu_is_seen_and_one_not_bound_yet_is_not),
                           CLAIM(a_slice_is_one_of_equal_parts_that_keep_together),
                           CLAIM(the_slices_of_a_node_are_disjoint_and_equal),
                           CLAIM(a_program_has_the_variables_of_hwloc_that_rxt_took),
                           CLAIM(a_word_of_a_command_has_any_length),
                           CU_TEST_INFO_NULL};
