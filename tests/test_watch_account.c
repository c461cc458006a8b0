/* SPDX-License-Identifier: BSD-3-Clause
 * test_watch_account.c - the account of a program's time in MPI: sums of made-up slots, and as JSON.
 */
#include "tests.h"

#include "watch_account.h"

#include <stdlib.h>
#include <string.h>

static struct rxt_mpi_account *made(uint32_t n_slots)
{
    struct rxt_mpi_account *account = calloc(1, sizeof *account);
    account->n_slots = n_slots;
    return account;
}

static void threads_add_up_and_the_longest_is_told(void)
{
    struct rxt_mpi_account *account = made(2);
    account->slot[0] = (struct rxt_mpi_slot){.pid = 7,
                                             .calls = {2, 30},
                                             .ticks = {5000, 1000},
                                             .begin = 1,
                                             .end = 9,
                                             .world_size = 4,
                                             .world_rank = 3};
    account->slot[1] = (struct rxt_mpi_slot){.pid = 7, .calls = {0, 1, 2}, .ticks = {0, 2000, 500}};
    struct rxt_mpi_told told;
    rxt_mpi_account_sum(account, 1e-3, &told);
    CU_ASSERT_EQUAL(told.n_threads, 2);
    CU_ASSERT_EQUAL(told.n_processes, 1);
    CU_ASSERT_EQUAL(told.n_worlds, 1);
    CU_ASSERT_EQUAL(told.world_size, 4);
    CU_ASSERT_EQUAL(told.world_rank, 3);
    CU_ASSERT_EQUAL(told.calls[RXT_MPI_POINT], 31);
    CU_ASSERT_DOUBLE_EQUAL(told.time_s[RXT_MPI_START], 5.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(told.time_s[RXT_MPI_POINT], 3.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(told.main_s, 2.5, 1e-12); /* beginning and ending are not in it */
    CU_ASSERT_TRUE(told.has_ended);
    CU_ASSERT_FALSE(told.is_short);
    free(account);
}

static void a_process_that_did_not_end_mpi_is_told(void)
{
    struct rxt_mpi_account *account = made(2);
    account->slot[0] = (struct rxt_mpi_slot){.pid = 7, .begin = 1, .world_size = 1};
    account->slot[1] = (struct rxt_mpi_slot){.pid = 8, .begin = 1, .end = 2, .world_size = 1};
    struct rxt_mpi_told told;
    rxt_mpi_account_sum(account, 1e-9, &told);
    CU_ASSERT_FALSE(told.has_ended);
    CU_ASSERT_EQUAL(told.n_processes, 2);
    CU_ASSERT_EQUAL(told.n_worlds, 2);
    account->slot[1].pid = 7; /* another thread of the same process ended it */
    account->slot[1].begin = 0;
    rxt_mpi_account_sum(account, 1e-9, &told);
    CU_ASSERT_TRUE(told.has_ended);
    CU_ASSERT_EQUAL(told.n_processes, 1);
    free(account);
}

static void more_threads_than_slots_are_told(void)
{
    struct rxt_mpi_account *account = made(RXT_MPI_ACCOUNT_SLOTS + 1);
    struct rxt_mpi_told told;
    rxt_mpi_account_sum(account, 1e-9, &told);
    CU_ASSERT_TRUE(told.is_short);
    CU_ASSERT_EQUAL(told.n_threads, RXT_MPI_ACCOUNT_SLOTS);
    free(account);
}

static void an_account_is_read_back_as_it_was_written(void)
{
    const struct rxt_mpi_told told = {.n_threads = 3,
                                      .n_processes = 2,
                                      .n_worlds = 1,
                                      .world_size = 2,
                                      .world_rank = 1,
                                      .is_loaded = true,
                                      .has_ended = true,
                                      .calls = {1, 2, 3, 4, 5, 6},
                                      .time_s = {0.5, 0.25, 2.0, 3.0, 4.0, 5.0},
                                      .main_s = 1.25};
    struct rxt_mpi_told back;
    json_t *json = rxt_mpi_told_to_json(&told);
    CU_ASSERT_EQUAL(rxt_mpi_told_from_json(json, &back), RXT_OK);
    CU_ASSERT_EQUAL(memcmp(told.calls, back.calls, sizeof told.calls), 0);
    CU_ASSERT_EQUAL(memcmp(told.time_s, back.time_s, sizeof told.time_s), 0);
    CU_ASSERT_EQUAL(back.n_threads, 3);
    CU_ASSERT_EQUAL(back.world_rank, 1);
    CU_ASSERT_TRUE(back.has_ended);
    CU_ASSERT_TRUE(back.is_loaded);
    CU_ASSERT_EQUAL(back.main_s, 1.25);
    json_object_set_new(json, "world_size", json_integer(-5));
    CU_ASSERT_EQUAL(rxt_mpi_told_from_json(json, &back), RXT_E_INPUT);
    json_decref(json);
    json = rxt_mpi_told_to_json(NULL);
    CU_ASSERT_TRUE(json_is_null(json));
    json_decref(json);
}

static void what_a_program_notes_is_read(void)
{
    struct rxt_mpi_book *book = NULL;
    struct rxt_mpi_told told;
    CU_ASSERT_EQUAL_FATAL(rxt_mpi_book_open(&book), RXT_OK);
    CU_ASSERT_TRUE(rxt_mpi_book_fd(book) >= 0);
    rxt_mpi_book_read(book, &told);
    CU_ASSERT_EQUAL(told.n_threads, 0);
    CU_ASSERT_EQUAL(told.n_processes, 0);
    rxt_mpi_book_close(book);
    rxt_mpi_book_close(NULL);
}

CU_TestInfo test_watch_account[] = {
    CLAIM(threads_add_up_and_the_longest_is_told), CLAIM(a_process_that_did_not_end_mpi_is_told),
    CLAIM(more_threads_than_slots_are_told),       CLAIM(an_account_is_read_back_as_it_was_written),
    CLAIM(what_a_program_notes_is_read),           CU_TEST_INFO_NULL};
