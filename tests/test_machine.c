/* SPDX-License-Identifier: BSD-3-Clause
 * test_machine.c - topologies of this machine, of files and of texts; masks; memory.
 */
#include "machine.h"
#include "machine_source.h"
#include "machine_table.h"
#include "machine_cgroup.h"
#include "machine_memory.h"
#include "machine_show.h"
#include "tests.h"
#include "text.h"
#include "tree.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

extern CU_TestInfo test_machine[];

#define FOLDER "tests/topologies/"

/* The real machines, as tests/topologies and the manual of hwloc tell them; 0 domains: no such level. */
static const struct {
    const char *path;
    size_t packages, numas, l3s, l2s, cores, pus, machine_pus;
    int kinds;
} machines[] = {
    {FOLDER "allowed.xml", 0, 3, 0, 0, 7, 10, 16, 1},   /* with one for cores in no NUMA node */
    {FOLDER "cpusets.xml", 6, 6, 0, 10, 10, 10, 16, 1}, /* with one in each of three packages */
    {FOLDER "epyc-7451-2s.xml", 2, 8, 16, 48, 48, 96, 96, 1},
    {FOLDER "epyc-7763-2s.xml", 2, 2, 16, 128, 128, 128, 128, 1},
    {FOLDER "fakecpukinds.xml", 1, 0, 0, 0, 2, 4, 4, 2},
    {FOLDER "knl-7210.xml", 1, 0, 0, 32, 64, 256, 256, 1},
    {FOLDER "offlines.xml", 4, 0, 4, 6, 6, 7, 16, 1},
    {FOLDER "power8.xml", 2, 2, 8, 0, 8, 16, 16, 1},
    {FOLDER "xeon-4s.xml", 16, 4, 16, 48, 96, 96, 96, 1},
    {FOLDER "xeon-6230-2s.xml", 2, 0, 2, 40, 40, 80, 80, 1},
};
enum { N_MACHINES = sizeof machines / sizeof machines[0] };

static struct rxt_topology *topology_of(const char *source)
{
    struct rxt_topology *topology = NULL;
    if (rxt_topology_open(&topology, source) != RXT_OK) {
        fprintf(stderr, "%s\n", rxt_reason());
        CU_FAIL_FATAL("a topology that is right must open");
    }
    return topology;
}

static void real_machines_are_counted_right(void)
{
    for (size_t m = 0; m < N_MACHINES; m++) {
        const size_t want[RXT_LEVELS] = {machines[m].packages, machines[m].numas, machines[m].l3s,
                                         machines[m].l2s};
        struct rxt_topology *topology = topology_of(machines[m].path);
        for (int level = 0; level < RXT_LEVELS; level++) {
            CU_ASSERT_EQUAL(topology->has[level], want[level] > 0);
            CU_ASSERT_EQUAL(topology->n_domains[level], want[level] > 0 ? want[level] : 1);
        }
        CU_ASSERT_EQUAL(topology->n_cores, machines[m].cores);
        CU_ASSERT_EQUAL(topology->n_pus, machines[m].pus);
        CU_ASSERT_EQUAL(topology->machine_pus, machines[m].machine_pus);
        CU_ASSERT_EQUAL(topology->n_kinds, machines[m].kinds);
        CU_ASSERT_FALSE(topology->is_here);
        CU_ASSERT_STRING_EQUAL(topology->source, machines[m].path);
        rxt_topology_close(topology);
    }
}

static void every_core_lies_in_numbered_domains(void)
{
    for (size_t m = 0; m < N_MACHINES; m++) {
        struct rxt_topology *topology = topology_of(machines[m].path);
        struct rxt_mask pus = {{0}};
        for (size_t c = 0; c < topology->n_cores; c++) {
            for (int level = 0; level < RXT_LEVELS; level++) {
                const int domain = topology->cores[c].domain[level];
                CU_ASSERT_TRUE(domain >= 0 && (size_t)domain < topology->n_domains[level]);
            }
            for (int p = 0; p < topology->cores[c].n_pus; p++) {
                rxt_mask_add(&pus, topology->cores[c].pu[p]);
            }
        }
        CU_ASSERT_EQUAL(rxt_mask_count(&pus), topology->n_pus); /* none twice */
        rxt_topology_close(topology);
    }
}

static void cores_know_their_numbers(void)
{
    struct rxt_topology *topology = topology_of(FOLDER "power8.xml");
    const struct rxt_core *core = &topology->cores[5];
    CU_ASSERT_EQUAL(core->core, 5);
    CU_ASSERT_EQUAL(core->numa, 1);
    CU_ASSERT_EQUAL(core->l3, 5);
    CU_ASSERT_EQUAL(core->n_pus, 2);
    CU_ASSERT_EQUAL(core->pu[0], 88);
    CU_ASSERT_EQUAL(core->pu[1], 89);
    CU_ASSERT_STRING_EQUAL(topology->cpu_model, "POWER8NVL, altivec supported");
    rxt_topology_close(topology);
}

