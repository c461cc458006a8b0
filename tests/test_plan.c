/* SPDX-License-Identifier: BSD-3-Clause
 * test_plan.c - where the planner puts ranks and threads: exact plans, and what holds for all.
 */
#include "layout.h"
#include "layout_place.h"
#include "layout_show.h"
#include "machine_show.h"
#include "machine_table.h"
#include "tests.h"
#include "text.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern CU_TestInfo test_plan[];

#define FOLDER "tests/topologies/"

static const struct rxt_plan_options plain = {0}, smt = {.smt = true}, over = {.oversubscribe = true};

static struct rxt_plan *plan_of(const struct rxt_topology *topology, const char *text,
                                const struct rxt_plan_options *options)
{
    struct rxt_layout layout;
    struct rxt_plan *plan = NULL;
    CU_ASSERT_EQUAL_FATAL(rxt_layout_parse(text, &layout), RXT_OK);
    if (rxt_plan_make(&plan, topology, &layout, options) != RXT_OK) {
        fprintf(stderr, "%s\n", rxt_reason());
        CU_FAIL_FATAL("a layout that fits must have a plan");
    }
    return plan;
}

/* The cores of each rank, as "0-3 4-7". */
static void cores_are(const struct rxt_topology *topology, const char *text,
                      const struct rxt_plan_options *options, const char *want)
{
    struct rxt_plan *plan = plan_of(topology, text, options);
    struct rxt_text cores = {0};
    char list[64];
    for (int r = 0; r < plan->layout.ranks; r++) {
        struct rxt_mask set = {{0}};
        for (int t = 0; t < plan->layout.threads; t++) {
            rxt_mask_add(&set, topology->cores[plan->place[r * plan->layout.threads + t].core].core);
        }
        rxt_text_add(&cores, "%s%s", r > 0 ? " " : "", rxt_show_indices(&set, list, sizeof list));
    }
    CU_ASSERT_STRING_EQUAL(rxt_text_of(&cores), want);
    if (strcmp(rxt_text_of(&cores), want) != 0) {
        fprintf(stderr, "%s on %s: %s, not %s\n", text, topology->source, rxt_text_of(&cores), want);
    }
    rxt_text_free(&cores);
    rxt_plan_close(plan);
}

static struct rxt_topology *topology_of(const char *source)
{
    struct rxt_topology *topology = NULL;
    CU_ASSERT_EQUAL_FATAL(rxt_topology_open(&topology, source), RXT_OK);
    return topology;
}

static void plans_on(const char *source, const struct rxt_plan_options *options,
                     const char *const (*cases)[2])
{
    struct rxt_topology *topology = topology_of(source);
    for (; (*cases)[0]; cases++) {
        cores_are(topology, (*cases)[0], options, (*cases)[1]);
    }
    rxt_topology_close(topology);
}

static void ranks_go_where_the_policy_says(void)
{
    static const char *const epyc[][2] = {
        {"8x16", "0-15 16-31 32-47 48-63 64-79 80-95 96-111 112-127"},
        {"2x1", "0 64"},
        {"2x1@compact", "0 1"},
        {"2x4@compact", "0-3 4-7"},
        {"2x4@core", "0-3 4-7"},
        {"4x2", "0-1 32-33 64-65 96-97"},
        {"3x3@core", "0-2 3-5 8-10"}, /* 6-8 would lie over two L3s */
        {"3x3@compact", "0-2 3-5 8-10"},
        {"3x5@l3", "0-4 8-12 16-20"},
        {"4x5@package", "0-4 64-68 8-12 72-76"},
        {"2x9", "0-8 64-72"},
        {"1x7", "0-6"},
        {"17x1@compact", "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16"},
        {"4x1@none", "0 32 64 96"},
        {NULL, NULL},
    };
    plans_on(FOLDER "epyc-7763-2s.xml", &plain, epyc);
}

