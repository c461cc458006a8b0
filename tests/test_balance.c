/* SPDX-License-Identifier: BSD-3-Clause
 * test_balance.c - what a launch leaves to the next one hits all layouts alike.
 */
#include "tests.h"

#include "study_order.h"

#include <string.h>

enum { MOST = 9 };

/* How often each stood at each place and behind each other one, within the rounds from ... to. */
static void count(size_t n, int since, int from, int to, int place[MOST][MOST], int behind[MOST][MOST])
{
    memset(place, 0, MOST * MOST * sizeof(int));
    memset(behind, 0, MOST * MOST * sizeof(int));
    for (int round = from; round < to; round++) {
        size_t order[MOST];
        CU_ASSERT_EQUAL_FATAL(rxt_round_balance(order, n, 7, since, round), RXT_OK);
        for (size_t p = 0; p < n; p++) {
            place[order[p]][p]++;
            if (p > 0) {
                behind[order[p]][order[p - 1]]++;
            }
        }
    }
}

static void each_stands_as_often_at_each_place_and_behind_each_other(void)
{
    for (size_t n = 1; n <= MOST; n++) {
        const int times = n % 2 == 0 ? 1 : 2, n_rounds = times * (int)n;
        for (int block = 0; block < 3; block++) {
            int place[MOST][MOST], behind[MOST][MOST];
            count(n, 5, 5 + block * n_rounds, 5 + (block + 1) * n_rounds, place, behind);
            for (size_t i = 0; i < n; i++) {
                for (size_t j = 0; j < n; j++) {
                    CU_ASSERT_EQUAL(place[i][j], times);
                    CU_ASSERT_EQUAL(behind[i][j], i == j ? 0 : times);
                }
            }
        }
    }
}

static bool are_equal(size_t n, uint64_t seed, int round, uint64_t other_seed, int other_round)
{
    size_t a[MOST], b[MOST];
    CU_ASSERT_EQUAL_FATAL(rxt_round_balance(a, n, seed, 0, round), RXT_OK);
    CU_ASSERT_EQUAL_FATAL(rxt_round_balance(b, n, other_seed, 0, other_round), RXT_OK);
    return memcmp(a, b, n * sizeof *a) == 0;
}

static void the_order_is_the_same_again_and_another_for_another_seed_and_block(void)
{
    int n_same_seed = 0, n_same_block = 0;
    for (int round = 0; round < 8; round++) {
        CU_ASSERT_TRUE(are_equal(8, 1, round, 1, round));
        n_same_seed += are_equal(8, 1, round, 2, round);
        n_same_block += are_equal(8, 1, round, 1, round + 8);
    }
    CU_ASSERT_TRUE(n_same_seed < 8);
    CU_ASSERT_TRUE(n_same_block < 8);
}

CU_TestInfo test_balance[] = {CLAIM(each_stands_as_often_at_each_place_and_behind_each_other),
                              CLAIM(the_order_is_the_same_again_and_another_for_another_seed_and_block),
                              CU_TEST_INFO_NULL};