static void the_more_powerful_kind_has_the_larger_number(void)
{
    struct rxt_topology *topology = topology_of(FOLDER "fakecpukinds.xml");
    CU_ASSERT_EQUAL(topology->cores[0].kind, 0);
    CU_ASSERT_EQUAL(topology->cores[1].kind, 1);
    rxt_topology_close(topology);
}

static void a_text_is_a_topology(void)
{
    struct rxt_topology *topology = topology_of("pack:2 numa:2 l3:2 core:4 pu:2");
    CU_ASSERT_EQUAL(topology->n_cores, 32);
    CU_ASSERT_EQUAL(topology->n_pus, 64);
    CU_ASSERT_EQUAL(topology->n_domains[RXT_PACKAGE], 2);
    CU_ASSERT_EQUAL(topology->n_domains[RXT_NUMA], 4);
    CU_ASSERT_EQUAL(topology->n_domains[RXT_L3], 8);
    CU_ASSERT_FALSE(topology->has[RXT_L2]);
    rxt_topology_close(topology);
}

static void without_cores_every_pu_is_one(void)
{
    struct rxt_topology *topology = topology_of("pu:3");
    CU_ASSERT_EQUAL(topology->n_cores, 3);
    CU_ASSERT_EQUAL(topology->n_pus, 3);
    rxt_topology_close(topology);
}

/* The cores of this machine are those of its mask, and a narrower mask leaves fewer. */
static void here_the_mask_decides(void)
{
    struct rxt_mask mask, one = {{0}};
    CU_ASSERT_EQUAL_FATAL(rxt_mask_of_process(&mask), RXT_OK);
    struct rxt_topology *topology = topology_of(NULL);
    const int pu = topology->cores[topology->n_cores - 1].pu[0];
    CU_ASSERT_TRUE(topology->is_here);
    CU_ASSERT_TRUE(topology->n_pus <= rxt_mask_count(&mask) && rxt_mask_has(&mask, pu));
    rxt_topology_close(topology);
    rxt_mask_add(&one, pu);
    CU_ASSERT_EQUAL_FATAL(rxt_bind_thread(&one), RXT_OK);
    topology = topology_of(NULL);
    CU_ASSERT_EQUAL(topology->n_pus, 1);
    CU_ASSERT_EQUAL(topology->cores[0].pu[0], pu);
    rxt_topology_close(topology);
    CU_ASSERT_EQUAL(rxt_bind_thread(&mask), RXT_OK);
}

static void a_bound_thread_runs_where_it_is_bound(void)
{
    struct rxt_mask before, one = {{0}}, now;
    CU_ASSERT_EQUAL_FATAL(rxt_mask_of_thread(&before), RXT_OK);
    int pu = 0;
    while (!rxt_mask_has(&before, pu)) {
        pu++;
    }
    rxt_mask_add(&one, pu);
    CU_ASSERT_EQUAL_FATAL(rxt_bind_thread(&one), RXT_OK);
    CU_ASSERT_EQUAL(rxt_mask_of_thread(&now), RXT_OK);
    CU_ASSERT_TRUE(rxt_mask_equal(&now, &one));
    CU_ASSERT_EQUAL(rxt_pu_now(), pu);
    CU_ASSERT_EQUAL(rxt_bind_thread(&before), RXT_OK);
}

static void nothing_is_bound_to_no_pu(void)
{
    const struct rxt_mask none = {{0}};
    CU_ASSERT_EQUAL(rxt_bind_thread(&none), RXT_E_ABSENT);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(rxt_reason(), "--layouts 1x2@none")); /* the way out where binding is forbidden */
}

static void what_is_left_over_for_hwloc_plans_for_no_other_machine(void)
{
    struct rxt_topology *before = topology_of(NULL);
    setenv("HWLOC_SYNTHETIC", "pack:3 core:7 pu:1", 1);
    setenv("HWLOC_XMLFILE", FOLDER "power8.xml", 1);
    setenv("HWLOC_COMPONENTS", "synthetic", 1);
    setenv("HWLOC_THISSYSTEM", "1", 1);
    struct rxt_topology *here = topology_of(NULL);
    CU_ASSERT_TRUE(here->is_here);
    CU_ASSERT_EQUAL(here->n_pus, before->n_pus);
    setenv("HWLOC_THISSYSTEM", "1", 1);
    struct rxt_topology *other = topology_of("pack:1 core:5 pu:1");
    CU_ASSERT_FALSE(other->is_here);
    CU_ASSERT_EQUAL(other->n_cores, 5);
    rxt_topology_close(before);
    rxt_topology_close(here);
    rxt_topology_close(other);
}

