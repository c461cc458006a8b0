/* SPDX-License-Identifier: BSD-3-Clause
 * test_launch_room.c - what a killed launch leaves is removed, and nothing else.
 */
#include "tests.h"

#include "launch_room.h"
#include "launch_sweep.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static char base[64];

static const char *in_base(const char *name)
{
    static char path[512];
    snprintf(path, sizeof path, "%s/%s", base, name);
    return path;
}

static void make_base(void)
{
    snprintf(base, sizeof base, "/tmp/rxt-test-XXXXXX");
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(base));
}

static int make_file(const char *name, size_t n_bytes)
{
    const int fd = open(in_base(name), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    CU_ASSERT_FATAL(fd >= 0 && ftruncate(fd, (off_t)n_bytes) == 0);
    return fd;
}

static bool is_there(const char *name)
{
    struct stat st;
    return lstat(in_base(name), &st) == 0;
}

static void a_folder_that_no_rxt_holds_is_swept_with_all_in_it(void)
{
    make_base();
    mkdir(in_base(RXT_ROOM_NAME "dead00"), 0700);
    mkdir(in_base(RXT_ROOM_NAME "dead00/a"), 0700);
    mkdir(in_base(RXT_ROOM_NAME "live00"), 0700);
    mkdir(in_base("kept"), 0700);
    close(make_file("kept/file", 1));
    close(make_file(RXT_ROOM_NAME "dead00/a/file", 1));
    char kept[512];
    snprintf(kept, sizeof kept, "%s", in_base("kept"));
    CU_ASSERT_EQUAL(symlink(kept, in_base(RXT_ROOM_NAME "dead00/a/link")), 0);
    CU_ASSERT_EQUAL(symlink(kept, in_base(RXT_ROOM_NAME "link00")), 0);
    const int lock = open(in_base(RXT_ROOM_NAME "live00"), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    CU_ASSERT_EQUAL(flock(lock, LOCK_EX), 0);
    rxt_sweep_rooms(base);
    CU_ASSERT_FALSE(is_there(RXT_ROOM_NAME "dead00"));
    CU_ASSERT_TRUE(is_there(RXT_ROOM_NAME "live00"));
    CU_ASSERT_TRUE(is_there("kept/file"));
    close(lock);
    rxt_sweep_folder(base);
    CU_ASSERT_FALSE(is_there(""));
}

static void files_of_mpich_and_openmp_that_nobody_holds_are_swept(void)
{
    make_base();
    const time_t now = time(NULL);
    const int fd = make_file("mpich_shar_tmpMAPPED", 4096);
    void *memory = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
    CU_ASSERT_PTR_NOT_EQUAL(memory, MAP_FAILED);
    close(fd);
    close(make_file("mpich_shar_tmpLEFT", 4096));
    close(make_file("another", 4096));
    char mine[64];
    snprintf(mine, sizeof mine, "__KMP_REGISTERED_LIB_%d_0", (int)getpid());
    close(make_file(mine, 16));
    close(make_file("__KMP_REGISTERED_LIB_1999999999_0", 16)); /* beyond any process */
    rxt_sweep_files(base, now + 3600);
    CU_ASSERT_TRUE(is_there("mpich_shar_tmpLEFT")); /* older than the launch */
    rxt_sweep_files(base, now - 3600);
    CU_ASSERT_FALSE(is_there("mpich_shar_tmpLEFT"));
    CU_ASSERT_TRUE(is_there("mpich_shar_tmpMAPPED"));
    CU_ASSERT_TRUE(is_there("another"));
    CU_ASSERT_TRUE(is_there(mine));
    CU_ASSERT_FALSE(is_there("__KMP_REGISTERED_LIB_1999999999_0"));
    munmap(memory, 4096);
    rxt_sweep_folder(base);
}

static void mpi_is_told_of_the_folders_unless_the_user_named_others(void)
{
    struct rxt_room room = {.part = {{"/s", -1}, {"/f", -1}}};
    setenv("UCX_POSIX_DIR", "/mine", 1);
    rxt_room_environ(&room);
    CU_ASSERT_STRING_EQUAL(getenv("OMPI_MCA_btl_vader_backing_directory"), "/s");
    CU_ASSERT_STRING_EQUAL(getenv("OMPI_MCA_orte_tmpdir_base"), "/f");
    CU_ASSERT_STRING_EQUAL(getenv("UCX_POSIX_DIR"), "/mine");
    static const char *const names[] = {"OMPI_MCA_btl_vader_backing_directory",
                                        "OMPI_MCA_btl_sm_backing_directory",
                                        "OMPI_MCA_osc_rdma_backing_directory",
                                        "OMPI_MCA_osc_sm_backing_directory",
                                        "OMPI_MCA_orte_tmpdir_base",
                                        "PRTE_MCA_prte_tmpdir_base",
                                        "UCX_POSIX_DIR"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        unsetenv(names[i]);
    }
}

static void folders_are_made_for_this_host_and_removed(void)
{
    struct rxt_room room = {0};
    struct stat st;
    make_base();
    setenv("TMPDIR", base, 1);
    rxt_room_open(&room, &rxt_launcher_openmpi, false);
    CU_ASSERT_PTR_EQUAL(strstr(room.part[RXT_ROOM_FILES].path, base), room.part[RXT_ROOM_FILES].path);
    CU_ASSERT_EQUAL(stat(room.part[RXT_ROOM_FILES].path, &st), 0);
    rxt_sweep_rooms(base); /* as another rxt may */
    CU_ASSERT_EQUAL(stat(room.part[RXT_ROOM_FILES].path, &st), 0);
    rxt_room_close(&room, true);
    CU_ASSERT_NOT_EQUAL(stat(room.part[RXT_ROOM_FILES].path, &st), 0);
    room = (struct rxt_room){0};
    rxt_room_open(&room, &rxt_launcher_openmpi, true); /* ranks elsewhere would not find them */
    CU_ASSERT_STRING_EQUAL(room.part[RXT_ROOM_FILES].path, "");
    rxt_room_close(&room, true);
    unsetenv("TMPDIR");
    rmdir(base);
}

CU_TestInfo test_launch_room[] = {
    CLAIM(a_folder_that_no_rxt_holds_is_swept_with_all_in_it),
    CLAIM(files_of_mpich_and_openmp_that_nobody_holds_are_swept),
    CLAIM(mpi_is_told_of_the_folders_unless_the_user_named_others),
    CLAIM(folders_are_made_for_this_host_and_removed),
    CU_TEST_INFO_NULL,
};
