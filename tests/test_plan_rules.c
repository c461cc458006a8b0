/* SPDX-License-Identifier: BSD-3-Clause
 * test_plan_rules.c - what holds for every plan, on real, made up and random machines.
 *
 * What a plan must do is found here by other means than the planner's: ranks are dealt one by one, and
 * all ways to deal them are tried. Some plans of each machine are made; all of them with RXT_PLANS=all.
 */
#include "layout.h"
#include "machine_table.h"
#include "tests.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern CU_TestInfo test_plan_rules[];

#define FOLDER "tests/topologies/"

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
    FOLDER "laptop-pe-cores.xml",
    FOLDER "cores-without-memory.xml",
    FOLDER "clocks.xml",
    "pack:2 core:20 pu:2",
    "numa:8 core:8 pu:4",
    "pack:2 numa:2 l3:2 core:4 pu:2",
    "core:1 pu:1",
    "core:1 pu:4",
    "pu:7",
    "pack:3 core:5 pu:1",
    "numa:2 pack:2 l3:3 core:3 pu:2",
    "l3:5 core:3 pu:1",
    "pack:1 l2:4 core:2 pu:2",
    "pack:2 l3:1 l2:3 core:4 pu:1",
    "numa:8 core:3 pu:4",
    "pack:7 core:1 pu:2",
    "pack:2 numa:1 l3:4 l2:2 core:2 pu:1",
    "l3:2 core:11 pu:2",
    "pack:4 numa:2 core:1 pu:1",
};
enum { N_SOURCES = sizeof sources / sizeof sources[0], N_RANDOM = 40, MOST = 512 };

/* A fixed stream, so that a failure can be met again (Knuth's MMIX constants). */
static unsigned long long stream = 8;
static int random_below(int below)
{
    stream = stream * 6364136223846793005ULL + 1442695040888963407ULL;
    return (int)((stream >> 33) % (unsigned)below);
}

/* One layout on one machine, and what the rules say of it. */
struct trial {
    const struct rxt_topology *topology;
    struct rxt_layout layout;
    struct rxt_plan_options options;
    const struct rxt_plan *plan;
    int times;              /* how often a PU is used, at least, with --oversubscribe */
    int n_threads_of[MOST]; /* of each core                             */
    int first_rank[MOST];   /* of each core                             */
    bool two_ranks[MOST];   /* of each core                             */
    int ranks_in[MOST];     /* of each domain of the policy's level     */
};

static int home_of(enum rxt_policy policy)
{
    return policy == RXT_BY_L3        ? RXT_L3
           : policy == RXT_BY_NUMA    ? RXT_NUMA
           : policy == RXT_BY_PACKAGE ? RXT_PACKAGE
                                      : -1;
}

/* A level -1 is one domain of all. */
static int domain_at(const struct trial *t, size_t core, int level)
{
    return level < 0 ? 0 : t->topology->cores[core].domain[level];
}

static int n_domains_at(const struct trial *t, int level)
{
    return level < 0 ? 1 : (int)t->topology->n_domains[level];
}

/* What a core offers: a thread, or one on each of its PUs, or as many as oversubscription puts there. */
static int units_of(const struct trial *t, size_t core)
{
    const int width = t->topology->cores[core].n_pus;
    return t->options.oversubscribe ? width * t->times : t->options.smt ? width : 1;
}

struct heap {
    int n, cores[MOST], units[MOST];
};

/* The domains of a level inside one domain of the home level. */
static void heap_up(const struct trial *t, int home, int home_domain, int level, struct heap *heap)
{
    memset(heap, 0, sizeof *heap);
    heap->n = n_domains_at(t, level);
    for (size_t c = 0; c < t->topology->n_cores; c++) {
        if (domain_at(t, c, home) == home_domain) {
            heap->cores[domain_at(t, c, level)]++;
            heap->units[domain_at(t, c, level)] += units_of(t, c);
        }
    }
}