static void one_rank_for_each_l3_gets_that_l3(void)
{
    static const char *const policies[] = {"spread", "compact", "core", "l3"};
    struct rxt_topology *topology = topology_of(FOLDER "epyc-7763-2s.xml");
    for (size_t p = 0; p < 4; p++) {
        char text[RXT_LAYOUT_BYTES];
        snprintf(text, sizeof text, "16x8@%s", policies[p]);
        struct rxt_plan *plan = plan_of(topology, text, &plain);
        for (size_t i = 0; i < plan->n_places; i++) {
            CU_ASSERT_EQUAL(topology->cores[plan->place[i].core].l3, plan->place[i].rank);
        }
        rxt_plan_close(plan);
    }
    rxt_topology_close(topology);
}

static void levels_are_taken_as_they_nest(void)
{
    static const char *const boards[][2] = {/* NUMA nodes of 4 packages of 6 cores in pairs */
                                            {"4x24", "0-23 24-47 48-71 72-95"},
                                            {"2x8", "0-7 48-55"},
                                            {"2x8@compact", "0-7 8-15"},
                                            {"4x2", "0-1 24-25 48-49 72-73"},
                                            {NULL, NULL}};
    static const char *const uneven[][2] = {/* packages of 2, 1, 1, 2 cores */
                                            {"2x2", "0-1 4-5"},
                                            {"3x2", "0-1 2-3 4-5"},
                                            {"2x1@compact", "0 1"},
                                            {"1x1@compact", "2"}, /* the smallest that holds it */
                                            {NULL, NULL}};
    plans_on(FOLDER "xeon-4s.xml", &plain, boards);
    plans_on(FOLDER "offlines.xml", &plain, uneven);
}

static void a_rank_that_must_be_cut_is_cut_least(void)
{
    static const char *const cases[][2] = {{"2x5@compact", "0-4 6-10"}, /* 5-9 would lie over three L3s */
                                           {"2x5", "0-4 6-10"},
                                           {"2x4@core", "0-3 4-7"},
                                           {"1x7", "0-6"},
                                           {NULL, NULL}};
    plans_on("l3:4 core:3 pu:1", &plain, cases);
}

static void hardware_threads_come_after_all_cores(void)
{
    static const char *const cases[][2] = {
        {"2x4", "0-3 4-7"},     {"4x4", "0-1 2-3 4-5 6-7"}, {"8x2", "0 1 2 3 4 5 6 7"},
        {"3x4", "0-1 2-3 4-7"}, {"2x5", "0-3 4-7"},         {"1x9", "0-7"},
        {"2x8@l3", "0-3 4-7"},  {"2x6@l3", "0-3 4-7"},      {NULL, NULL}};
    plans_on("pack:1 l3:2 core:4 pu:2", &smt, cases);
}

static void no_core_is_idle_beside_a_shared_one(void)
{
    static const char *const cases[][2] = {
        {"24x2", "0 1-2 3-4 5 6-7 8-9 10 11-12 13-14 15 16-17 18-19 20 21-22 23-24 25 26-27 28-29 30 31-32 "
                 "33-34 35 36-37 38-39"},
        {"1x41", "0-39"},
        {NULL, NULL}};
    plans_on("pack:2 core:20 pu:2", &smt, cases);
}

static void hardware_threads_keep_ranks_whole(void)
{
    static const char *const nodes[][2] = {
        {"12x9", "0-3 4-7 8-15 16-19 20-23 24-31 32-35 36-39 40-47 48-51 52-55 56-63"}, {NULL, NULL}};
    static const char *const packages[][2] = {
        {"1x8", "0-3"}, {"2x5", "0-3 4-7"}, {"1x9", "0-7"}, {NULL, NULL}};
    plans_on("numa:8 core:8 pu:4", &smt, nodes);
    plans_on("pack:2 core:4 pu:2", &smt, packages);
}

static void oversubscription_keeps_ranks_whole(void)
{
    static const char *const cases[][2] = {{"3x5", "0-1 1-2 3-5"}, {"3x7", "0-1 1-2 3-5"}, {"2x9", "0-2 3-5"},
                                           {"1x6", "0-5"},         {"1x7", "0-5"},         {NULL, NULL}};
    plans_on("pack:2 core:3 pu:1", &over, cases);
}