static void a_share_of_a_topology_is_numbered_anew(void)
{
    struct rxt_topology *share = topology_of("pack:2 l3:2 core:2 pu:2");
    struct rxt_mask mask = {{0}};
    rxt_mask_add(&mask, 7); /* the second PU of core 3, in the second L3 */
    rxt_mask_add(&mask, 8); /* the first PU of core 4, in the third L3, of the other package */
    CU_ASSERT_EQUAL_FATAL(rxt_table_keep(share, &mask), RXT_OK);
    CU_ASSERT_EQUAL(share->n_cores, 2);
    CU_ASSERT_EQUAL(share->n_pus, 2);
    CU_ASSERT_EQUAL(share->n_domains[RXT_L3], 2);
    CU_ASSERT_EQUAL(share->cores[0].core, 3);
    CU_ASSERT_EQUAL(share->cores[0].pu[0], 7);
    CU_ASSERT_EQUAL(share->cores[0].l3, 1);
    CU_ASSERT_EQUAL(share->cores[1].domain[RXT_L3], 1);
    CU_ASSERT_EQUAL(share->machine_cores, 8);
    CU_ASSERT_EQUAL(rxt_table_keep(share, &(struct rxt_mask){{0}}), RXT_E_INPUT);
    rxt_topology_close(share);
}

static void masks_are_written_as_ranges(void)
{
    struct rxt_mask mask = {{0}};
    char text[64], few[8];
    CU_ASSERT_STRING_EQUAL(rxt_mask_text(&mask, text, sizeof text), "");
    for (int pu = 0; pu < 4; pu++) {
        rxt_mask_add(&mask, pu);
    }
    rxt_mask_add(&mask, 8);
    rxt_mask_add(&mask, RXT_MAX_PUS - 1);
    rxt_mask_add(&mask, RXT_MAX_PUS); /* beyond: not there */
    rxt_mask_add(&mask, -1);
    CU_ASSERT_EQUAL(rxt_mask_count(&mask), 6);
    CU_ASSERT_STRING_EQUAL(rxt_mask_text(&mask, text, sizeof text), "0-3,8,4095");
    CU_ASSERT_STRING_EQUAL(rxt_mask_text(&mask, few, sizeof few), "0-3,...");
}

static void masks_are_read_back(void)
{
    struct rxt_mask mask, part;
    char text[64];
    CU_ASSERT_TRUE(rxt_mask_parse("0-3,8,4095", &mask));
    CU_ASSERT_STRING_EQUAL(rxt_mask_text(&mask, text, sizeof text), "0-3,8,4095");
    CU_ASSERT_TRUE(rxt_mask_parse("8,1-2", &part));
    CU_ASSERT_TRUE(rxt_mask_within(&part, &mask));
    CU_ASSERT_FALSE(rxt_mask_within(&mask, &part));
    CU_ASSERT_TRUE(rxt_mask_parse("", &part));
    CU_ASSERT_EQUAL(rxt_mask_count(&part), 0);
    static const char *const wrong[] = {
        "0-3,...", "4096", "3-1", "1,", "-1", "1-", "a", "0-99999999999999999999", "1 2"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        CU_ASSERT_FALSE(rxt_mask_parse(wrong[i], &mask));
    }
}

static void sets_are_shown_with_their_step(void)
{
    struct rxt_mask set = {{0}};
    char text[64];
    CU_ASSERT_STRING_EQUAL(rxt_show_indices(&set, text, sizeof text), "-");
    for (int i = 0; i < 10; i += 2) {
        rxt_mask_add(&set, i);
    }
    CU_ASSERT_STRING_EQUAL(rxt_show_indices(&set, text, sizeof text), "0-8:2");
    rxt_mask_add(&set, 20);
    rxt_mask_add(&set, 21);
    rxt_mask_add(&set, 40);
    CU_ASSERT_STRING_EQUAL(rxt_show_indices(&set, text, sizeof text), "0-8:2,20-21,40");
}

static char folder[64];

static const char *write_file(const char *name, const char *bytes, size_t n_bytes)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    CU_ASSERT_EQUAL(fwrite(bytes, 1, n_bytes, file), n_bytes);
    CU_ASSERT_EQUAL(fclose(file), 0);
    return path;
}

static void make_folder(void)
{
    snprintf(folder, sizeof folder, "/tmp/rxt-test-machine-XXXXXX");
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
}

static void remove_folder(const char *file)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, file);
    unlink(path);
    rmdir(folder);
}

static void refused(const char *source, const char *why)
{
    struct rxt_topology *topology = NULL;
    CU_ASSERT_EQUAL(rxt_topology_open(&topology, source), RXT_E_INPUT);
    CU_ASSERT_PTR_NULL(topology);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), why));
    CU_ASSERT_PTR_NULL(strchr(rxt_reason(), '\n'));
    if (!strstr(rxt_reason(), why)) {
        fprintf(stderr, "'%s': %s\n", why, rxt_reason());
    }
}

static void what_is_no_topology_is_refused_with_the_reason(void)
{
    refused("tests", "is a directory");
    refused("/dev/null", "no regular file");
    refused("no/such.xml", "No such file");
    refused("-", "No such file");
    refused("", "No such file");
    refused("README.md:2", "neither a file nor a synthetic");
    refused("pack:2 cores", "neither a file nor a synthetic");
    refused("pack:100000 core:99 pu:2", "more than 4096 PUs");
    refused("pack:-1 core:2 pu:1", "more than 4096 PUs");
    refused("core:1 pu:17", "more than 16 hardware threads");
}