/* Deal whole ranks one by one to the first domain with enough units left. */
static bool can_deal(const struct heap *heap, int ranks, int threads)
{
    struct heap left = *heap;
    for (int r = 0, d = 0; r < ranks; r++) {
        while (d < left.n && left.units[d] < threads) {
            d++;
        }
        if (d == left.n) {
            return false;
        }
        left.units[d] -= threads;
    }
    return true;
}

/* With PUs that are shared anyway, they are shared once more until all fit, if one rank fits at all. */
static bool may_deal(const struct trial *t, struct heap *heap, int ranks)
{
    const struct heap once = *heap;
    while (!can_deal(heap, ranks, t->layout.threads)) {
        if (t->times == 1 || !can_deal(&once, 1, t->layout.threads)) {
            return false;
        }
        for (int d = 0; d < heap->n; d++) {
            heap->units[d] += once.units[d] / t->times;
        }
    }
    return true;
}

/* As often as there are more threads than PUs, and until the policy's domains hold all ranks. */
static int times_of(struct trial *t)
{
    const int threads = t->layout.ranks * t->layout.threads, n_pus = (int)t->topology->n_pus;
    struct heap heap;
    t->times = t->options.oversubscribe ? (threads + n_pus - 1) / n_pus : 1;
    heap_up(t, -1, 0, home_of(t->layout.policy), &heap);
    while (t->options.oversubscribe && !can_deal(&heap, t->layout.ranks, t->layout.threads)) {
        t->times++;
        heap_up(t, -1, 0, home_of(t->layout.policy), &heap);
    }
    return t->times;
}

/* The fewest idle cores of all ways to deal whole ranks. */
static int least_idle(const struct heap *heap, int ranks, int threads)
{
    enum { NO = 1 << 20 };
    static int least[2][4 * MOST + 1];
    int *now = least[0], *next = least[1];
    for (int k = 0; k <= ranks; k++) {
        now[k] = k == 0 ? 0 : NO;
    }
    for (int d = 0; d < heap->n; d++) {
        for (int k = 0; k <= ranks; k++) {
            next[k] = NO;
            for (int x = 0; x <= k && x * threads <= heap->units[d]; x++) {
                const int idle = heap->cores[d] > x * threads ? heap->cores[d] - x * threads : 0;
                next[k] = now[k - x] + idle < next[k] ? now[k - x] + idle : next[k];
            }
        }
        int *swap = now;
        now = next;
        next = swap;
    }
    return now[ranks];
}

static void fails(const struct trial *t, const char *rule)
{
    char text[RXT_LAYOUT_BYTES];
    CU_FAIL("a plan breaks a rule");
    fprintf(stderr, "place %s%s%s --topology \"%s\" (%zu cores, %zu PUs): %s\n",
            rxt_layout_text(&t->layout, text, sizeof text), t->options.smt ? " --smt" : "",
            t->options.oversubscribe ? " --oversubscribe" : "", t->topology->source, t->topology->n_cores,
            t->topology->n_pus, rule);
}

static const struct rxt_place *place_of(const struct trial *t, int rank, int thread)
{
    return &t->plan->place[rank * t->layout.threads + thread];
}

static bool has_pu(const struct rxt_core *core, int pu)
{
    for (int p = 0; p < core->n_pus; p++) {
        if (core->pu[p] == pu) {
            return true;
        }
    }
    return false;
}