/* Big sites keep the first core of each L3 for the system. */
static void an_allowed_set_without_the_first_core_of_each_l3_is_not_cut(void)
{
    struct rxt_topology *topology = topology_of("pack:2 numa:1 l3:4 core:8 pu:2");
    struct rxt_mask mask = {{0}};
    for (int pu = 0; pu < 128; pu++) {
        if (pu % 16 > 1) {
            rxt_mask_add(&mask, pu);
        }
    }
    CU_ASSERT_EQUAL_FATAL(rxt_table_keep(topology, &mask), RXT_OK);
    cores_are(topology, "8x7", &plain, "1-7 9-15 17-23 25-31 33-39 41-47 49-55 57-63");
    cores_are(topology, "8x14", &smt, "1-7 9-15 17-23 25-31 33-39 41-47 49-55 57-63");
    rxt_topology_close(topology);
}

/* 4 powerful cores with SMT, each with its L2, and 8 others in two clusters; one L3. */
static const struct rxt_topology *hybrid_machine(void)
{
    static struct rxt_core cores[12];
    static struct rxt_topology topology = {.cores = cores,
                                           .n_cores = 12,
                                           .n_pus = 16,
                                           .n_domains = {1, 1, 1, 6},
                                           .has = {true, false, true, true},
                                           .n_kinds = 2,
                                           .machine_cores = 12,
                                           .machine_pus = 16,
                                           .source = "a hybrid machine"};
    for (int c = 0; c < 12; c++) {
        cores[c] =
            c < 4 ? (struct rxt_core){.core = c,
                                      .domain = {0, 0, 0, c},
                                      .kind = 1,
                                      .n_pus = 2,
                                      .pu = {2 * c, 2 * c + 1}}
                  : (struct rxt_core){.core = c, .domain = {0, 0, 0, c / 4 + 3}, .n_pus = 1, .pu = {c + 4}};
    }
    return &topology;
}

static void powerful_cores_come_first_and_kinds_are_not_mixed(void)
{
    const struct rxt_topology *topology = hybrid_machine();
    cores_are(topology, "1x1", &plain, "0");
    cores_are(topology, "4x1", &plain, "0 1 2 3");
    cores_are(topology, "2x2@compact", &plain, "0-1 2-3");
    cores_are(topology, "3x4", &plain, "0-3 4-7 8-11");
    cores_are(topology, "2x3", &plain, "0-2 4-6");
    cores_are(topology, "2x3@compact", &plain, "0-2 4-6");
    cores_are(topology, "3x2", &plain, "0-1 2-3 4-5");
    cores_are(topology, "1x12", &plain, "0-11");
    cores_are(topology, "16x1", &smt, "0 0 1 1 2 2 3 3 4 5 6 7 8 9 10 11");
}

/* What rxt place says of a layout on a topology. */
static bool says(const char *source, const char *layout, const char *words)
{
    struct rxt_topology *topology = topology_of(source);
    struct rxt_plan *plan = plan_of(topology, layout, &plain);
    struct rxt_text text = {0};
    rxt_plan_show(plan, topology, &text);
    const bool has = strstr(rxt_text_of(&text), words) != NULL;
    rxt_text_free(&text);
    rxt_plan_close(plan);
    rxt_topology_close(topology);
    return has;
}

static void a_rank_that_mixes_kinds_is_told(void)
{
    const char *laptop = FOLDER "laptop-pe-cores.xml";
    CU_ASSERT_TRUE(says(laptop, "2x3", "Ranks that mix kinds of cores: 1 (of 2): rank 0;"));
    CU_ASSERT_FALSE(says(laptop, "3x2", "mix kinds"));
    CU_ASSERT_FALSE(says(FOLDER "clocks.xml", "1x4", "mix kinds"));
    struct rxt_topology *topology = topology_of(laptop);
    struct rxt_plan *plan = plan_of(topology, "2x3", &plain);
    json_t *rows = rxt_plan_json(plan, topology);
    CU_ASSERT_EQUAL(plan->n_mixed, 1);
    CU_ASSERT_EQUAL(json_integer_value(json_object_get(json_array_get(rows, 0), "kind")), 1);
    CU_ASSERT_EQUAL(json_integer_value(json_object_get(json_array_get(rows, 2), "kind")), 0);
    CU_ASSERT_TRUE(json_is_true(json_object_get(json_array_get(rows, 1), "mixes_kinds")));
    CU_ASSERT_TRUE(json_is_false(json_object_get(json_array_get(rows, 3), "mixes_kinds")));
    json_decref(rows);
    rxt_plan_close(plan);
    rxt_topology_close(topology);
}