static void a_file_of_another_kind_is_refused_with_the_reason(void)
{
    static const struct {
        const char *text, *why;
    } files[] = {
        {"", "no XML of hwloc"},
        {"<html></html>", "no XML of hwloc"},
        {"<topologyx version=\"2.0\"></topologyx>", "no XML of hwloc"},
        {"<?xml version=\"1.0\"?>\n<!DOCTYPE topology SYSTEM \"hwloc3.dtd\">\n<topology "
         "version=\"9.0\">\n</topology>\n",
         "and hwloc 9 reads this one: lstopo -i OLD.xml --of xml --export-xml-flags v2 NEW.xml"},
        {"<topology version=\"2.0\">\n<object type=\"Machine\"", "cut off"},
        {"<topology version=\"2.0\">\n</topology>\n", "damaged"},
        {"<!-- <topology version=\"3\"> --><topology version=\"2.0\"></topology>", "damaged"},
    };
    make_folder();
    for (size_t f = 0; f < sizeof files / sizeof files[0]; f++) {
        refused(write_file("t.xml", files[f].text, strlen(files[f].text)), files[f].why);
    }
    remove_folder("t.xml");
}

static void an_xml_that_this_hwloc_does_not_read_names_the_one_that_does(void)
{
    CU_ASSERT_EQUAL(rxt_source_check_version("t.xml", 1, 2), RXT_OK);
    CU_ASSERT_EQUAL(rxt_source_check_version("t.xml", 2, 2), RXT_OK);
    CU_ASSERT_EQUAL(rxt_source_check_version("t.xml", 2, 3), RXT_OK);
    CU_ASSERT_EQUAL(rxt_source_check_version("t.xml", 3, 3), RXT_OK);
    CU_ASSERT_EQUAL(rxt_source_check_version("t.xml", 3, 2), RXT_E_INPUT);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "XML of hwloc 3; the hwloc 2 of this rxt reads"));
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "hwloc 3 reads this one: lstopo -i OLD.xml"));
    CU_ASSERT_EQUAL(rxt_source_check_version("t.xml", 1, 3), RXT_E_INPUT);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "hwloc 2 reads this one: lstopo -i OLD.xml"));
}

/* lstopo --of xml --export-xml-flags v1 wrote it: pack:2 l3:2 core:2 pu:2. */
static void an_xml_of_hwloc_1_is_read(void)
{
    struct rxt_topology *topology = NULL;
    if (rxt_source_check_version("t.xml", 1, (long)(hwloc_get_api_version() >> 16)) != RXT_OK) {
        CU_ASSERT_EQUAL(rxt_topology_open(&topology, FOLDER "hwloc1.xml"), RXT_E_INPUT);
        return;
    }
    topology = topology_of(FOLDER "hwloc1.xml");
    CU_ASSERT_EQUAL(topology->n_cores, 8);
    CU_ASSERT_EQUAL(topology->n_pus, 16);
    CU_ASSERT_EQUAL(topology->n_domains[RXT_PACKAGE], 2);
    CU_ASSERT_EQUAL(topology->n_domains[RXT_L3], 4);
    CU_ASSERT_EQUAL(topology->cores[7].pu[1], 15);
    rxt_topology_close(topology);
}

static char *read_all(const char *path, size_t *n)
{
    FILE *file = fopen(path, "r");
    char *bytes = malloc((1 << 20) + 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bytes);
    *n = fread(bytes, 1, 1 << 20, file);
    fclose(file);
    return bytes;
}

/* A fixed stream, so that a failure can be met again (Knuth's MMIX constants). */
static size_t next_random(size_t below)
{
    static unsigned long long state = 20;
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return (size_t)(state >> 33) % below;
}

/* Two nodes beside the same two cores, the fast one first. */
static void dram_is_the_memory_of_a_core(void)
{
#define SETS    "cpuset=\"0x3\" complete_cpuset=\"0x3\" nodeset=\"0x3\" complete_nodeset=\"0x3\""
#define NODE(n) "cpuset=\"0x3\" complete_cpuset=\"0x3\" nodeset=\"" n "\" complete_nodeset=\"" n "\""
#define PU(n)   "cpuset=\"" n "\" complete_cpuset=\"" n "\" nodeset=\"0x3\" complete_nodeset=\"0x3\""
    static const char xml[] =
        "<topology version=\"2.0\">\n"
        "<object type=\"Machine\" os_index=\"0\" " SETS " allowed_cpuset=\"0x3\" allowed_nodeset=\"0x3\">\n"
        "<object type=\"NUMANode\" os_index=\"0\" subtype=\"MCDRAM\" " NODE(
            "0x1") "/>\n"
                   "<object type=\"NUMANode\" os_index=\"1\" " NODE(
                       "0x2") "/>\n"
                              "<object type=\"Core\" os_index=\"0\" " PU(
                                  "0x1") ">\n"
                                         "<object type=\"PU\" os_index=\"0\" " PU(
                                             "0x1") "/></object>\n"
                                                    "<object type=\"Core\" os_index=\"1\" " PU(
                                                        "0x2") ">\n"
                                                               "<object type=\"PU\" os_index=\"1\" " PU(
                                                                   "0x2") "/></object>\n"
                                                                          "</object>\n</topology>\n";
#undef SETS
#undef NODE
#undef PU
    make_folder();
    struct rxt_topology *topology = topology_of(write_file("t.xml", xml, strlen(xml)));
    CU_ASSERT_EQUAL(topology->n_cores, 2);
    CU_ASSERT_EQUAL(topology->cores[0].numa, 1);
    CU_ASSERT_FALSE(topology->has[RXT_NUMA]);
    rxt_topology_close(topology);
    remove_folder("t.xml");
}