/* Ranks of equal size on allowed PUs, none of them twice unless there are too few, cores as options say. */
static void look_at_places(struct trial *t)
{
    static int n_uses[RXT_MAX_PUS];
    memset(n_uses, 0, sizeof n_uses);
    bool right = t->plan->n_places == (size_t)(t->layout.ranks * t->layout.threads);
    for (int r = 0; right && r < t->layout.ranks; r++) {
        for (int i = 0; right && i < t->layout.threads; i++) {
            const struct rxt_place *p = place_of(t, r, i);
            right = p->rank == r && p->thread == i && p->core < t->topology->n_cores &&
                    has_pu(&t->topology->cores[p->core], p->pu) && (++n_uses[p->pu] == 1 || t->times > 1);
            t->first_rank[p->core] = t->n_threads_of[p->core]++ == 0 ? r : t->first_rank[p->core];
            t->two_ranks[p->core] |= t->first_rank[p->core] != r;
            right = right && (t->options.smt || t->options.oversubscribe || t->n_threads_of[p->core] == 1);
        }
        t->ranks_in[domain_at(t, place_of(t, r, 0)->core, home_of(t->layout.policy))]++;
    }
    if (!right) {
        fails(t, "a rank's threads, a PU twice, or a forbidden one");
    }
}

/* An L2 with a single core is that core; where kinds are mixed, an L2 may be cut. */
static bool is_cut(const struct trial *t, int rank, int level)
{
    const int first = domain_at(t, place_of(t, rank, 0)->core, level);
    bool cut = false, is_wide = level != RXT_L2;
    for (int i = 0; i < t->layout.threads; i++) {
        const int domain = domain_at(t, place_of(t, rank, i)->core, level);
        int n_cores = 0;
        for (size_t c = 0; !is_wide && c < t->topology->n_cores; c++) {
            n_cores += domain_at(t, c, level) == domain;
        }
        is_wide |= n_cores > 1;
        cut |= domain != first;
    }
    return cut && is_wide && (level != RXT_L2 || t->topology->n_kinds == 1);
}

static void look_for_cuts(const struct trial *t)
{
    const int home = home_of(t->layout.policy);
    struct heap heap;
    for (int level = 0; level < RXT_LEVELS; level++) {
        for (int r = 0; t->topology->has[level] && r < t->layout.ranks; r++) {
            if (is_cut(t, r, level)) {
                const int at = domain_at(t, place_of(t, r, 0)->core, home);
                heap_up(t, home, at, level, &heap);
                if (level == home || may_deal(t, &heap, t->ranks_in[at])) {
                    fails(t, rxt_level_name((enum rxt_level)level));
                }
                break;
            }
        }
    }
}

/* The finest level whose domains inside a home hold its ranks whole; an L2 for each core does not count. */
static int finest(const struct trial *t, int home, int at, struct heap *heap)
{
    int best = home, n_best = 1;
    heap_up(t, home, at, -1, heap);
    for (int level = 0; level < RXT_LEVELS; level++) {
        struct heap of;
        heap_up(t, home, at, level, &of);
        int n = 0, n_cores = 0;
        for (int d = 0; d < of.n; d++) {
            n += of.cores[d] > 0;
            n_cores += of.cores[d];
        }
        const bool counts = level != RXT_L2 || (n < n_cores && t->topology->n_kinds == 1);
        if (counts && n > n_best && may_deal(t, &of, t->ranks_in[at])) {
            best = level;
            n_best = n;
            *heap = of;
        }
    }
    if (n_best == 1) {
        (void)may_deal(t, heap, t->ranks_in[at]);
    }
    return best;
}

/* Each rank can have cores of its own: counted where all cores of the domain are of one width. */
static bool can_have_its_own(const struct trial *t, int level, int domain, int ranks)
{
    int n_cores = 0, width = 0;
    for (size_t c = 0; c < t->topology->n_cores; c++) {
        if (domain_at(t, c, level) == domain) {
            if (n_cores++ > 0 && width != t->topology->cores[c].n_pus) {
                return false;
            }
            width = t->topology->cores[c].n_pus;
        }
    }
    return ranks >= 0 && ranks * ((t->layout.threads + width - 1) / width) <= n_cores;
}

