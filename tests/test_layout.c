/* SPDX-License-Identifier: BSD-3-Clause
 * test_layout.c - layouts as text, and the candidates of a topology.
 */
#include "layout.h"
#include "text.h"

#include "rxt/err.h"
#include "tests.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern CU_TestInfo test_layout[];

static void layouts_are_read(void)
{
    static const struct {
        const char *text;
        struct rxt_layout want;
    } cases[] = {
        {"1x1", {1, 1, 1, RXT_BY_SPREAD}},
        {"4x8", {1, 4, 8, RXT_BY_SPREAD}},
        {"2:4x8@l3", {2, 4, 8, RXT_BY_L3}},
        {"4x8@spread", {1, 4, 8, RXT_BY_SPREAD}},
        {"1:4x8@none", {1, 4, 8, RXT_BY_NONE}},
        {"65536x1", {1, 65536, 1, RXT_BY_SPREAD}},
        {"1x65536@core", {1, 1, 65536, RXT_BY_CORE}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct rxt_layout layout;
        CU_ASSERT_EQUAL_FATAL(rxt_layout_parse(cases[i].text, &layout), RXT_OK);
        CU_ASSERT_TRUE(rxt_layout_equal(&layout, &cases[i].want));
    }
}

static void bad_layouts_are_refused_with_the_reason(void)
{
    static const struct {
        const char *text, *why;
    } cases[] = {
        {"", "ends where the number of ranks is due"},
        {"2y4", "has 'y' where the x between ranks and threads is due"},
        {"0x1", "has 0 ranks, but it must be 1 to 65536"},
        {"4x0", "has 0 threads"},
        {"0:1x1", "has 0 nodes"},
        {"4x", "ends where the number of threads is due"},
        {"4x ", "has ' ' where the number of threads is due"},
        {" 4x8", "has ' ' where the number of ranks is due"},
        {"4x8 ", "has ' ' behind the number of threads"},
        {"x4", "has 'x' where the number of ranks is due"},
        {"4", "ends where the x between ranks and threads is due"},
        {"4X8", "has 'X' where"},
        {"-1x2", "has '-' where the number of ranks is due"},
        {"+1x2", "has '+' where"},
        {"1.5x2", "has '.' where the x"},
        {"9999999999x1", "has 9999999999 ranks, but it must be 1 to 65536"},
        {"99999999999999999999999999999999x1", "has 99999999999999999999 ranks"},
        {"65537x1", "has 65537 ranks"},
        {"256x257", "has 65792 workers in all, but at most 65536"},
        {"65536:65536x65536", "has 281474976710656 workers"},
        {"4x8@", "ends without its policy; it is one of spread, compact, core, l3, numa, package, none"},
        {"4x8@foo", "has an unknown policy; it is one of spread, "},
        {"4x8@spraed", "has an unknown policy, did you mean 'spread'?"},
        {"4x8@L3", "did you mean 'l3'?"},
        {"4x8@l3 ", "did you mean 'l3'?"},
        {"4x8@l3@l3", "unknown policy"},
        {"2:", "ends where the number of ranks is due"},
        {":4x8", "has ':' where the number of nodes is due"},
        {"1:2:3x4", "has ':' where the x between"},
        {"04x2", "has a number of ranks that begins with 0"},
        {"4x8x2", "has 'x' behind the number of threads"},
        {"4x\n8", "has '?' where the number of threads is due"},
        {"a very long text that is no layout at all, and has no end",
         "'a very long text that is no layout at al...'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct rxt_layout layout = {7, 7, 7, RXT_BY_L3};
        CU_ASSERT_EQUAL(rxt_layout_parse(cases[i].text, &layout), RXT_E_USAGE);
        CU_ASSERT_EQUAL(layout.ranks, 7); /* untouched */
        CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), cases[i].why));
        CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "such as 4x8 or 2:4x8@l3"));
        CU_ASSERT_PTR_NULL(strchr(rxt_reason(), '\n'));
        if (!strstr(rxt_reason(), cases[i].why)) {
            fprintf(stderr, "'%s': %s\n", cases[i].why, rxt_reason());
        }
    }
}

static void written_and_read_is_the_same(void)
{
    static const int numbers[] = {1, 2, 7, 40};
    char text[RXT_LAYOUT_BYTES];
    for (int i = 0; i < 4 * 4 * 4 * RXT_POLICIES; i++) {
        const struct rxt_layout layout = {numbers[i % 4], numbers[i / 4 % 4], numbers[i / 16 % 4],
                                          (enum rxt_policy)(i / 64)};
        struct rxt_layout back;
        CU_ASSERT_EQUAL_FATAL(rxt_layout_parse(rxt_layout_text(&layout, text, sizeof text), &back), RXT_OK);
        CU_ASSERT_TRUE(rxt_layout_equal(&layout, &back));
    }
}