/* The file with one text in place of another, all of them. */
static struct rxt_topology *topology_with(const char *path, const char *old, const char *new)
{
    size_t n;
    char *bytes = read_all(path, &n);
    struct rxt_text text = {0};
    bytes[n] = '\0';
    char *from = bytes;
    for (char *at = strstr(from, old); at; at = strstr(from, old)) {
        *at = '\0';
        rxt_text_add(&text, "%s%s", from, new);
        from = at + strlen(old);
    }
    rxt_text_add(&text, "%s", from);
    make_folder();
    struct rxt_topology *topology = topology_of(write_file("t.xml", rxt_text_of(&text), text.n));
    remove_folder("t.xml");
    rxt_text_free(&text);
    free(bytes);
    return topology;
}

static void kinds_are(const char *path, const char *old, const char *new, int n_kinds)
{
    struct rxt_topology *topology = topology_with(path, old, new);
    CU_ASSERT_EQUAL(topology->n_kinds, n_kinds);
    CU_ASSERT_EQUAL(topology->cores[0].kind, n_kinds - 1);
    if (topology->n_kinds != n_kinds) {
        fprintf(stderr, "%s instead of %s: %d kinds\n", new, old, topology->n_kinds);
    }
    rxt_topology_close(topology);
}

/* clocks.xml has the kinds that hwloc 2.9 finds by the clock: 4 equal cores of 5352 to 6482 MHz. */
static void equal_cores_of_other_clocks_are_of_one_kind(void)
{
    kinds_are(FOLDER "clocks.xml", "5352", "5352", 1);
    kinds_are(FOLDER "clocks.xml", "6482", "6800", 2);
    kinds_are(FOLDER "clocks.xml", "\"6482\"/>", "\"6482\"/><info name=\"CoreType\" value=\"A\"/>", 2);
    kinds_are(FOLDER "clocks.xml", "</cpukind>", "<info name=\"CoreType\" value=\"A\"/></cpukind>", 4);
}

static void cores_with_smt_are_of_another_kind_than_those_without(void)
{
    static const char p_cores[] = "<cpukind cpuset=\"0xf\" forced_efficiency=\"1\">"
                                  "<info name=\"CoreType\" value=\"IntelCore\"/></cpukind>";
    static const char e_cores[] = "<cpukind cpuset=\"0xf0\" forced_efficiency=\"0\">"
                                  "<info name=\"CoreType\" value=\"IntelAtom\"/></cpukind>";
    kinds_are(FOLDER "laptop-pe-cores.xml", p_cores, p_cores, 2);
    kinds_are(FOLDER "laptop-pe-cores.xml", p_cores, "", 2);
    kinds_are(FOLDER "laptop-pe-cores.xml", e_cores, "", 2);
    kinds_are(FOLDER "offlines.xml", "topology", "topology", 1); /* a PU that is off makes no other kind */
}

static void cores_without_a_numa_node_are_a_domain_in_each_package(void)
{
    struct rxt_topology *topology = topology_of(FOLDER "cpusets.xml");
    CU_ASSERT_EQUAL(topology->cores[0].numa, -1);
    CU_ASSERT_EQUAL(topology->cores[6].numa, -1);
    CU_ASSERT_NOT_EQUAL(topology->cores[0].domain[RXT_NUMA], topology->cores[6].domain[RXT_NUMA]);
    CU_ASSERT_EQUAL(topology->cores[6].domain[RXT_NUMA], topology->cores[7].domain[RXT_NUMA]);
    rxt_topology_close(topology);
    topology = topology_of(FOLDER "cores-without-memory.xml");
    CU_ASSERT_EQUAL(topology->n_domains[RXT_NUMA], 3);
    rxt_topology_close(topology);
}

static void truncated_files_are_refused(void)
{
    make_folder();
    for (size_t m = 0; m < N_MACHINES; m++) {
        size_t n;
        char *bytes = read_all(machines[m].path, &n);
        for (int i = 0; i < 20; i++) {
            const size_t cut = next_random(n - 12); /* before the end of </topology> */
            refused(write_file("t.xml", bytes, cut), cut > 100 ? "cut off" : "topology file");
        }
        free(bytes);
    }
    remove_folder("t.xml");
}