/* Count the ranks in a domain, -1 if one of them lies across its border. */
static int ranks_whole_in(const struct trial *t, int level, int domain)
{
    int n_whole = 0;
    for (int r = 0; r < t->layout.ranks; r++) {
        int n = 0;
        for (int i = 0; i < t->layout.threads; i++) {
            n += domain_at(t, place_of(t, r, i)->core, level) == domain;
        }
        if (n > 0 && n < t->layout.threads) {
            return -1;
        }
        n_whole += n > 0;
    }
    return n_whole;
}

/* A core of two ranks, though both the domain to which they were dealt and the smallest that holds all its
 * ranks whole have cores for each of them. */
static bool is_badly_shared(const struct trial *t, size_t core, int dealt)
{
    const int home = domain_at(t, core, dealt);
    int n_best = (int)t->topology->n_cores + 1;
    bool bad = false;
    for (int level = -1; level < RXT_LEVELS; level++) {
        const int domain = domain_at(t, core, level), ranks = ranks_whole_in(t, level, domain);
        int n_cores = 0;
        for (size_t c = 0; c < t->topology->n_cores; c++) {
            n_cores += domain_at(t, c, level) == domain;
        }
        if (ranks >= 0 && n_cores < n_best) {
            n_best = n_cores;
            bad = can_have_its_own(t, level, domain, ranks);
        }
    }
    return bad && can_have_its_own(t, dealt, home, ranks_whole_in(t, dealt, home));
}

static void look_at_sharing(const struct trial *t)
{
    const int home = home_of(t->layout.policy);
    struct heap heap;
    for (int at = 0; at < n_domains_at(t, home); at++) {
        int n_idle = 0, n_shared = 0;
        const int level = finest(t, home, at, &heap);
        for (size_t c = 0; c < t->topology->n_cores; c++) {
            if (domain_at(t, c, home) == at) {
                n_idle += t->n_threads_of[c] == 0;
                n_shared += t->n_threads_of[c] > 1;
                if (t->two_ranks[c] && t->times == 1 && is_badly_shared(t, c, level)) {
                    fails(t, "a core of two ranks that could have cores of their own");
                    return;
                }
            }
        }
        if (n_shared > 0 && n_idle > 0 && least_idle(&heap, t->ranks_in[at], t->layout.threads) < n_idle) {
            fails(t, "a core is idle beside a shared one");
            return;
        }
    }
}

/* A policy's domains get their ranks so that no core is idle beside a shared one, too. */
static void look_at_homes(const struct trial *t)
{
    const int home = home_of(t->layout.policy);
    struct heap heap;
    int n_idle = 0;
    heap_up(t, -1, 0, home, &heap);
    for (int d = 0; d < heap.n; d++) {
        const int left = heap.cores[d] - t->ranks_in[d] * t->layout.threads;
        n_idle += left > 0 ? left : 0;
    }
    if (home >= 0 && t->plan->shares_cores &&
        least_idle(&heap, t->layout.ranks, t->layout.threads) < n_idle) {
        fails(t, "a policy leaves a core idle beside a shared one");
    }
}

static bool is_possible(const struct trial *t)
{
    const int home = home_of(t->layout.policy);
    struct heap heap;
    heap_up(t, -1, 0, home, &heap);
    return home < 0 || (t->topology->has[home] &&
                        (t->options.oversubscribe || can_deal(&heap, t->layout.ranks, t->layout.threads)));
}

static void look_at(const struct rxt_topology *topology, const struct rxt_layout *layout,
                    const struct rxt_plan_options *options)
{
    static struct trial t;
    struct rxt_plan *plan = NULL;
    t = (struct trial){.topology = topology, .layout = *layout, .options = *options};
    t.times = times_of(&t);
    if (rxt_plan_make(&plan, topology, layout, options) != (is_possible(&t) ? RXT_OK : RXT_E_USAGE)) {
        fails(&t, "it has a plan, or has none, against the rules");
    } else if (plan) {
        t.plan = plan;
        look_at_places(&t);
        look_for_cuts(&t);
        look_at_sharing(&t);
        look_at_homes(&t);
    }
    rxt_plan_close(plan);
}

