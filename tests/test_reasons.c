/* SPDX-License-Identifier: BSD-3-Clause
 * test_reasons.c - the reason that is given is the one that holds, in the words of what was used.
 */
#include "tests.h"

#include "launch.h"
#include "gang.h"
#include "team_state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *advice_of(const struct rxt_launcher *launcher)
{
    static char text[160];
    text[0] = '\0';
    launcher->ranks->advise(4, text, sizeof text);
    return text;
}

static void a_narrow_mask_is_widened_by_the_options_of_its_launcher(void)
{
    const char *text = advice_of(&rxt_launcher_openmpi);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "--map-by slot:PE=4 --bind-to core"));
    CU_ASSERT_PTR_EQUAL(rxt_launcher_openmpi5.ranks, rxt_launcher_openmpi.ranks);
    text = advice_of(&rxt_launcher_mpich);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, " -bind-to core:4"));
    CU_ASSERT_PTR_NULL(strstr(text, "--"));
    text = advice_of(&rxt_launcher_srun);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "--cpus-per-task=4"));
    CU_ASSERT_PTR_NULL(strstr(text, "bind-to"));
}

static void the_limit_that_holds_is_blamed_for_too_few_threads(void)
{
    CU_ASSERT_EQUAL(rxt_gang_refuse(1, 4, 1000, 0), RXT_E_ABSENT);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "1 of 4"));
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "OMP_MAX_ACTIVE_LEVELS"));
    CU_ASSERT_EQUAL(rxt_gang_refuse(2, 4, 2, 1), RXT_E_ABSENT);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "OMP_THREAD_LIMIT"));
    CU_ASSERT_EQUAL(rxt_gang_refuse(2, 4, 1000, 1), RXT_E_ABSENT);
    CU_ASSERT_PTR_NULL(strstr(rxt_reason(), "OMP_"));
}

static const char *reason_of_hosts(const char *file)
{
    CU_ASSERT_EQUAL(rxt_hostfile_check(file), RXT_E_INPUT);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), file));
    return rxt_reason();
}

static void a_file_of_hosts_that_is_none_is_refused_before_the_launch(void)
{
    char folder[] = "/tmp/rxt-test-XXXXXX", file[64];
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
    snprintf(file, sizeof file, "%s/hosts", folder);
    CU_ASSERT_PTR_NOT_NULL(strstr(reason_of_hosts(file), "cannot be read: No such file"));
    CU_ASSERT_PTR_NOT_NULL(strstr(reason_of_hosts(folder), "is no file"));
    FILE *hosts = fopen(file, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(hosts);
    fclose(hosts);
    CU_ASSERT_PTR_NOT_NULL(strstr(reason_of_hosts(file), "is empty"));
    hosts = fopen(file, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(hosts);
    fputs("localhost\n", hosts);
    fclose(hosts);
    CU_ASSERT_EQUAL(rxt_hostfile_check(file), RXT_OK);
    CU_ASSERT_EQUAL(rxt_hostfile_check(NULL), RXT_OK);
    unlink(file);
    rmdir(folder);
}

static void the_file_of_hosts_that_was_named_goes_before_that_of_the_environment(void)
{
    unsetenv("RXT_HOSTFILE");
    CU_ASSERT_PTR_NULL(rxt_hostfile(NULL));
    setenv("RXT_HOSTFILE", "", 1);
    CU_ASSERT_PTR_NULL(rxt_hostfile(NULL));
    setenv("RXT_HOSTFILE", "theirs", 1);
    CU_ASSERT_STRING_EQUAL(rxt_hostfile(NULL), "theirs");
    CU_ASSERT_STRING_EQUAL(rxt_hostfile("mine"), "mine");
    unsetenv("RXT_HOSTFILE");
}

static void programs_are_found_without_a_path(void)
{
    char found[4096], before[8192];
    const char *path = getenv("PATH");
    snprintf(before, sizeof before, "%s", path ? path : "");
    unsetenv("PATH");
    CU_ASSERT_TRUE(rxt_program_find("sh", found, sizeof found));
    CU_ASSERT_EQUAL(access(found, X_OK), 0);
    CU_ASSERT_TRUE(strncmp(found, "/bin/", 5) != 0 ||
                   access("/usr/bin/sh", X_OK) != 0); /* a link is followed */
    setenv("PATH", "", 1);
    CU_ASSERT_TRUE(rxt_program_find("sh", found, sizeof found));
    if (path) {
        setenv("PATH", before, 1);
    }
}

CU_TestInfo test_reasons[] = {
    CLAIM(a_narrow_mask_is_widened_by_the_options_of_its_launcher),
    CLAIM(the_limit_that_holds_is_blamed_for_too_few_threads),
    CLAIM(a_file_of_hosts_that_is_none_is_refused_before_the_launch),
    CLAIM(the_file_of_hosts_that_was_named_goes_before_that_of_the_environment),
    CLAIM(programs_are_found_without_a_path),
    CU_TEST_INFO_NULL,
};