static void the_longest_text_fits(void)
{
    char text[RXT_LAYOUT_BYTES];
    const struct rxt_layout layout = {RXT_MAX_WORKERS, RXT_MAX_WORKERS, RXT_MAX_WORKERS, RXT_BY_COMPACT};
    CU_ASSERT_STRING_EQUAL(rxt_layout_text(&layout, text, sizeof text), "65536:65536x65536@compact");
}

static void modes_are_the_four_corners(void)
{
    static const struct rxt_layout layouts[] = {
        {1, 1, 1, 0}, {1, 1, 4, 0}, {1, 4, 1, 0}, {2, 1, 1, 0}, {1, 2, 2, 0}};
    static const char *const want[] = {"serial", "threads", "ranks", "ranks", "hybrid"};
    for (size_t i = 0; i < 5; i++) {
        CU_ASSERT_STRING_EQUAL(rxt_mode_name(rxt_layout_mode(&layouts[i])), want[i]);
    }
}

/* The candidates of a source, as "1x1 1x4 2x2 4x1". */
static void candidates_are(const char *source, bool smt, const char *want)
{
    const struct rxt_plan_options options = {.smt = smt};
    struct rxt_topology *topology = NULL;
    struct rxt_layout *list = NULL;
    size_t n = 0;
    char text[512] = "", one[RXT_LAYOUT_BYTES];
    CU_ASSERT_EQUAL_FATAL(rxt_topology_open(&topology, source), RXT_OK);
    CU_ASSERT_EQUAL_FATAL(rxt_layout_candidates(topology, &options, &list, &n), RXT_OK);
    for (size_t i = 0; i < n; i++) {
        struct rxt_plan *plan = NULL;
        const size_t length = strlen(text);
        snprintf(text + length, sizeof text - length, "%s%s", i > 0 ? " " : "",
                 rxt_layout_text(&list[i], one, sizeof one));
        CU_ASSERT_EQUAL(rxt_plan_make(&plan, topology, &list[i], &options), RXT_OK);
        rxt_plan_close(plan);
    }
    CU_ASSERT_STRING_EQUAL(text, want);
    if (strcmp(text, want) != 0) {
        fprintf(stderr, "%s: %s\n", source, text);
    }
    free(list);
    rxt_topology_close(topology);
}

static void candidates_fill_the_cores(void)
{
    candidates_are("tests/topologies/epyc-7763-2s.xml", false,
                   "1x1 1x128 2x64 4x32 8x16 16x8 32x4 64x2 128x1");
    candidates_are("tests/topologies/epyc-7451-2s.xml", false,
                   "1x1 1x48 2x24 3x16 4x12 6x8 8x6 12x4 16x3 24x2 48x1");
    candidates_are("tests/topologies/allowed.xml", false, "1x1 1x7 7x1");
    candidates_are("core:1 pu:1", false, "1x1");
}

/* The layouts that leave cores free, as "1x1 1x4". */
static void leaves_are(const char *source, enum rxt_leave leave, int n_nodes, const char *want)
{
    struct rxt_topology *topology = NULL;
    struct rxt_layout *list = NULL;
    size_t n = 0;
    char got[256] = "", one[RXT_LAYOUT_BYTES];
    CU_ASSERT_EQUAL_FATAL(rxt_topology_open(&topology, source), RXT_OK);
    CU_ASSERT_EQUAL_FATAL(rxt_layout_candidates_leave(topology, leave, n_nodes, &list, &n), RXT_OK);
    for (size_t i = 0; i < n; i++) {
        snprintf(got + strlen(got), sizeof got - strlen(got), "%s%s", i > 0 ? " " : "",
                 rxt_layout_text(&list[i], one, sizeof one));
    }
    CU_ASSERT_STRING_EQUAL(got, want);
    free(list);
    rxt_topology_close(topology);
}