static size_t n_plans;

/* Every layout up to the number of PUs (of cores without SMT, twice the PUs with oversubscription), under
 * every policy: one of `step` on the average. */
static void look_at_all(const struct rxt_topology *topology, int step)
{
    static const struct rxt_plan_options options[] = {{0}, {.smt = true}, {.oversubscribe = true}};
    const int most[] = {(int)topology->n_cores, (int)topology->n_pus, 2 * (int)topology->n_pus};
    for (int o = 0; o < 3; o++) {
        for (int ranks = 1; ranks <= most[o]; ranks++) {
            for (int threads = 1; ranks * threads <= most[o]; threads++) {
                for (int policy = 0; policy < RXT_POLICIES; policy++) {
                    if (random_below(step) == 0) {
                        look_at(topology, &(struct rxt_layout){1, ranks, threads, (enum rxt_policy)policy},
                                &options[o]);
                        n_plans++;
                    }
                }
            }
        }
    }
}

static bool wants_all(void)
{
    const char *plans = getenv("RXT_PLANS");
    return plans && !strcmp(plans, "all");
}

static struct rxt_topology *topology_of(const char *source)
{
    struct rxt_topology *topology = NULL;
    CU_ASSERT_EQUAL_FATAL(rxt_topology_open(&topology, source), RXT_OK);
    return topology;
}

static void every_plan_keeps_the_rules(void)
{
    n_plans = 0;
    for (size_t s = 0; s < N_SOURCES; s++) {
        struct rxt_topology *topology = topology_of(sources[s]);
        look_at_all(topology, wants_all() ? 1 : topology->n_pus > 50 ? 100 : 10);
        rxt_topology_close(topology);
    }
    CU_ASSERT_TRUE(n_plans > 1000);
    if (wants_all()) {
        fprintf(stderr, "%zu plans on %d machines\n", n_plans, (int)N_SOURCES);
    }
}

/* Up to five levels of one to four members each, at most 96 cores, of which some PUs may be forbidden. */
static struct rxt_topology *random_machine(void)
{
    static const char *const levels[] = {"pack", "numa", "l3", "l2", "core", "pu"};
    char text[128] = "";
    int n_cores = 1;
    for (int l = 0; l < 6; l++) {
        const int n = 1 + random_below(l == 4 ? 6 : 4);
        if (l >= 4 || (random_below(2) && n_cores * n <= 16)) {
            n_cores *= l < 5 ? n : 1;
            snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s:%d", *text ? " " : "", levels[l],
                     n);
        }
    }
    struct rxt_topology *topology = topology_of(text);
    if (random_below(2)) {
        struct rxt_mask mask = {{0}};
        rxt_mask_add(&mask, topology->cores[0].pu[0]);
        for (int pu = 0; pu < (int)topology->n_pus; pu++) {
            if (random_below(4)) {
                rxt_mask_add(&mask, pu);
            }
        }
        CU_ASSERT_EQUAL_FATAL(rxt_table_keep(topology, &mask), RXT_OK);
    }
    return topology;
}

static void every_plan_keeps_the_rules_on_random_machines(void)
{
    const int n_machines = wants_all() ? 10 * N_RANDOM : N_RANDOM;
    n_plans = 0;
    stream = 8;
    for (int m = 0; m < n_machines; m++) {
        struct rxt_topology *topology = random_machine();
        look_at_all(topology, wants_all() ? 4 : 100);
        rxt_topology_close(topology);
    }
    CU_ASSERT_TRUE(n_plans > 1000);
    if (wants_all()) {
        fprintf(stderr, "%zu plans on %d random machines\n", n_plans, n_machines);
    }
}

CU_TestInfo test_plan_rules[] = {
    CLAIM(every_plan_keeps_the_rules),
    CLAIM(every_plan_keeps_the_rules_on_random_machines),
    CU_TEST_INFO_NULL,
};
