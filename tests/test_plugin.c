/* SPDX-License-Identifier: BSD-3-Clause
 * test_plugin.c - a kernel with what it needs alone, and what a plug-in's file says of itself.
 */
#include "tests.h"

#include "trial_kernel.h"

#include "rxt/plugin.h"

#include <string.h>

static enum rxt_err open_state(void **state, struct rxt_team *team, const union rxt_value *values)
{
    (void)state, (void)team, (void)values;
    return RXT_OK;
}

static enum rxt_err succeed(void *state)
{
    (void)state;
    return RXT_OK;
}

static uint64_t digest(void *state)
{
    (void)state;
    return 7;
}

static void close_state(void *state)
{
    (void)state;
}

static const struct rxt_param params[] = {
    {"n", "", RXT_INTEGER, 0, 1000, {"10", "100", "1000"}, "size"},
    {NULL, NULL, RXT_INTEGER, 0, 0, {NULL, NULL, NULL}, NULL},
};

static const struct rxt_kernel least = {.name = "least",
                                        .what = "as little as a kernel has",
                                        .params = params,
                                        .size_param = "n",
                                        .open = open_state,
                                        .run = succeed,
                                        .check = succeed,
                                        .digest = digest,
                                        .close = close_state};
RXT_PLUGIN(least);

static void what_a_kernel_does_not_have_has_a_meaning(void)
{
    const union rxt_value values[] = {{.integer = 42}};
    const struct rxt_setting setting = {&least, (union rxt_value *)(uintptr_t)values};
    struct rxt_need need;
    struct rxt_work work;
    uint64_t hash;
    char text[8] = "xxxxxxx";
    rxt_kernel_reset(&least, NULL);
    rxt_kernel_need(&least, values, &need);
    CU_ASSERT(need.split_bytes == 0.0 && need.rank_bytes == 0.0);
    rxt_setting_work(&setting, NULL, &work);
    CU_ASSERT(work.items == 42.0 && work.flop == 0.0 && work.bytes == 0.0 && work.messages == 0.0);
    CU_ASSERT(rxt_kernel_digest(&least, NULL, &hash) && hash == 7);
    CU_ASSERT(!rxt_kernel_tell(&least, NULL, text, sizeof text) && !text[0]);
    CU_ASSERT(!rxt_kernel_spoil(&least, NULL));
    CU_ASSERT_EQUAL(rxt_kernel_output(&least, NULL), RXT_OK);
}

static void a_whole_kernel_needs_no_digest_and_no_size(void)
{
    struct rxt_kernel whole = least;
    const struct rxt_setting setting = {&whole, NULL};
    struct rxt_work work;
    uint64_t hash = 1;
    whole.digest = NULL;
    whole.size_param = NULL;
    rxt_setting_work(&setting, NULL, &work);
    CU_ASSERT(work.items == 1.0);
    CU_ASSERT(!rxt_kernel_digest(&whole, NULL, &hash) && hash == 0);
}

/* Who changes what the two sides of the interface hand each other counts RXT_INTERFACE up, and these sizes with it. */
static void the_interface_has_a_number_for_its_shape(void)
{
    CU_ASSERT_EQUAL(RXT_INTERFACE, 1);
    CU_ASSERT_EQUAL(sizeof(struct rxt_kernel), 232);
    CU_ASSERT_EQUAL(sizeof(struct rxt_param), 72);
    CU_ASSERT_EQUAL(sizeof(struct rxt_chunk), 40);
    CU_ASSERT_EQUAL(sizeof(struct rxt_work), 32);
    CU_ASSERT_EQUAL(sizeof(struct rxt_need), 16);
}

static void a_plug_in_tells_its_interface_and_no_mpi(void)
{
    CU_ASSERT(rxt_plugin.kernel == &least && rxt_plugin.interface == RXT_INTERFACE);
    CU_ASSERT_EQUAL(rxt_plugin.kernel_bytes, sizeof(struct rxt_kernel));
    CU_ASSERT_EQUAL(rxt_plugin.mpi, 0); /* this file includes no <mpi.h> */
    CU_ASSERT_EQUAL(offsetof(struct rxt_plugin, interface), 0);
}

CU_TestInfo test_plugin[] = {
    CLAIM(what_a_kernel_does_not_have_has_a_meaning),
    CLAIM(a_whole_kernel_needs_no_digest_and_no_size),
    CLAIM(the_interface_has_a_number_for_its_shape),
    CLAIM(a_plug_in_tells_its_interface_and_no_mpi),
    CU_TEST_INFO_NULL,
};
