/* SPDX-License-Identifier: BSD-3-Clause
 * test_openmpi.c - which ways the ranks of Open MPI are told to talk by.
 */
#include "tests.h"

#include "fresh.h"
#include "json.h"
#include "launch.h"
#include "machine.h"
#include "study.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *const chosen[] = {"OMPI_MCA_pml", "OMPI_MCA_btl", "OMPI_MCA_mtl",
                                     "OMPI_MCA_mca_base_param_files"};
static const double roomy = 1e12;
static char home[128], *home_before;

static void forget(void)
{
    for (size_t i = 0; i < sizeof chosen / sizeof *chosen; i++) {
        unsetenv(chosen[i]);
    }
    unsetenv("OMPI_MCA_orte_default_hostfile");
}

/* A user who chose nothing, in a home folder of their own. */
static void begin(void)
{
    home_before = getenv("HOME") ? strdup(getenv("HOME")) : NULL;
    CU_ASSERT_EQUAL_FATAL(mkdir(fresh_path(home, sizeof home, ""), 0700), 0);
    setenv("HOME", home, 1);
    forget();
}

static void end(void)
{
    char command[256];
    snprintf(command, sizeof command, "rm -r '%s'", home);
    CU_ASSERT_EQUAL(system(command), 0);
    forget();
    unsetenv("HOME");
    if (home_before) {
        setenv("HOME", home_before, 1);
    }
    free(home_before);
}

static const char *value_of(const char *name)
{
    return getenv(name) ? getenv(name) : "";
}

/* What a launch is told; " " if nothing. */
static const char *tell(const struct rxt_launch *launch, int major, double shm_bytes)
{
    static char text[64];
    rxt_openmpi_stay_on_node(launch, major, shm_bytes);
    snprintf(text, sizeof text, "%s %s", value_of("OMPI_MCA_pml"), value_of("OMPI_MCA_btl"));
    return text;
}

static const struct rxt_launch near = {.layout = {1, 2, 1, RXT_BY_SPREAD}, .tells = true};

static void ranks_of_one_node_look_for_no_network(void)
{
    begin();
    CU_ASSERT_STRING_EQUAL(tell(&near, 4, roomy), "ob1 vader,self");
    forget();
    CU_ASSERT_STRING_EQUAL(tell(&near, 5, roomy), "ob1 sm,self");
    forget();
    const struct rxt_launch mapped = {.layout = near.layout, .tells = true, .way = {.hostfile = "hosts"}};
    CU_ASSERT_STRING_EQUAL(tell(&mapped, 4, roomy), "ob1 vader,self");
    end();
}

static void ranks_that_may_be_on_several_nodes_do(void)
{
    const struct rxt_launch two = {.layout = {2, 2, 1, RXT_BY_SPREAD}, .tells = true};
    const struct rxt_launch filling = {
        .layout = {1, 2, 1, RXT_BY_NONE}, .tells = true, .way = {.hostfile = "hosts"}};
    begin();
    CU_ASSERT_STRING_EQUAL(tell(&two, 4, roomy), " ");
    CU_ASSERT_STRING_EQUAL(tell(&filling, 4, roomy), " ");
    end();
}

static void a_way_that_the_user_chose_is_kept(void)
{
    begin();
    for (size_t i = 0; i < sizeof chosen / sizeof *chosen; i++) {
        setenv(chosen[i], "own", 1);
        tell(&near, 4, roomy);
        CU_ASSERT_STRING_EQUAL(value_of("OMPI_MCA_pml"), i == 0 ? "own" : "");
        CU_ASSERT_STRING_EQUAL(value_of("OMPI_MCA_btl"), i == 1 ? "own" : "");
        forget();
    }
    end();
}

static void a_way_in_the_users_file_is_kept(void)
{
    char path[256];
    begin();
    snprintf(path, sizeof path, "%s/.openmpi", home);
    CU_ASSERT_EQUAL(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/.openmpi/mca-params.conf", home);
    FILE *file = fopen(path, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fputs("# pml = cm\nbtl_vader_eager_limit = 4096\n", file);
    fflush(file);
    CU_ASSERT_STRING_EQUAL(tell(&near, 4, roomy), "ob1 vader,self");
    forget();
    fputs(" btl = tcp,self\n", file);
    fclose(file);
    CU_ASSERT_STRING_EQUAL(tell(&near, 4, roomy), " ");
    end();
}

static void another_program_and_another_mpi_are_told_nothing(void)
{
    const struct rxt_launch foreign = {.layout = near.layout};
    begin();
    CU_ASSERT_STRING_EQUAL(tell(&foreign, 4, roomy), " ");
    CU_ASSERT_STRING_EQUAL(tell(&near, 0, roomy), " ");
    end();
}

static void ranks_without_room_in_shared_memory_keep_their_other_ways(void)
{
    begin();
    CU_ASSERT_STRING_EQUAL(tell(&near, 4, 1e6), " ");
    end();
}

static void what_the_user_set_is_recorded(void)
{
    struct rxt_topology *machine = NULL;
    begin();
    setenv("OMPI_MCA_pml", "ob1", 1);
    setenv("OMPI_MCA_token", "secret", 1);
    CU_ASSERT_EQUAL_FATAL(rxt_topology_open(&machine, "core:2 pu:1"), RXT_OK);
    json_t *record = rxt_machine_record(machine);
    const json_t *environment = json_object_get(record, "environment");
    CU_ASSERT_STRING_EQUAL(rxt_json_text_at(environment, "OMPI_MCA_pml", ""), "ob1");
    CU_ASSERT_PTR_NULL(json_object_get(environment, "OMPI_MCA_btl"));
    CU_ASSERT_PTR_NULL(json_object_get(environment, "OMPI_MCA_token"));
    json_decref(record);
    rxt_topology_close(machine);
    unsetenv("OMPI_MCA_token");
    end();
}

CU_TestInfo test_openmpi[] = {CLAIM(ranks_of_one_node_look_for_no_network),
                              CLAIM(ranks_that_may_be_on_several_nodes_do),
                              CLAIM(a_way_that_the_user_chose_is_kept),
                              CLAIM(a_way_in_the_users_file_is_kept),
                              CLAIM(another_program_and_another_mpi_are_told_nothing),
                              CLAIM(what_the_user_set_is_recorded),
                              CLAIM(ranks_without_room_in_shared_memory_keep_their_other_ways),
                              CU_TEST_INFO_NULL};
