/* SPDX-License-Identifier: BSD-3-Clause
 * test_ceilings.c - what is asked of a record of a machine's ceilings, and how it is kept.
 */
#include "tests.h"

#include "folder.h"
#include "machine_ceilings.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Four cores of 1 Gflop/s, whose memory is saturated by two. L1 of 32 KiB, L2 of 1 MiB, two L3 of 16 MiB. */
static json_t *made(void)
{
    return json_pack(
        "{s:{s:i, s:i, s:i, s:i}, s:[{s:i, s:f, s:f}, {s:i, s:f, s:f}, {s:i, s:f, s:n}, {s:i, s:f, s:f}]}",
        "caches", "l1_B", 32768, "l2_B", 1048576, "l3_B", 16777216, "l3s", 2, "rates", "cores", 1, "flop",
        1e9, "memory", 1e10, "cores", 2, "flop", 2e9, "memory", 1.9e10, "cores", 3, "flop", 3e9, "memory",
        "cores", 4, "flop", 4e9, "memory", 2e10);
}

static void a_rate_lies_between_those_that_were_measured(void)
{
    json_t *record = made();
    CU_ASSERT_DOUBLE_EQUAL(rxt_ceilings_rate(record, "flop", 1.0), 1e9, 1.0);
    CU_ASSERT_DOUBLE_EQUAL(rxt_ceilings_rate(record, "flop", 4.0), 4e9, 1.0);
    CU_ASSERT_DOUBLE_EQUAL(rxt_ceilings_rate(record, "memory", 3.0), 1.95e10, 1.0);
    CU_ASSERT_TRUE(isnan(rxt_ceilings_rate(record, "flop", 5.0)));
    CU_ASSERT_TRUE(isnan(rxt_ceilings_rate(record, "l2", 1.0)));
    CU_ASSERT_TRUE(isnan(rxt_ceilings_rate(NULL, "flop", 1.0)));
    json_decref(record);
}

static void memory_is_saturated_by_the_fewest_cores_that_read_as_much(void)
{
    json_t *record = made();
    CU_ASSERT_EQUAL(rxt_ceilings_saturation(record), 2);
    json_object_set_new(record, "rates", json_array());
    CU_ASSERT_EQUAL(rxt_ceilings_saturation(record), 0);
    json_decref(record);
}

static void data_lie_in_the_first_cache_that_holds_them(void)
{
    json_t *record = made(), *nothing = json_object();
    CU_ASSERT_EQUAL(rxt_ceilings_place(record, 20000.0, 1.0), RXT_IN_L1);
    CU_ASSERT_EQUAL(rxt_ceilings_place(record, 40000.0, 1.0), RXT_IN_L2);
    CU_ASSERT_EQUAL(rxt_ceilings_place(record, 40000.0, 2.0), RXT_IN_L1); /* each has half of them */
    CU_ASSERT_EQUAL(rxt_ceilings_place(record, 1e7, 1.0), RXT_IN_L3);
    CU_ASSERT_EQUAL(rxt_ceilings_place(record, 2e7, 1.0), RXT_IN_MEMORY);
    CU_ASSERT_EQUAL(rxt_ceilings_place(record, 2e7, 2.0), RXT_IN_L3); /* of both */
    CU_ASSERT_EQUAL(rxt_ceilings_place(record, 1e9, 4.0), RXT_IN_MEMORY);
    CU_ASSERT_EQUAL(rxt_ceilings_place(nothing, 1.0, 1.0), RXT_IN_MEMORY); /* no cache is known */
    json_decref(record);
    json_decref(nothing);
}

