/* SPDX-License-Identifier: BSD-3-Clause
 * preload_account.c - how long a program is inside of MPI: librxt-pmpi.so, for LD_PRELOAD.
 *
 * One library for every MPI, without its mpi.h: all arguments of MPI are integers or pointers, and surplus ones do no harm in
 * the calling conventions of x86-64 and AArch64, so each call is passed on with as many as the longest has. C, Fortran's
 * mpif.h and `use mpi` (mpi_send_), and mpi_f08 (mpi_send_f08_) have symbols of their own, of which some call others: the
 * outermost counts. Nothing is written at the end: see mpi_account.h.
 */
#include "mpi_account.h"
#include "preload_calls.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define PARAMS                                                                                               \
    long a, long b, long c, long d, long e, long f, long g, long h, long i, long j, long k, long l, long m,  \
        long n
#define ARGS a, b, c, d, e, f, g, h, i, j, k, l, m, n

typedef long (*mpi_fn)(PARAMS);

#define EXPORT __attribute__((visibility("default")))
#define FAST   __thread __attribute__((tls_model("initial-exec")))

static struct rxt_mpi_account *account; /* NULL: nothing is noted */
static int is_stamp;
static FAST int depth;
static FAST struct rxt_mpi_slot *own;
static struct rxt_mpi_slot nowhere; /* of threads that found no slot, and without an account */

/* mpi4py and its like open their MPI for themselves alone, where RTLD_NEXT does not look. */
static void *find_opened(const char *name)
{
    static const char *const libraries[] = {
        "libmpi.so.40",      "libmpi.so.12",       "libmpich.so.12",
        "libmpi_cray.so.12", "libmpi_mpifh.so.40", "libmpi_usempif08.so.40",
        "libmpifort.so.12",  "libmpichfort.so.12", NULL};
    void *found = NULL;
    for (size_t i = 0; libraries[i] && !found; i++) {
        void *library = dlopen(libraries[i], RTLD_NOLOAD | RTLD_LAZY);
        found = library ? dlsym(library, name) : NULL;
    }
    return found;
}

static mpi_fn find(const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);
    found = found ? found : find_opened(name);
    found = found
                ? found
                : dlsym(RTLD_NEXT, name + 1); /* mpi_f08 of MPICH has no other name, and calls C's beneath */
    if (!found) {                             /* somebody called it, and there is nothing to go on with */
        static const char text[] = "rxt: librxt-pmpi.so: no MPI that is loaded has ";
        (void)!write(STDERR_FILENO, text, sizeof text - 1);
        (void)!write(STDERR_FILENO, name, strlen(name));
        (void)!write(STDERR_FILENO, "; --no-preload leaves it out\n", 29);
        _exit(127);
    }
    mpi_fn function;
    memcpy(&function, &found, sizeof function);
    return function;
}

static struct rxt_mpi_slot *slot(void)
{
    if (!own) {
        const uint32_t at = account ? __atomic_fetch_add(&account->n_slots, 1, __ATOMIC_RELAXED) : UINT32_MAX;
        own = at < RXT_MPI_ACCOUNT_SLOTS ? &account->slot[at] : &nowhere;
        if (own != &nowhere) {
            own->pid = getpid();
        }
    }
    return own;
}

/* A child that does not become another program writes into its own slots. */
static void leave_parent(void)
{
    own = NULL;
}

__attribute__((constructor)) static void open_account(void)
{
    const char *word = getenv(RXT_MPI_ACCOUNT_FD);
    char *end = NULL;
    const long fd = word ? strtol(word, &end, 10) : -1;
    if (fd < 0 || *end) {
        return;
    }
    void *there = mmap(NULL, sizeof *account, PROT_READ | PROT_WRITE, MAP_SHARED, (int)fd, 0);
    if (there != MAP_FAILED && ((struct rxt_mpi_account *)there)->magic == RXT_MPI_ACCOUNT_MAGIC) {
        account = there;
        __atomic_fetch_add(&account->n_loaded, 1, __ATOMIC_RELAXED);
        is_stamp = rxt_tick_is_stamp();
        pthread_atfork(NULL, NULL, leave_parent);
    }
}

