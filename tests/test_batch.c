/* SPDX-License-Identifier: BSD-3-Clause
 * test_batch.c - what a batch system says of a job, in pretended environments.
 */
#include "tests.h"

#include "study_state.h"

#include "fresh.h"
#include "launch.h"
#include "launch_batch.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64], nodes[128], before[4096];

static void forget(void)
{
    static const char *const names[] = {"SLURM_JOB_ID", "SLURM_JOBID",       "PBS_JOBID",
                                        "PBS_NODEFILE", "PBS_NUM_PPN",       "LSB_JOBID",
                                        "LSB_HOSTS",    "LSB_DJOB_HOSTFILE", "RXT_HOSTFILE"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        unsetenv(names[i]);
    }
}

static void write_file(const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fputs(text, file);
    fclose(file);
    CU_ASSERT_EQUAL(chmod(path, 0700), 0);
}

/* A folder with a file of nodes, and a program of the batch system that answers so. */
static void begin(const char *lines, const char *program, const char *answer)
{
    char text[512], path[4200];
    forget();
    snprintf(folder, sizeof folder, "/tmp/rxt-batch.XXXXXX");
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
    write_file("nodes", lines);
    snprintf(nodes, sizeof nodes, "%s/nodes", folder);
    snprintf(text, sizeof text, "#!/bin/sh\ncat <<'END'\n%s\nEND\n", answer);
    write_file(program, text);
    snprintf(before, sizeof before, "%s", getenv("PATH"));
    snprintf(path, sizeof path, "%s:%s", folder, before);
    setenv("PATH", path, 1);
}

static void end(void)
{
    char command[128];
    setenv("PATH", before, 1);
    snprintf(command, sizeof command, "rm -r %s", folder);
    CU_ASSERT_EQUAL(system(command), 0);
    forget();
}

static void pbs_tells_nodes_by_a_file_and_time_by_qstat(void)
{
    struct rxt_job job;
    begin("a\na\nb\nb\n", "qstat",
          "Job Id: 7.server\n    Resource_List.walltime = 01:00:00\n    resources_used.walltime = 00:10:01");
    setenv("PBS_JOBID", "7.server", 1);
    setenv("PBS_NODEFILE", nodes, 1);
    rxt_job_read(&job);
    CU_ASSERT_TRUE(job.is_one);
    CU_ASSERT_STRING_EQUAL(job.id, "7.server");
    CU_ASSERT_EQUAL(job.n_nodes, 2);
    CU_ASSERT_EQUAL(job.cpus_per_node, 0); /* a line may be a process of several CPUs */
    CU_ASSERT_PTR_NOT_NULL(strstr(job.absent, "the CPUs of each node"));
    CU_ASSERT_DOUBLE_EQUAL(job.left_s, 2999.0, 0.0);
    CU_ASSERT_STRING_EQUAL(job.left_from, "qstat");
    setenv("PBS_NUM_PPN", "2", 1); /* Torque's: lines are CPUs */
    rxt_job_read(&job);
    CU_ASSERT_EQUAL(job.cpus_per_node, 2);
    CU_ASSERT_STRING_EQUAL(job.absent, "");
    CU_ASSERT_FALSE(rxt_job_is_elsewhere());
    end();
}

static void lsf_tells_nodes_and_slots_by_a_file_and_time_by_bjobs(void)
{
    struct rxt_job job;
    begin("a\na\nb\na\n", "bjobs", "1:05 L");
    setenv("LSB_JOBID", "42", 1);
    setenv("LSB_DJOB_HOSTFILE", nodes, 1);
    rxt_job_read(&job);
    CU_ASSERT_EQUAL(job.n_nodes, 2);
    CU_ASSERT_EQUAL(job.cpus_per_node, 1);
    CU_ASSERT_EQUAL(rxt_job_cpus(job.cpus, 0), 3);
    CU_ASSERT_DOUBLE_EQUAL(job.left_s, 3900.0, 0.0);
    write_file("bjobs", "#!/bin/sh\necho -\n");
    rxt_job_read(&job);
    CU_ASSERT_TRUE(isnan(job.left_s)); /* no limit that is told is none that is known */
    CU_ASSERT_PTR_NOT_NULL(strstr(job.absent, "bjobs"));
    end();
}

/* As text, of a value of a header. */
static bool header_says(json_t *value, const char *key, const char *text)
{
    const char *said = json_string_value(json_object_get(value, key));
    return said && !strcmp(said, text);
}