static void write_word(const char *root, int index, const char *name, const char *word)
{
    char path[512];
    snprintf(path, sizeof path, "%s/sys/devices/system/cpu/cpu0/cache/index%d", root, index);
    CU_ASSERT_EQUAL_FATAL(rxt_folder_make(path), RXT_OK);
    snprintf(path, sizeof path, "%s/sys/devices/system/cpu/cpu0/cache/index%d/%s", root, index, name);
    FILE *file = fopen(path, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fprintf(file, "%s\n", word);
    fclose(file);
}

static void sizes_of_caches_are_those_of_data(void)
{
    static const char *const words[][3] = {
        {"1", "Data", "48K"}, {"1", "Instruction", "64K"}, {"2", "Unified", "2M"}, {"4", "Unified", "1M"}};
    char root[512];
    CU_ASSERT_EQUAL_FATAL(rxt_folder_make_temporary("rxt-test", root, sizeof root), RXT_OK);
    for (int i = 0; i < 4; i++) {
        write_word(root, i, "level", words[i][0]);
        write_word(root, i, "type", words[i][1]);
        write_word(root, i, "size", words[i][2]);
    }
    json_t *caches = rxt_caches_read(root);
    CU_ASSERT_EQUAL(json_integer_value(json_object_get(caches, "l1_B")), 49152);
    CU_ASSERT_EQUAL(json_integer_value(json_object_get(caches, "l2_B")), 2097152);
    CU_ASSERT_TRUE(json_is_null(json_object_get(caches, "l3_B")));
    json_decref(caches);
    rxt_folder_remove(root);
}

/* Where the record is kept, while a test runs. */
static void keep_in(const char *folder, char *before, size_t n_bytes)
{
    const char *state = getenv("XDG_STATE_HOME");
    snprintf(before, n_bytes, "%s", state ? state : "");
    setenv("XDG_STATE_HOME", folder, 1);
}

static void a_record_is_kept_for_this_machine_and_build_alone(void)
{
    char folder[512], before[4096], path[4096];
    struct rxt_topology *topology = NULL, *other = NULL;
    CU_ASSERT_EQUAL_FATAL(rxt_folder_make_temporary("rxt-test", folder, sizeof folder), RXT_OK);
    CU_ASSERT_EQUAL_FATAL(rxt_topology_open(&topology, "pack:1 core:2 pu:1"), RXT_OK);
    CU_ASSERT_EQUAL_FATAL(rxt_topology_open(&other, "pack:1 core:4 pu:1"), RXT_OK);
    keep_in(folder, before, sizeof before);
    json_t *identity = rxt_ceilings_identity(topology), *another = rxt_ceilings_identity(other);
    json_t *record = json_deep_copy(identity);
    json_object_set_new(record, "date", json_string("2026-11-29T01:02:03Z"));
    json_object_set_new(record, "rates", json_array());
    CU_ASSERT_PTR_NULL(rxt_ceilings_kept(identity));
    CU_ASSERT_EQUAL(rxt_ceilings_keep(record), RXT_OK);
    json_t *kept = rxt_ceilings_kept(identity);
    CU_ASSERT_TRUE(json_equal(kept, record));
    CU_ASSERT_PTR_NULL(rxt_ceilings_kept(another));
    CU_ASSERT_EQUAL(rxt_ceilings_path(another, path, sizeof path), RXT_OK);
    CU_ASSERT_EQUAL(json_dump_file(record, path, 0), 0); /* under the other's name */
    CU_ASSERT_PTR_NULL(rxt_ceilings_kept(another));
    CU_ASSERT_EQUAL(rxt_ceilings_path(identity, path, sizeof path), RXT_OK);
    FILE *file = fopen(path, "w"); /* one that is broken is none */
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fputs("{\"schema\":", file);
    fclose(file);
    CU_ASSERT_PTR_NULL(rxt_ceilings_kept(identity));
    before[0] ? setenv("XDG_STATE_HOME", before, 1) : unsetenv("XDG_STATE_HOME");
    rxt_folder_remove(folder);
    json_decref(kept);
    json_decref(record);
    json_decref(another);
    json_decref(identity);
    rxt_topology_close(other);
    rxt_topology_close(topology);
}

CU_TestInfo test_ceilings[] = {CLAIM(a_rate_lies_between_those_that_were_measured),
                               CLAIM(memory_is_saturated_by_the_fewest_cores_that_read_as_much),
                               CLAIM(data_lie_in_the_first_cache_that_holds_them),
                               CLAIM(sizes_of_caches_are_those_of_data),
                               CLAIM(a_record_is_kept_for_this_machine_and_build_alone),
                               CU_TEST_INFO_NULL};
