/* SPDX-License-Identifier: BSD-3-Clause
 * test_team.c - blocks of chunks, whoever owns them, and jobs of a gang.
 */
#include "tests.h"

#include "team_state.h"

#include <stdlib.h>

/* A team that never starts: enough for whatever asks only who and how many. */
static struct rxt_loop *pretend(struct rxt_team *team, int n_ranks, int n_threads, size_t n_items,
                                size_t grain)
{
    struct rxt_loop *loop = aligned_alloc(RXT_LINE_BYTES, sizeof *loop);
    *team = (struct rxt_team){.where = {.n_ranks = n_ranks}, .gang = {.n_threads = n_threads}};
    *loop = (struct rxt_loop){.team = team,
                              .spec = {.n_items = n_items, .grain = grain},
                              .n_chunks = (n_items + grain - 1) / grain};
    return loop;
}

static void homes_cover_without_gap_or_overlap(void)
{
    static const size_t items[] = {0, 1, 2, 5, 7, 101, 1009};
    struct rxt_team *team = aligned_alloc(RXT_LINE_BYTES, sizeof *team);
    for (size_t i = 0; i < sizeof items / sizeof *items; i++) {
        for (int n_ranks = 1; n_ranks <= 16; n_ranks++) {
            struct rxt_loop *loop = pretend(team, n_ranks, 1 + n_ranks % 3, items[i], 1 + items[i] % 4);
            size_t next = 0;
            for (team->where.rank = 0; team->where.rank < n_ranks; team->where.rank++) {
                const struct rxt_span home = rxt_loop_home(loop);
                CU_ASSERT_EQUAL(home.first, next);
                CU_ASSERT_TRUE(home.last >= home.first);
                next = home.last;
            }
            CU_ASSERT_EQUAL(next, items[i]);
            free(loop);
        }
    }
    free(team);
}

static void the_owner_of_an_item_has_it_in_its_home(void)
{
    struct rxt_team *team = aligned_alloc(RXT_LINE_BYTES, sizeof *team);
    for (int n_ranks = 1; n_ranks <= 16; n_ranks++) {
        struct rxt_loop *loop = pretend(team, n_ranks, 3, 101, 4);
        for (size_t item = 0; item < 101; item++) {
            team->where.rank = rxt_loop_owner(loop, item);
            const struct rxt_span home = rxt_loop_home(loop);
            CU_ASSERT_TRUE(item >= home.first && item < home.last);
        }
        free(loop);
    }
    free(team);
}

struct count {
    struct rxt_gang *gang;
    atomic_int n;
};

static void add_one(void *context, int worker)
{
    struct count *count = context;
    atomic_fetch_add(&count->n, worker + 1);
}

static enum rxt_err post_jobs(void *context)
{
    struct count *count = context;
    for (int i = 0; i < 1000; i++) {
        rxt_gang_do(count->gang, add_one, count);
    }
    return RXT_E_RANGE;
}

static void every_job_is_done_once_by_every_thread(void)
{
    struct rxt_gang *gang = aligned_alloc(RXT_LINE_BYTES, sizeof *gang);
#ifdef _OPENMP
    const int n_threads = 3;
#else
    const int n_threads = 1;
#endif
    *gang = (struct rxt_gang){.n_threads = n_threads};
    struct count count = {.gang = gang};
    CU_ASSERT_EQUAL(rxt_gang_run(gang, post_jobs, &count),
                    RXT_E_RANGE); /* what the body returns comes back */
    CU_ASSERT_EQUAL(atomic_load(&count.n), 1000 * n_threads * (n_threads + 1) / 2);
    free(gang);
}