static void refused(const char *source, const char *text, const struct rxt_plan_options *options,
                    const char *why)
{
    struct rxt_topology *topology = topology_of(source);
    struct rxt_layout layout;
    struct rxt_plan *plan = NULL;
    CU_ASSERT_EQUAL_FATAL(rxt_layout_parse(text, &layout), RXT_OK);
    CU_ASSERT_EQUAL(rxt_plan_make(&plan, topology, &layout, options), RXT_E_USAGE);
    CU_ASSERT_PTR_NULL(plan);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), why));
    if (!strstr(rxt_reason(), why)) {
        fprintf(stderr, "'%s': %s\n", why, rxt_reason());
    }
    rxt_topology_close(topology);
}

static void what_does_not_fit_is_refused_with_the_way_out(void)
{
    const char *source = "pack:1 l3:2 core:4 pu:2";
    refused(source, "3x3", &plain,
            "needs 9 cores, and 8 are allowed here; ask for fewer, or use all their 16 hardware "
            "threads with --smt");
    refused(source, "17x1", &plain,
            "needs 17 cores, and 8 are allowed here; ask for fewer, or share them with "
            "--oversubscribe");
    refused(source, "17x1", &smt, "needs 17 hardware threads, and 16 are allowed here");
    refused(source, "1x5@l3", &plain,
            "keeps every rank of 5 threads inside one L3, and those here hold 0 such ranks");
}

static const char *const sources[] = {
    FOLDER "allowed.xml",
    FOLDER "cpusets.xml",
    FOLDER "epyc-7451-2s.xml",
    FOLDER "epyc-7763-2s.xml",
    FOLDER "fakecpukinds.xml",
    FOLDER "knl-7210.xml",
    FOLDER "offlines.xml",
    FOLDER "power8.xml",
    FOLDER "xeon-4s.xml",
    FOLDER "xeon-6230-2s.xml",
    "pack:2 numa:2 l3:2 core:4 pu:2",
    "core:1 pu:1",
    "core:1 pu:4",
    "pu:7",
    "pack:3 core:5 pu:1",
    "numa:2 pack:2 l3:3 core:3 pu:2",
    "pack:2 core:6 pu:2",
    "l3:5 core:3 pu:1",
    "pack:1 l2:4 core:2 pu:2",
    "pack:2 l3:1 l2:3 core:4 pu:1",
    "numa:8 core:3 pu:4",
    "pack:7 core:1 pu:2",
    "pack:2 numa:1 l3:4 l2:2 core:2 pu:1",
    "l3:2 core:11 pu:2",
    "pack:4 numa:2 core:1 pu:1",
};
enum { N_SOURCES = sizeof sources / sizeof sources[0] };

/* How many ranks of a size the domains of a level hold: the planner's promise, counted anew. */
static size_t held(const struct rxt_topology *topology, int level, int least_kind, size_t threads)
{
    size_t n = 0;
    for (int d = 0; d < (int)topology->n_domains[level]; d++) {
        size_t n_cores = 0;
        for (size_t c = 0; c < topology->n_cores; c++) {
            n_cores += topology->cores[c].domain[level] == d && topology->cores[c].kind >= least_kind;
        }
        n += n_cores / threads;
    }
    return n;
}

static int kind_for(const struct rxt_topology *topology, size_t n_threads)
{
    for (int kind = topology->n_kinds - 1; kind > 0; kind--) {
        size_t n = 0;
        for (size_t c = 0; c < topology->n_cores; c++) {
            n += topology->cores[c].kind >= kind;
        }
        if (n >= n_threads) {
            return kind;
        }
    }
    return 0;
}