static void note(enum rxt_mpi_kind kind, uint64_t begin)
{
    struct rxt_mpi_slot *at = slot();
    at->ticks[kind] += rxt_tick(is_stamp) - begin;
    at->calls[kind]++;
}

#define WRAP(symbol, real_symbol, kind)                                                                      \
    EXPORT long symbol(PARAMS);                                                                              \
    EXPORT long symbol(PARAMS)                                                                               \
    {                                                                                                        \
        static mpi_fn real;                                                                                  \
        if (!real) {                                                                                         \
            real = find(real_symbol);                                                                        \
        }                                                                                                    \
        if (depth > 0) {                                                                                     \
            return real(ARGS);                                                                               \
        }                                                                                                    \
        depth = 1;                                                                                           \
        const uint64_t begin = rxt_tick(is_stamp);                                                           \
        const long result = real(ARGS);                                                                      \
        note(RXT_MPI_##kind, begin);                                                                         \
        depth = 0;                                                                                           \
        return result;                                                                                       \
    }
#define WRAP_ALL(name, lower, kind)                                                                          \
    WRAP(MPI_##name, "PMPI_" #name, kind)                                                                    \
    WRAP(mpi_##lower##_, "pmpi_" #lower "_", kind)                                                           \
    WRAP(mpi_##lower##_f08_, "pmpi_" #lower "_f08_", kind)
#define WRAP_LARGE(name, kind) WRAP(MPI_##name, "PMPI_" #name, kind)
RXT_MPI_CALLS(WRAP_ALL)
RXT_MPI_LARGE_CALLS(WRAP_LARGE)

/* MPI_COMM_WORLD: an object of Open MPI, of which a program may have its own copy, so the first in sight is it; the number
 * 0x44000000 of MPICH and all that share its binary interface. */
static long world(void)
{
    const void *object = dlsym(RTLD_DEFAULT, "ompi_mpi_comm_world");
    object = object ? object : find_opened("ompi_mpi_comm_world");
    return object ? (long)(intptr_t)object : 0x44000000;
}

static void note_world(uint64_t begin)
{
    struct rxt_mpi_slot *at = slot();
    int size = 0, rank = 0;
    find("PMPI_Comm_size")(world(), (long)(intptr_t)&size, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    find("PMPI_Comm_rank")(world(), (long)(intptr_t)&rank, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    at->world_size = size;
    at->world_rank = rank;
    at->begin = begin;
}

/* MPI begins and ends once a process, and Fortran's calls are C's beneath. */
static long begin_mpi(const char *name, PARAMS)
{
    const mpi_fn real = find(name);
    const bool is_outer = depth == 0;
    depth++;
    const uint64_t begin = rxt_tick(is_stamp);
    const long result = real(ARGS);
    if (is_outer) {
        note_world(begin);
        note(RXT_MPI_START, begin);
    }
    depth--;
    return result;
}

static long end_mpi(const char *name, PARAMS)
{
    const mpi_fn real = find(name);
    const bool is_outer = depth == 0;
    depth++;
    const uint64_t begin = rxt_tick(is_stamp);
    const long result = real(ARGS);
    if (is_outer) {
        note(RXT_MPI_START, begin);
        slot()->end = rxt_tick(is_stamp);
    }
    depth--;
    return result;
}

#define AS(symbol, real_symbol, function)                                                                    \
    EXPORT long symbol(PARAMS);                                                                              \
    EXPORT long symbol(PARAMS)                                                                               \
    {                                                                                                        \
        return function(real_symbol, ARGS);                                                                  \
    }
#define AS_ALL(name, lower, function)                                                                        \
    AS(MPI_##name, "PMPI_" #name, function)                                                                  \
    AS(mpi_##lower##_, "pmpi_" #lower "_", function)                                                         \
    AS(mpi_##lower##_f08_, "pmpi_" #lower "_f08_", function)
AS_ALL(Init, init, begin_mpi)
AS_ALL(Init_thread, init_thread, begin_mpi)
AS_ALL(Finalize, finalize, end_mpi)
