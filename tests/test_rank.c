/* SPDX-License-Identifier: BSD-3-Clause
 * test_rank.c - who is a rank: by its parents in pretended process tables, not by its variables.
 */
#include "tests.h"

#include "machine_process.h"
#include "launch_place.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static char table[64];

static const char *const variables[] = {"OMPI_COMM_WORLD_RANK",
                                        "OMPI_COMM_WORLD_LOCAL_RANK",
                                        "OMPI_COMM_WORLD_SIZE",
                                        "OMPI_COMM_WORLD_LOCAL_SIZE",
                                        "PMI_RANK",
                                        "PMI_SIZE",
                                        "MPI_LOCALRANKID",
                                        "MPI_LOCALNRANKS",
                                        "PMIX_RANK",
                                        "PMI_FD",
                                        "PMI_PORT",
                                        "PMIX_NAMESPACE",
                                        "PMIX_SERVER_TMPDIR",
                                        "SLURM_PROCID",
                                        "SLURM_LOCALID",
                                        "SLURM_STEP_NUM_TASKS",
                                        "SLURM_STEP_NUM_NODES"};

static void begin(void)
{
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        unsetenv(variables[i]);
    }
    snprintf(table, sizeof table, "/tmp/rxt-table.XXXXXX");
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(table));
}

static void end(void)
{
    char command[128];
    snprintf(command, sizeof command, "rm -r %s", table);
    CU_ASSERT_EQUAL(system(command), 0);
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        unsetenv(variables[i]);
    }
}