static size_t count_cuts(const struct rxt_topology *topology, const struct rxt_plan *plan, int level)
{
    size_t n = 0;
    for (int r = 0; r < plan->layout.ranks; r++) {
        bool cut = false;
        const struct rxt_place *place = plan->place + (size_t)r * (size_t)plan->layout.threads;
        for (int t = 1; t < plan->layout.threads; t++) {
            cut |=
                topology->cores[place[t].core].domain[level] != topology->cores[place[0].core].domain[level];
        }
        n += cut;
    }
    return n;
}

/* Every thread on a core of its own, on a PU of that core, in the order that the plan promises. */
static bool is_one_to_one(const struct rxt_topology *topology, const struct rxt_plan *plan)
{
    struct rxt_mask cores = {{0}};
    bool right = plan->n_places == (size_t)plan->layout.ranks * (size_t)plan->layout.threads;
    for (size_t i = 0; i < plan->n_places; i++) {
        const struct rxt_place *place = &plan->place[i];
        right = right && place->core < topology->n_cores && place->pu == topology->cores[place->core].pu[0] &&
                place->rank == (int)i / plan->layout.threads &&
                place->thread == (int)i % plan->layout.threads;
        rxt_mask_add(&cores, (int)place->core);
    }
    return right && rxt_mask_count(&cores) == plan->n_places && !plan->shares_cores && !plan->shares_pus;
}

static bool same_places(const struct rxt_plan *a, const struct rxt_plan *b)
{
    bool same = a->n_places == b->n_places;
    for (size_t i = 0; same && i < a->n_places; i++) {
        same = a->place[i].core == b->place[i].core && a->place[i].pu == b->place[i].pu;
    }
    return same;
}

static int level_of(enum rxt_policy policy)
{
    return policy == RXT_BY_L3        ? RXT_L3
           : policy == RXT_BY_NUMA    ? RXT_NUMA
           : policy == RXT_BY_PACKAGE ? RXT_PACKAGE
                                      : -1;
}

static void check_plan(const struct rxt_topology *topology, const struct rxt_layout *layout)
{
    struct rxt_plan *plan = NULL, *again = NULL;
    const int home = level_of(layout->policy);
    const size_t ranks = (size_t)layout->ranks, threads = (size_t)layout->threads;
    const bool possible = home < 0 || (topology->has[home] && held(topology, home, 0, threads) >= ranks);
    CU_ASSERT_EQUAL(rxt_plan_make(&plan, topology, layout, &plain), possible ? RXT_OK : RXT_E_USAGE);
    if (!plan) {
        return;
    }
    CU_ASSERT_TRUE(is_one_to_one(topology, plan));
    const int kind = kind_for(topology, ranks * threads);
    for (int level = 0; level < RXT_LEVELS; level++) {
        const size_t n_cut = count_cuts(topology, plan, level);
        CU_ASSERT_EQUAL(n_cut, plan->n_cut[level]);
        const bool uncut = level == home || (home < 0 && held(topology, level, kind, threads) >= ranks);
        CU_ASSERT_TRUE(!uncut || n_cut == 0);
        if (uncut && n_cut > 0) {
            char text[RXT_LAYOUT_BYTES];
            fprintf(stderr, "%s on %s cuts %s\n", rxt_layout_text(layout, text, sizeof text),
                    topology->source, rxt_level_name((enum rxt_level)level));
        }
    }
    CU_ASSERT_EQUAL(rxt_plan_make(&again, topology, layout, &plain), RXT_OK);
    CU_ASSERT_TRUE(again && same_places(plan, again));
    rxt_plan_close(again);
    rxt_plan_close(plan);
}