/* Some damage cannot be seen; what opens must be a table that holds together. */
static void damaged_files_do_no_harm(void)
{
    make_folder();
    for (size_t i = 0; i < 12 * N_MACHINES; i++) {
        size_t n;
        char *bytes = read_all(machines[i % N_MACHINES].path, &n);
        for (size_t k = 0; k <= i % 5; k++) {
            bytes[next_random(n)] = (char)next_random(256);
        }
        struct rxt_topology *topology = NULL;
        const enum rxt_err err = rxt_topology_open(&topology, write_file("t.xml", bytes, n));
        CU_ASSERT_TRUE(err == RXT_E_INPUT || (err == RXT_OK && topology->n_pus >= topology->n_cores));
        rxt_topology_close(topology);
        free(bytes);
    }
    remove_folder("t.xml");
}

static void add_file(const char *name, const char *text)
{
    tree_add(folder, name, text);
}

static void remove_all(void)
{
    tree_remove(folder);
}

#define MOUNTS_2 "30 20 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n"

static void memory_is_what_the_cgroups_leave(void)
{
    make_folder();
    CU_ASSERT_TRUE(isinf(rxt_memory_below(folder)));
    add_file("proc/meminfo", "MemTotal: 9000 kB\nMemAvailable:    8000 kB\n");
    CU_ASSERT_EQUAL(rxt_memory_below(folder), 8000.0 * 1024.0);
    add_file("proc/self/cgroup", "0::/job/step\n");
    add_file("proc/self/mountinfo",
             MOUNTS_2 "31 30 0:35 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n");
    add_file("sys/fs/cgroup/job/step/memory.max", "max\n");
    add_file("sys/fs/cgroup/job/step/memory.current", "1000\n");
    CU_ASSERT_EQUAL(rxt_memory_below(folder), 8000.0 * 1024.0);
    add_file("sys/fs/cgroup/job/memory.max", "5000\n");
    add_file("sys/fs/cgroup/job/memory.current", "3000\n");
    CU_ASSERT_EQUAL(rxt_memory_below(folder), 2000.0);
    add_file("sys/fs/cgroup/job/memory.stat", "anon 7\ninactive_file 500\n");
    CU_ASSERT_EQUAL(rxt_memory_below(folder), 2500.0);
    add_file("proc/self/cgroup", "5:cpuset:/other\n4:memory:/job\n");
    add_file("sys/fs/cgroup/memory/job/memory.limit_in_bytes", "700\n");
    add_file("sys/fs/cgroup/memory/job/memory.usage_in_bytes", "900\n");
    CU_ASSERT_EQUAL(rxt_memory_below(folder), 0.0);
    remove_all();
    CU_ASSERT_TRUE(rxt_memory_available() > 0.0);
}

static void the_least_quota_of_all_groups_above_counts(void)
{
    make_folder();
    add_file("proc/self/cgroup", "0::/job/step\n");
    add_file("proc/self/mountinfo", MOUNTS_2);
    add_file("sys/fs/cgroup/job/step/cpu.max", "max 100000\n");
    struct rxt_limits limits = rxt_limits_below(folder);
    CU_ASSERT_TRUE(isinf(limits.cpus) && isinf(limits.memory_bytes) && !limits.hides);
    add_file("sys/fs/cgroup/job/cpu.max", "250000 100000\n");
    CU_ASSERT_DOUBLE_EQUAL(rxt_limits_below(folder).cpus, 2.5, 1e-12);
    add_file("sys/fs/cgroup/job/step/cpu.max", "400000 100000\n");
    CU_ASSERT_DOUBLE_EQUAL(rxt_limits_below(folder).cpus, 2.5, 1e-12);
    add_file("sys/fs/cgroup/job/step/cpu.max", "10000 50000\n");
    add_file("sys/fs/cgroup/job/memory.max", "314572800\n");
    add_file("sys/fs/cgroup/job/step/memory.max", "max\n");
    limits = rxt_limits_below(folder);
    CU_ASSERT_DOUBLE_EQUAL(limits.cpus, 0.2, 1e-12);
    CU_ASSERT_EQUAL(limits.memory_bytes, 314572800.0);
    CU_ASSERT_FALSE(limits.hides);
    remove_all();
}