static void write_text(const char *name, int pid, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%d/%s", table, pid, name);
    FILE *file = fopen(path, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fputs(text, file);
    fclose(file);
}

/* A process of the table; title and input may be NULL. */
static void add(int pid, const char *name, int parent, int group, int terminal, const char *title,
                const char *input)
{
    char path[256], text[256];
    snprintf(path, sizeof path, "%s/%d", table, pid);
    CU_ASSERT_EQUAL(mkdir(path, 0700), 0);
    snprintf(text, sizeof text, "%d (%s) S %d %d 1 %d -1 4194560 1 2 3\n", pid, name, parent, group,
             terminal);
    write_text("stat", pid, text);
    if (title) {
        write_text("cmdline", pid, title);
    }
    if (input) {
        snprintf(path, sizeof path, "%s/%d/fd", table, pid);
        CU_ASSERT_EQUAL(mkdir(path, 0700), 0);
        snprintf(path, sizeof path, "%s/%d/fd/0", table, pid);
        CU_ASSERT_EQUAL(symlink(input, path), 0);
    }
}

static void set_slurm(void)
{
    setenv("SLURM_PROCID", "3", 1);
    setenv("SLURM_LOCALID", "1", 1);
    setenv("SLURM_STEP_NUM_TASKS", "4", 1);
    setenv("SLURM_STEP_NUM_NODES", "2", 1);
}

static void set_openmpi(void)
{
    setenv("OMPI_COMM_WORLD_RANK", "3", 1);
    setenv("OMPI_COMM_WORLD_LOCAL_RANK", "1", 1);
    setenv("OMPI_COMM_WORLD_SIZE", "4", 1);
    setenv("OMPI_COMM_WORLD_LOCAL_SIZE", "2", 1);
}

static void set_hydra(void)
{
    setenv("PMI_RANK", "3", 1);
    setenv("PMI_SIZE", "4", 1);
    setenv("MPI_LOCALRANKID", "1", 1);
    setenv("MPI_LOCALNRANKS", "2", 1);
}

static void is_third_of_four(struct rxt_rank rank, const char *launcher)
{
    CU_ASSERT_TRUE(rank.is_one);
    CU_ASSERT_EQUAL(rank.rank, 3);
    CU_ASSERT_EQUAL(rank.local_rank, 1);
    CU_ASSERT_EQUAL(rank.n_ranks, 4);
    CU_ASSERT_EQUAL(rank.n_nodes, 2);
    CU_ASSERT_STRING_EQUAL(rank.launcher ? rank.launcher : "", launcher);
}

static void a_child_of_a_launcher_is_a_rank(void)
{
    static const struct {
        const char *parent, *launcher;
        void (*set)(void);
    } launchers[] = {{"mpirun", "mpirun", set_openmpi},  {"orted", "mpirun", set_openmpi},
                     {"prted", "mpirun", set_openmpi},   {"mpirun.openmpi", "mpirun", set_openmpi},
                     {"mpiexec", "mpirun", set_openmpi}, {"hydra_pmi_proxy", "mpiexec", set_hydra},
                     {"slurmstepd", "srun", set_slurm}};
    for (size_t i = 0; i < sizeof launchers / sizeof *launchers; i++) {
        begin();
        launchers[i].set();
        add(1, "init", 0, 1, 0, NULL, NULL);
        add(20, launchers[i].parent, 1, 20, 0, "slurmstepd: [7.0]", NULL);
        add(30, "rxt", 20, 30, 0, NULL, NULL);
        const struct rxt_rank rank = rxt_rank_of(table, 30);
        is_third_of_four(rank, launchers[i].launcher);
        CU_ASSERT_TRUE(rank.is_seen);
        end();
    }
}

/* On a terminal, too, and where a program in between makes a process group, as timeout does. */
static void scripts_in_between_hide_no_launcher(void)
{
    begin();
    set_openmpi();
    add(1, "init", 0, 1, 0, NULL, NULL);
    add(10, "bash", 1, 10, 34816, NULL, "/dev/pts/0");
    add(20, "mpirun", 10, 20, 34816, NULL, "/dev/pts/0");
    add(30, "sh", 20, 30, 34816, NULL, "pipe:[5]");
    add(40, "timeout", 30, 40, 34816, NULL, "pipe:[5]");
    add(50, "a (b) c", 40, 40, 34816, NULL, "pipe:[5]");
    add(60, "rxt", 50, 40, 34816, NULL, "pipe:[5]");
    is_third_of_four(rxt_rank_of(table, 60), "mpirun");
    end();
}

static void a_shell_on_a_terminal_in_a_step_is_no_rank(void)
{
    begin();
    set_slurm();
    set_hydra();
    add(1, "init", 0, 1, 0, NULL, NULL);
    add(10, "slurmstepd", 1, 10, 0, "slurmstepd: [7.0]", NULL);
    add(20, "bash", 10, 20, 34816, NULL, "/dev/pts/0");
    add(30, "rxt", 20, 30, 34816, NULL, "/dev/pts/0");
    add(31, "sh", 20, 31, 34816, NULL, "/dev/pts/0");
    add(40, "rxt", 31, 31, 34816, NULL, "/dev/pts/0");
    CU_ASSERT_FALSE(rxt_rank_of(table, 30).is_one);
    CU_ASSERT_FALSE(rxt_rank_of(table, 40).is_one); /* a script that was typed into it */
    CU_ASSERT_EQUAL(rxt_rank_of(table, 40).local_rank, -1);
    end();
}

static void a_batch_script_is_no_rank(void)
{
    begin();
    set_slurm();
    add(1, "init", 0, 1, 0, NULL, NULL);
    add(10, "slurmstepd", 1, 10, 0, "slurmstepd: [7.batch]", NULL);
    add(20, "slurm_script", 10, 20, 0, NULL, NULL);
    add(30, "rxt", 20, 20, 0, NULL, NULL);
    CU_ASSERT_FALSE(rxt_rank_of(table, 30).is_one);
    end();
}

static void variables_that_are_left_over_make_no_rank(void)
{
    begin();
    set_openmpi();
    set_hydra();
    set_slurm();
    add(1, "init", 0, 1, 0, NULL, NULL);
    add(20, "bash", 1, 20, 0, NULL, NULL);
    add(30, "rxt", 20, 20, 0, NULL, NULL);
    CU_ASSERT_FALSE(rxt_rank_of(table, 30).is_one);
    CU_ASSERT_PTR_NULL(rxt_rank_of(table, 30).launcher);
    end();
}

static void a_launcher_that_set_no_variables_started_no_rank(void)
{
    begin();
    add(1, "init", 0, 1, 0, NULL, NULL);
    add(20, "mpirun", 1, 20, 0, NULL, NULL); /* a script of that name */
    add(30, "rxt", 20, 20, 0, NULL, NULL);
    CU_ASSERT_FALSE(rxt_rank_of(table, 30).is_one);
    end();
}

static void where_parents_are_hidden_variables_decide(void)
{
    begin();
    CU_ASSERT_FALSE(rxt_rank_of(table, 30).is_one);
    set_openmpi();
    is_third_of_four(rxt_rank_of(table, 30), "mpirun");
    CU_ASSERT_FALSE(rxt_rank_of(table, 30).is_seen);
    add(30, "rxt", 20, 20, 0, NULL, NULL); /* its parent is another user's, and /proc hides those */
    is_third_of_four(rxt_rank_of(table, 30), "mpirun");
    end();
    begin();
    set_slurm(); /* a batch script has them, too */
    CU_ASSERT_FALSE(rxt_rank_of(table, 30).is_one);
    setenv("PMIX_RANK", "3", 1);
    is_third_of_four(rxt_rank_of(table, 30), "srun");
    end();
}

/* The process table of a container: it begins with a process of its own. */
static void add_container(const char *namespace)
{
    char path[256];
    begin();
    add(1, "sh", 0, 1, 0, NULL, NULL);
    add(30, "rxt", 1, 1, 0, NULL, NULL);
    snprintf(path, sizeof path, "%s/self", table);
    CU_ASSERT_EQUAL(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/self/ns", table);
    CU_ASSERT_EQUAL(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/self/ns/pid", table);
    CU_ASSERT_EQUAL(symlink(namespace, path), 0);
}

static void in_a_container_variables_decide_while_the_launcher_listens(void)
{
    int door[2];
    char fd[16];
    CU_ASSERT_EQUAL_FATAL(socketpair(AF_UNIX, SOCK_STREAM, 0, door), 0);
    snprintf(fd, sizeof fd, "%d", door[0]);
    add_container("pid:[4026532001]");
    set_hydra();
    CU_ASSERT_FALSE(rxt_rank_of(table, 30).is_one); /* left over */
    setenv("PMI_FD", fd, 1);
    is_third_of_four(rxt_rank_of(table, 30), "mpiexec");
    CU_ASSERT_FALSE(rxt_rank_of(table, 30).is_seen);
    close(door[0]);
    close(door[1]);
    CU_ASSERT_FALSE(rxt_rank_of(table, 30).is_one);
    end();
    add_container("pid:[4026532001]");
    set_openmpi();
    setenv("PMIX_NAMESPACE", "1", 1);
    setenv("PMIX_SERVER_TMPDIR", table, 1);
    is_third_of_four(rxt_rank_of(table, 30), "mpirun");
    setenv("PMIX_SERVER_TMPDIR", "/proc/self/none", 1);
    CU_ASSERT_FALSE(rxt_rank_of(table, 30).is_one);
    end();
    add_container("pid:[4026531836]"); /* the machine's own */
    set_openmpi();
    setenv("PMIX_NAMESPACE", "1", 1);
    CU_ASSERT_FALSE(rxt_rank_of(table, 30).is_one);
    end();
}

static void what_a_launch_gets_has_no_variables_of_a_rank(void)
{
    begin();
    set_openmpi();
    setenv("PMIX_SERVER_URI41", "1.0;tcp4://127.0.0.1:1", 1);
    setenv("OMPI_MCA_pml", "ob1", 1);
    rxt_rank_forget();
    CU_ASSERT_PTR_NULL(getenv("OMPI_COMM_WORLD_RANK"));
    CU_ASSERT_PTR_NULL(getenv("OMPI_COMM_WORLD_LOCAL_SIZE"));
    CU_ASSERT_PTR_NULL(getenv("PMIX_SERVER_URI41"));
    CU_ASSERT_PTR_NOT_NULL(getenv("OMPI_MCA_pml")); /* a user's own */
    unsetenv("OMPI_MCA_pml");
    end();
}

static void parents_are_found_by_name(void)
{
    static const char *const salloc[] = {"srun", "salloc", NULL}, *const other[] = {"sal", NULL};
    begin();
    add(1, "init", 0, 1, 0, NULL, NULL);
    add(10, "salloc", 1, 10, 0, NULL, NULL);
    add(30, "rxt", 10, 10, 0, NULL, NULL);
    CU_ASSERT_TRUE(rxt_process_is_below(table, 30, salloc));
    CU_ASSERT_FALSE(rxt_process_is_below(table, 30, other));
    end();
}

static void a_launchers_own_processes_are_known_by_name(void)
{
    CU_ASSERT_TRUE(rxt_is_launchers("orted"));
    CU_ASSERT_TRUE(rxt_is_launchers("prted"));
    CU_ASSERT_TRUE(rxt_is_launchers("hydra_pmi_proxy"));
    CU_ASSERT_TRUE(rxt_is_launchers("hydra_bstrap_pr"));
    CU_ASSERT_TRUE(rxt_is_launchers("slurmstepd"));
    CU_ASSERT_FALSE(rxt_is_launchers("lmp"));
}

CU_TestInfo test_rank[] = {
    CLAIM(a_launchers_own_processes_are_known_by_name),
    CLAIM(a_child_of_a_launcher_is_a_rank),
    CLAIM(scripts_in_between_hide_no_launcher),
    CLAIM(a_shell_on_a_terminal_in_a_step_is_no_rank),
    CLAIM(a_batch_script_is_no_rank),
    CLAIM(variables_that_are_left_over_make_no_rank),
    CLAIM(a_launcher_that_set_no_variables_started_no_rank),
    CLAIM(where_parents_are_hidden_variables_decide),
    CLAIM(in_a_container_variables_decide_while_the_launcher_listens),
    CLAIM(what_a_launch_gets_has_no_variables_of_a_rank),
    CLAIM(parents_are_found_by_name),
    CU_TEST_INFO_NULL,
};