static void a_header_names_the_batch_system_and_how_it_was_asked(void)
{
    struct rxt_header *header = NULL;
    struct rxt_study_spec spec = {.folder = "x", .n_rounds = 1, .terms = {.n_reps = 1}};
    const struct rxt_way way = {0};
    begin("a\na\n", "qstat", "");
    setenv("PBS_JOBID", "7.server", 1);
    setenv("PBS_QUEUE", "long", 1);
    setenv("PBS_NODEFILE", nodes, 1);
    setenv("PBS_TOKEN", "secret", 1);
    rxt_job_read(&spec.job);
    CU_ASSERT_EQUAL_FATAL(rxt_header_make(&spec, &way, &header), RXT_OK);
    CU_ASSERT_TRUE(header_says(header->job, "batch", "PBS"));
    CU_ASSERT_TRUE(header_says(header->job, "id", "7.server"));
    CU_ASSERT_TRUE(header_says(header->environment, "PBS_JOBID", "7.server"));
    CU_ASSERT_TRUE(header_says(header->environment, "PBS_QUEUE", "long"));
    CU_ASSERT_PTR_NULL(json_object_get(header->environment, "PBS_TOKEN"));
    rxt_header_close(header);
    unsetenv("PBS_QUEUE");
    unsetenv("PBS_TOKEN");
    end();
}

static void a_file_of_nodes_is_given_to_mpirun_where_it_names_several(void)
{
    const struct rxt_layout layout = {2, 1, 1, RXT_BY_SPREAD};
    begin("a\nb\n", "qstat", "");
    CU_ASSERT_PTR_NULL(rxt_hostfile(NULL));
    CU_ASSERT_FALSE(rxt_hosts_known(rxt_hostfile(NULL)));
    setenv("PBS_JOBID", "7", 1);
    setenv("PBS_NODEFILE", nodes, 1);
    CU_ASSERT_STRING_EQUAL(rxt_hostfile(NULL), nodes);
    CU_ASSERT_STRING_EQUAL(rxt_hostfile("mine"), "mine");
    CU_ASSERT_TRUE(rxt_hosts_known(rxt_hostfile(NULL)));
    struct rxt_words words = {0};
    const struct rxt_launch launch = {
        .layout = layout, .way = {.launcher = &rxt_launcher_openmpi, .hostfile = rxt_hostfile(NULL)}};
    rxt_launcher_openmpi.command(&words, "mpirun", &launch);
    CU_ASSERT_EQUAL_FATAL(words.n, 9);
    CU_ASSERT_STRING_EQUAL(words.word[3], "--hostfile");
    CU_ASSERT_STRING_EQUAL(words.word[4], nodes);
    rxt_words_free(&words);
    write_file("nodes", "a\na\n"); /* this host alone: its own cores are the slots */
    CU_ASSERT_PTR_NULL(rxt_hostfile(NULL));
    CU_ASSERT_FALSE(rxt_hosts_known(NULL));
    end();
}

static void the_old_name_of_a_job_is_left_over_too(void)
{
    char why[256] = "";
    begin("", "squeue", "");
    setenv("SLURM_JOBID", "7", 1);
    CU_ASSERT_TRUE(rxt_job_forget_stale(why, sizeof why));
    CU_ASSERT_PTR_NOT_NULL(strstr(why, "SLURM_JOBID is 7, and squeue tells of no such job that runs"));
    CU_ASSERT_PTR_NULL(getenv("SLURM_JOBID"));
    end();
}

static void a_job_whose_file_of_nodes_is_not_here_is_over(void)
{
    char why[256] = "", absent[64];
    begin("a\n", "qstat", "");
    setenv("PBS_JOBID", "7", 1);
    setenv("PBS_NODEFILE", nodes, 1);
    CU_ASSERT_FALSE(rxt_job_forget_stale(why, sizeof why));
    setenv("PBS_NODEFILE", fresh_path(absent, sizeof absent, "nodes"), 1);
    setenv("PBS_SERVER", "a site's own", 1);
    CU_ASSERT_TRUE(rxt_job_forget_stale(why, sizeof why));
    CU_ASSERT_PTR_NOT_NULL(strstr(why, "PBS_JOBID is 7, and its file of nodes is not here (PBS_NODEFILE)"));
    CU_ASSERT_PTR_NULL(getenv("PBS_JOBID"));
    CU_ASSERT_PTR_NULL(getenv("PBS_NODEFILE"));
    CU_ASSERT_PTR_NOT_NULL(getenv("PBS_SERVER"));
    unsetenv("PBS_SERVER");
    end();
}

static void slots_are_counted_as_slurm_writes_them(void)
{
    const char *slots = "";
    begin("a\na\nb\nb\n\nc\n", "qstat", "");
    CU_ASSERT_EQUAL(rxt_nodefile_count(nodes, &slots), 3);
    CU_ASSERT_STRING_EQUAL(slots, "2(x2),1");
    CU_ASSERT_EQUAL(rxt_nodefile_count(NULL, &slots), 0);
    CU_ASSERT_PTR_NULL(slots);
    end();
}

CU_TestInfo test_batch[] = {
    CLAIM(a_header_names_the_batch_system_and_how_it_was_asked),
    CLAIM(pbs_tells_nodes_by_a_file_and_time_by_qstat),
    CLAIM(lsf_tells_nodes_and_slots_by_a_file_and_time_by_bjobs),
    CLAIM(a_file_of_nodes_is_given_to_mpirun_where_it_names_several),
    CLAIM(the_old_name_of_a_job_is_left_over_too),
    CLAIM(a_job_whose_file_of_nodes_is_not_here_is_over),
    CLAIM(slots_are_counted_as_slurm_writes_them),
    CU_TEST_INFO_NULL,
};