static void groups_of_version_1_are_read_as_well(void)
{
    make_folder();
    add_file("proc/self/cgroup", "7:memory:/m\n5:cpuacct,cpu:/a/b\n4:cpuset:/\n0::/a\n");
    add_file("proc/self/mountinfo",
             "30 20 0:26 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n"
             "31 20 0:27 / /sys/fs/cgroup/cpuset rw - cgroup cgroup rw,cpuset\n"
             "32 20 0:28 / /sys/fs/cgroup/cpu,cpuacct rw shared:9 - cgroup cgroup rw,cpu,cpuacct\n"
             "33 20 0:29 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n");
    add_file("sys/fs/cgroup/cpu,cpuacct/release_agent", "\n");
    add_file("sys/fs/cgroup/memory/release_agent", "\n");
    add_file("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1\n");
    add_file("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
    add_file("sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_quota_us", "150000\n");
    add_file("sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_period_us", "100000\n");
    add_file("sys/fs/cgroup/cpu,cpuacct/a/b/cpu.cfs_quota_us", "-1\n");
    add_file("sys/fs/cgroup/cpu,cpuacct/a/b/cpu.cfs_period_us", "100000\n");
    add_file("sys/fs/cgroup/memory/m/memory.limit_in_bytes", "9223372036854771712\n");
    struct rxt_limits limits = rxt_limits_below(folder);
    CU_ASSERT_DOUBLE_EQUAL(limits.cpus, 1.5, 1e-12);
    CU_ASSERT_TRUE(isinf(limits.memory_bytes));
    CU_ASSERT_FALSE(limits.hides);
    add_file("sys/fs/cgroup/memory/memory.limit_in_bytes", "4096\n");
    CU_ASSERT_EQUAL(rxt_limits_below(folder).memory_bytes, 4096.0);
    remove_all();
}

/* A container shows its own groups as if there were none above. */
static void a_group_that_cannot_be_seen_is_said_to_be_unknown(void)
{
    make_folder();
    CU_ASSERT_TRUE(rxt_limits_below(folder).hides); /* nothing is told at all */
    add_file("proc/self/cgroup", "0::/\n");
    CU_ASSERT_TRUE(rxt_limits_below(folder).hides); /* not mounted */
    add_file("proc/self/mountinfo", MOUNTS_2);
    add_file("sys/fs/cgroup/cpu.max", "50000 100000\n");
    add_file("sys/fs/cgroup/cgroup.type", "domain\n"); /* a name space: the topmost group has no type */
    struct rxt_limits limits = rxt_limits_below(folder);
    CU_ASSERT_DOUBLE_EQUAL(limits.cpus, 0.5, 1e-12);
    CU_ASSERT_TRUE(limits.hides);
    add_file("proc/self/cgroup", "0::/pod/c1/mine\n");
    add_file("proc/self/mountinfo",
             "30 20 0:26 /pod/c1 /sys/fs/cgroup ro - cgroup2 cgroup rw\n"); /* a bind mount */
    add_file("sys/fs/cgroup/mine/cpu.max", "25000 100000\n");
    limits = rxt_limits_below(folder);
    CU_ASSERT_DOUBLE_EQUAL(limits.cpus, 0.25, 1e-12);
    CU_ASSERT_TRUE(limits.hides);
    add_file("proc/self/cgroup", "0::/pod/c10\n"); /* another container's */
    CU_ASSERT_TRUE(rxt_limits_below(folder).hides);
    add_file("proc/self/cgroup", "0::/../c2\n"); /* out of the name space */
    CU_ASSERT_TRUE(rxt_limits_below(folder).hides);
    remove_all();
}

static void a_quota_bounds_workers_and_is_told(void)
{
    struct rxt_topology *topology = topology_of("pack:1 core:8 pu:1");
    struct rxt_text text = {0};
    json_t *record = NULL;
    CU_ASSERT_EQUAL(rxt_quota_workers(topology, 8), 8);
    topology->is_here = true;
    topology->quota_cpus = 2.5;
    topology->memory_limit_bytes = 300.0 * 1048576.0;
    topology->hides_limits = true;
    CU_ASSERT_EQUAL(rxt_quota_workers(topology, 8), 2);
    CU_ASSERT_EQUAL(rxt_quota_workers(topology, 1), 1);
    rxt_topology_show(topology, &text);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "the time of 2.5 CPUs (cgroup)"));
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "of which the cgroup allows 300 MiB"));
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "a cgroup above cannot be seen"));
    rxt_text_free(&text);
    record = rxt_topology_json(topology);
    const json_t *machine = json_array_get(record, 0);
    CU_ASSERT_EQUAL(json_number_value(json_object_get(machine, "quota_cpus")), 2.5);
    CU_ASSERT_EQUAL(json_number_value(json_object_get(machine, "memory_limit_bytes")), 314572800.0);
    CU_ASSERT_TRUE(json_is_true(json_object_get(machine, "hides_limits")));
    json_decref(record);
    topology->quota_cpus = 0.2;
    CU_ASSERT_EQUAL(rxt_quota_workers(topology, 8), 1);
    struct rxt_topology *copy = NULL;
    record = rxt_topology_record(topology);
    CU_ASSERT_EQUAL_FATAL(rxt_topology_from_record(record, "node x", &copy), RXT_OK);
    CU_ASSERT_EQUAL(copy->quota_cpus, 0.2);
    CU_ASSERT_TRUE(copy->hides_limits);
    json_decref(record);
    rxt_topology_close(copy);
    rxt_topology_close(topology);
}

static bool fits(const char *text, size_t n_columns)
{
    while (*text) {
        const size_t n = strcspn(text, "\n");
        if (n > n_columns) {
            return false;
        }
        text += n + (text[n] == '\n');
    }
    return true;
}