/* By every rank, from every other: each item near a home comes from exactly one home. */
static void ghosts_come_from_every_home_that_holds_them(void)
{
    struct rxt_team *team = aligned_alloc(RXT_LINE_BYTES, sizeof *team);
    for (size_t n_items = 1; n_items <= 23; n_items += 2) {
        struct rxt_loop *loop = pretend(team, 7, 1, n_items, 1 + n_items % 3);
        for (size_t depth = 1; depth <= 9; depth += 4) {
            for (int rank = 0; rank < 7; rank++) {
                const struct rxt_span home = rxt_home_of(loop, rank);
                size_t n_ghosts = 0, wrong = 0;
                for (int other = 0; other < 7; other++) {
                    const struct rxt_span s = rxt_ghosts_from(home, rxt_home_of(loop, other), depth);
                    n_ghosts += other == rank ? 0 : s.last - s.first;
                    for (size_t i = s.first; i < s.last && other != rank; i++) {
                        wrong += i + depth < home.first || i >= home.last + depth ||
                                 rxt_loop_owner(loop, i) != other;
                    }
                }
                const size_t before = home.first < depth ? home.first : depth;
                const size_t behind = n_items - home.last < depth ? n_items - home.last : depth;
                CU_ASSERT_EQUAL(n_ghosts, home.first < home.last ? before + behind : 0);
                CU_ASSERT_EQUAL(wrong, 0);
            }
        }
        free(loop);
    }
    free(team);
}

/* By one worker after the other: every chunk once, many while many are left, one by one at the end. */
static void takes_cover_and_shrink_to_single_chunks(void)
{
    struct rxt_team *team = aligned_alloc(RXT_LINE_BYTES, sizeof *team);
    for (size_t n_takers = 1; n_takers <= 7; n_takers += 2) {
        struct rxt_loop *loop = pretend(team, 1, 1, 1000003, 1);
        for (size_t n_bytes = 0; n_bytes <= 64; n_bytes += 8) {
            size_t next = 3, wrong = 0, n_takes = 0, last = loop->n_chunks;
            loop->spec.n_partial_bytes = n_bytes;
            while (next < last) {
                const size_t left = last - next, n = rxt_take(loop, next, last, n_takers);
                wrong += n < 1 || n > 64 || n > 1 + left / (256 * n_takers);
                /* beyond the first, a take of several lines begins and ends with one */
                wrong += n_takes > 0 && n_bytes == 8 && n > 8 && (next % 8 != 0 || n % 8 != 0);
                next += n;
                n_takes++;
            }
            CU_ASSERT_EQUAL(next, last);
            CU_ASSERT_EQUAL(wrong, 0);
            CU_ASSERT_TRUE(n_takes < last / 32);
            CU_ASSERT_EQUAL(rxt_take(loop, last + 5, last, n_takers), 0); /* others went on counting */
        }
        free(loop);
    }
    free(team);
}

static struct rxt_mask mask_of(int first, int last)
{
    struct rxt_mask mask = {{0}};
    for (int pu = first; pu <= last; pu++) {
        rxt_mask_add(&mask, pu);
    }
    return mask;
}

static void masks_decide_the_threads_of_a_launch(void)
{
    const struct rxt_mask apart[] = {mask_of(0, 3), mask_of(4, 5)}, shared[] = {mask_of(0, 7), mask_of(0, 7)};
    const struct rxt_mask sockets[] = {mask_of(0, 3), mask_of(4, 7), mask_of(0, 3), mask_of(4, 7)};
    const struct rxt_mask across[] = {mask_of(0, 3), mask_of(2, 5)};
    CU_ASSERT_EQUAL(rxt_threads_of(apart, 2, 0, 4), 4);
    CU_ASSERT_EQUAL(rxt_threads_of(apart, 2, 1, 2), 2);
    CU_ASSERT_EQUAL(rxt_threads_of(apart, 2, 1, 1), 1); /* two hardware threads of one core */
    CU_ASSERT_EQUAL(rxt_threads_of(shared, 2, 1, 8), 4);
    CU_ASSERT_EQUAL(rxt_threads_of(sockets, 4, 3, 4), 2);
    CU_ASSERT_EQUAL(rxt_threads_of(sockets, 4, 3, 1), 1);
    CU_ASSERT_EQUAL(rxt_threads_of(across, 2, 0, 4), 1); /* rxt binds them anew */
}

CU_TestInfo test_team[] = {
    CLAIM(ghosts_come_from_every_home_that_holds_them),
    CLAIM(homes_cover_without_gap_or_overlap),
    CLAIM(the_owner_of_an_item_has_it_in_its_home),
    CLAIM(every_job_is_done_once_by_every_thread),
    CLAIM(takes_cover_and_shrink_to_single_chunks),
    CLAIM(masks_decide_the_threads_of_a_launch),
    CU_TEST_INFO_NULL,
};