static void cores_are_left_free_where_it_makes_a_difference(void)
{
    const char *machine = "pack:2 l3:2 core:4 pu:2";
    enum rxt_leave leave = RXT_LEAVE_ONE;
    leaves_are(machine, RXT_LEAVE_ONE, 1, "1x15 3x5 5x3 15x1");
    leaves_are(machine, RXT_LEAVE_L3, 1, "4x3 12x1"); /* as many ranks in each L3: not 1x12, 2x6, 3x4, 6x2 */
    leaves_are(machine, RXT_LEAVE_HALF, 2, "2:1x8 2:2x4 2:4x2 2:8x1");
    leaves_are("core:2 pu:1", RXT_LEAVE_ONE, 1, ""); /* serial */
    leaves_are("core:2 pu:1", RXT_LEAVE_HALF, 1, "");
    leaves_are("pack:1 core:8 pu:1", RXT_LEAVE_L3, 1, "");
    CU_ASSERT_EQUAL(rxt_leave_parse("half,1", 4, &leave), RXT_OK);
    CU_ASSERT_EQUAL(leave, RXT_LEAVE_HALF);
    CU_ASSERT_EQUAL(rxt_leave_parse("2", 1, &leave), RXT_E_USAGE);
}

static void candidates_lie_within_one_kind_too(void)
{
    candidates_are("tests/topologies/laptop-pe-cores.xml", false, "1x1 1x2 1x4 1x6 2x1 2x3 3x2 6x1");
    candidates_are("tests/topologies/clocks.xml", false, "1x1 1x4 2x2 4x1");
}

static void candidates_fill_the_pus_when_asked(void)
{
    candidates_are("core:2 pu:2", true, "1x1 1x2 1x4 2x1 2x2 4x1");
    candidates_are("core:1 pu:2", true, "1x1 1x2 2x1");
    candidates_are("core:4 pu:1", true, "1x1 1x4 2x2 4x1"); /* none twice where there is no SMT */
}

static struct rxt_topology *topology_with_quota(double cpus)
{
    struct rxt_topology *topology = NULL;
    CU_ASSERT_EQUAL_FATAL(rxt_topology_open(&topology, "core:8 pu:1"), RXT_OK);
    topology->quota_cpus = cpus;
    return topology;
}

static void candidates_keep_to_the_quota(void)
{
    static const struct {
        double cpus;
        int most; /* threads a node */
    } cases[] = {{0.0, 8}, {0.2, 1}, {1.9, 1}, {2.0, 2}, {4.5, 4}, {99.0, 8}};
    const struct rxt_plan_options options = {false, false};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rxt_topology *topology = topology_with_quota(cases[i].cpus);
        struct rxt_layout *list = NULL;
        size_t n = 0;
        int most = 0;
        CU_ASSERT_EQUAL(rxt_layout_candidates(topology, &options, &list, &n), RXT_OK);
        for (size_t l = 0; l < n; l++) {
            const int threads = list[l].ranks * list[l].threads;
            most = threads > most ? threads : most;
        }
        CU_ASSERT_EQUAL(most, cases[i].most);
        free(list);
        rxt_topology_close(topology);
    }
}

static void layouts_above_the_quota_are_named(void)
{
    const struct rxt_layout layouts[] = {
        {1, 1, 1, RXT_BY_SPREAD}, {1, 2, 2, RXT_BY_SPREAD}, {1, 1, 3, RXT_BY_SPREAD}, {1, 3, 1, RXT_BY_NONE}};
    struct rxt_topology *topology = topology_with_quota(2.5);
    struct rxt_text text = {0};
    CU_ASSERT_TRUE(rxt_quota_say(topology, layouts, 4, &text));
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "layouts 2x2, 1x3, 3x1@none have more threads"));
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "the time of 2.5 CPUs"));
    CU_ASSERT_FALSE(rxt_quota_say(topology, layouts, 1, &text));
    topology->quota_cpus = 0.0;
    CU_ASSERT_FALSE(rxt_quota_say(topology, layouts, 4, &text));
    rxt_text_free(&text);
    rxt_topology_close(topology);
}

CU_TestInfo test_layout[] = {
    CLAIM(layouts_are_read),
    CLAIM(bad_layouts_are_refused_with_the_reason),
    CLAIM(written_and_read_is_the_same),
    CLAIM(the_longest_text_fits),
    CLAIM(modes_are_the_four_corners),
    CLAIM(candidates_fill_the_cores),
    CLAIM(cores_are_left_free_where_it_makes_a_difference),
    CLAIM(candidates_lie_within_one_kind_too),
    CLAIM(candidates_fill_the_pus_when_asked),
    CLAIM(candidates_keep_to_the_quota),
    CLAIM(layouts_above_the_quota_are_named),
    CU_TEST_INFO_NULL,
};