static void plans_are_right_on_every_machine(void)
{
    static const int sizes[] = {1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 16, 20, 24, 31, 32, 48, 64, 96, 128};
    enum { N = sizeof sizes / sizeof sizes[0] };
    for (size_t s = 0; s < N_SOURCES; s++) {
        struct rxt_topology *topology = topology_of(sources[s]);
        for (int i = 0; i < N * N * RXT_POLICIES; i++) {
            const struct rxt_layout layout = {1, sizes[i % N], sizes[i / N % N],
                                              (enum rxt_policy)(i / (N * N))};
            if ((size_t)(layout.ranks * layout.threads) <= topology->n_cores) {
                check_plan(topology, &layout);
            }
        }
        rxt_topology_close(topology);
    }
}

/* How often the plan uses each PU: the same for all, `times`. */
static void uses_each_pu(const struct rxt_topology *topology, int ranks,
                         const struct rxt_plan_options *options, size_t times)
{
    const struct rxt_layout layout = {1, ranks, (int)(times * topology->n_pus) / ranks, RXT_BY_SPREAD};
    struct rxt_plan *plan = NULL;
    size_t n_uses[RXT_MAX_PUS] = {0};
    CU_ASSERT_EQUAL_FATAL(rxt_plan_make(&plan, topology, &layout, options), RXT_OK);
    for (size_t i = 0; i < plan->n_places; i++) {
        n_uses[plan->place[i].pu]++;
    }
    for (size_t c = 0; c < topology->n_cores; c++) {
        for (int p = 0; p < topology->cores[c].n_pus; p++) {
            CU_ASSERT_EQUAL(n_uses[topology->cores[c].pu[p]], times);
        }
    }
    CU_ASSERT_EQUAL(plan->shares_pus, times > 1);
    rxt_plan_close(plan);
}

static void smt_and_oversubscription_are_even(void)
{
    for (size_t s = 0; s < N_SOURCES; s++) {
        struct rxt_topology *topology = topology_of(sources[s]);
        for (int ranks = 1; ranks <= (int)topology->n_pus; ranks++) {
            if (topology->n_pus % (size_t)ranks == 0) {
                uses_each_pu(topology, ranks, &smt, 1);
            }
        }
        uses_each_pu(topology, 1, &over, 3); /* between these, ranks that are not cut come first */
        uses_each_pu(topology, (int)topology->n_pus, &over, 3);
        rxt_topology_close(topology);
    }
}