static void a_topology_is_shown_within_100_columns(void)
{
    for (size_t m = 0; m < N_MACHINES; m++) {
        struct rxt_topology *topology = topology_of(machines[m].path);
        struct rxt_text text = {0};
        rxt_topology_show(topology, &text);
        CU_ASSERT_TRUE(fits(rxt_text_of(&text), 100));
        CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), machines[m].path));
        rxt_text_free(&text);
        rxt_topology_close(topology);
    }
}

static void json_is_a_list_with_names_first(void)
{
    struct rxt_topology *topology = topology_of(FOLDER "xeon-4s.xml");
    json_t *list = rxt_topology_json(topology), *object;
    size_t i;
    CU_ASSERT_EQUAL(json_array_size(list), 1 + 16 + 4 + 16 + 48 + 96);
    json_array_foreach(list, i, object)
    {
        CU_ASSERT_STRING_EQUAL(json_object_iter_key(json_object_iter(object)), "name");
    }
    object = json_array_get(list, 17);
    CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(object, "name")), "NUMA node 0");
    CU_ASSERT_EQUAL(json_array_size(json_object_get(object, "cores")), 24);
    CU_ASSERT_TRUE(json_is_null(json_object_get(json_array_get(list, 0), "cpu_model")));
    json_decref(list);
    rxt_topology_close(topology);
}

static void another_node_makes_the_same_table_of_a_record(void)
{
    static const char *const sources[] = {FOLDER "xeon-4s.xml", "pack:2 l3:2 core:4 pu:2"};
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        struct rxt_topology *topology = topology_of(sources[i]), *again = NULL;
        json_t *record = rxt_topology_record(topology);
        CU_ASSERT_EQUAL(rxt_topology_from_record(record, "node b", &again), RXT_OK);
        CU_ASSERT_EQUAL(again->n_cores, topology->n_cores);
        CU_ASSERT_EQUAL(again->n_pus, topology->n_pus);
        CU_ASSERT_EQUAL(memcmp(again->cores, topology->cores, topology->n_cores * sizeof *again->cores), 0);
        CU_ASSERT_EQUAL(memcmp(again->n_domains, topology->n_domains, sizeof again->n_domains), 0);
        CU_ASSERT_EQUAL(memcmp(again->has, topology->has, sizeof again->has), 0);
        CU_ASSERT_FALSE(again->is_here);
        rxt_topology_close(again);
        json_array_set_new(json_array_get(json_object_get(record, "cores"), 1), 5, json_integer(99));
        CU_ASSERT_EQUAL(rxt_topology_from_record(record, "node b", &again), RXT_E_INPUT);
        CU_ASSERT_PTR_NULL(again);
        json_decref(record);
        rxt_topology_close(topology);
    }
}

CU_TestInfo test_machine[] = {
    CLAIM(real_machines_are_counted_right),
    CLAIM(every_core_lies_in_numbered_domains),
    CLAIM(cores_know_their_numbers),
    CLAIM(the_more_powerful_kind_has_the_larger_number),
    CLAIM(a_text_is_a_topology),
    CLAIM(without_cores_every_pu_is_one),
    CLAIM(here_the_mask_decides),
    CLAIM(a_bound_thread_runs_where_it_is_bound),
    CLAIM(nothing_is_bound_to_no_pu),
    CLAIM(what_is_left_over_for_hwloc_plans_for_no_other_machine),
    CLAIM(a_share_of_a_topology_is_numbered_anew),
    CLAIM(masks_are_written_as_ranges),
    CLAIM(sets_are_shown_with_their_step),
    CLAIM(what_is_no_topology_is_refused_with_the_reason),
    CLAIM(a_file_of_another_kind_is_refused_with_the_reason),
    CLAIM(an_xml_that_this_hwloc_does_not_read_names_the_one_that_does),
    CLAIM(an_xml_of_hwloc_1_is_read),
    CLAIM(equal_cores_of_other_clocks_are_of_one_kind),
    CLAIM(cores_with_smt_are_of_another_kind_than_those_without),
    CLAIM(cores_without_a_numa_node_are_a_domain_in_each_package),
    CLAIM(dram_is_the_memory_of_a_core),
    CLAIM(truncated_files_are_refused),
    CLAIM(damaged_files_do_no_harm),
    CLAIM(masks_are_read_back),
    CLAIM(memory_is_what_the_cgroups_leave),
    CLAIM(the_least_quota_of_all_groups_above_counts),
    CLAIM(groups_of_version_1_are_read_as_well),
    CLAIM(a_group_that_cannot_be_seen_is_said_to_be_unknown),
    CLAIM(a_quota_bounds_workers_and_is_told),
    CLAIM(a_topology_is_shown_within_100_columns),
    CLAIM(json_is_a_list_with_names_first),
    CLAIM(another_node_makes_the_same_table_of_a_record),
    CU_TEST_INFO_NULL,
};