static void shares_are_even_few_or_in_order(void)
{
    static const int none[4] = {0}, most[4] = {2, 2, 2, 2}, uneven[4] = {1, 3, 2, 4}, least[4] = {1, 1, 1, 1};
    static const struct {
        enum rxt_style style;
        const int *least, *most;
        int k, want[4];
    } cases[] = {
        {RXT_STYLE_SPREAD, none, most, 2, {1, 0, 1, 0}},
        {RXT_STYLE_SPREAD, none, most, 6, {2, 1, 2, 1}},
        {RXT_STYLE_SPREAD, none, uneven, 7, {1, 2, 2, 2}},
        {RXT_STYLE_SPREAD, none, uneven, 10, {1, 3, 2, 4}},
        {RXT_STYLE_COMPACT, none, uneven, 2, {0, 0, 2, 0}},
        {RXT_STYLE_COMPACT, none, uneven, 6, {0, 0, 2, 4}},
        {RXT_STYLE_COMPACT, none, uneven, 5, {1, 0, 0, 4}},
        {RXT_STYLE_COMPACT, least, uneven, 5, {1, 1, 2, 1}},
        {RXT_STYLE_IN_ORDER, none, uneven, 5, {1, 3, 1, 0}},
        {RXT_STYLE_IN_ORDER, least, uneven, 4, {1, 1, 1, 1}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int share[4];
        rxt_place_share(cases[i].style, 4, cases[i].least, cases[i].most, cases[i].k, share);
        CU_ASSERT_FALSE(memcmp(share, cases[i].want, sizeof share));
    }
}

static void a_rank_mask_holds_its_pus(void)
{
    struct rxt_topology *topology = topology_of("core:4 pu:2");
    struct rxt_plan *plan = plan_of(topology, "2x4", &smt);
    struct rxt_mask mask;
    char text[32];
    rxt_plan_rank_mask(plan, 1, &mask);
    CU_ASSERT_STRING_EQUAL(rxt_mask_text(&mask, text, sizeof text), "4-7");
    CU_ASSERT_TRUE(plan->shares_cores && !plan->shares_pus);
    rxt_plan_close(plan);
    rxt_topology_close(topology);
}

static void a_plan_is_shown_within_100_columns(void)
{
    for (size_t s = 0; s < N_SOURCES; s++) {
        struct rxt_topology *topology = topology_of(sources[s]);
        for (int ranks = 1; ranks <= (int)topology->n_cores; ranks *= 2) {
            const struct rxt_layout layout = {1, ranks, (int)topology->n_cores / ranks, RXT_BY_SPREAD};
            struct rxt_plan *plan = NULL;
            struct rxt_text text = {0};
            CU_ASSERT_EQUAL_FATAL(rxt_plan_make(&plan, topology, &layout, &plain), RXT_OK);
            rxt_plan_show(plan, topology, &text);
            for (const char *line = rxt_text_of(&text); *line; line += strcspn(line, "\n") + 1) {
                CU_ASSERT_TRUE(strcspn(line, "\n") <= 100);
            }
            rxt_text_free(&text);
            rxt_plan_close(plan);
        }
        rxt_topology_close(topology);
    }
}

static void json_rows_are_placement_rows(void)
{
    struct rxt_topology *topology = topology_of(FOLDER "power8.xml");
    struct rxt_plan *plan = plan_of(topology, "2x2", &plain);
    json_t *rows = rxt_plan_json(plan, topology);
    char *text = json_dumps(json_array_get(rows, 3), 0);
    CU_ASSERT_EQUAL(json_array_size(rows), 4);
    CU_ASSERT_STRING_EQUAL(text,
                           "{\"node\": 0, \"rank\": 1, \"thread\": 1, \"pu\": 88, \"core\": 5, \"numa\": 1, "
                           "\"package\": 1, \"planned_pu\": 88, \"kind\": 0, \"mixes_kinds\": false}");
    free(text);
    json_decref(rows);
    rxt_plan_close(plan);
    rxt_topology_close(topology);
}

static void a_rank_that_a_plan_has_not_is_our_fault(void)
{
    struct rxt_topology *topology = topology_of("core:4 pu:1");
    struct rxt_plan *plan = plan_of(topology, "2x2", &plain);
    struct rxt_mask mask;
    int status = 0;
    fflush(NULL);
    const pid_t child = fork();
    if (child == 0) {
        fclose(stderr);
        rxt_plan_rank_mask(plan, 2, &mask);
        _exit(0);
    }
    CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
    CU_ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    rxt_plan_close(plan);
    rxt_topology_close(topology);
}

CU_TestInfo test_plan[] = {
    CLAIM(ranks_go_where_the_policy_says),
    CLAIM(one_rank_for_each_l3_gets_that_l3),
    CLAIM(levels_are_taken_as_they_nest),
    CLAIM(a_rank_that_must_be_cut_is_cut_least),
    CLAIM(hardware_threads_come_after_all_cores),
    CLAIM(no_core_is_idle_beside_a_shared_one),
    CLAIM(hardware_threads_keep_ranks_whole),
    CLAIM(oversubscription_keeps_ranks_whole),
    CLAIM(an_allowed_set_without_the_first_core_of_each_l3_is_not_cut),
    CLAIM(powerful_cores_come_first_and_kinds_are_not_mixed),
    CLAIM(a_rank_that_mixes_kinds_is_told),
    CLAIM(what_does_not_fit_is_refused_with_the_way_out),
    CLAIM(plans_are_right_on_every_machine),
    CLAIM(smt_and_oversubscription_are_even),
    CLAIM(shares_are_even_few_or_in_order),
    CLAIM(a_rank_mask_holds_its_pus),
    CLAIM(a_plan_is_shown_within_100_columns),
    CLAIM(json_rows_are_placement_rows),
    CLAIM(a_rank_that_a_plan_has_not_is_our_fault),
    CU_TEST_INFO_NULL,
};
