/* SPDX-License-Identifier: BSD-3-Clause
 * mpi_account.h - the memory in which a program's threads note their time in MPI: written by src/preload, read by the watch.
 *
 * One mapping a rank, of a descriptor that the program inherits: what was noted outlives _exit, a signal and a crash. Each
 * thread has a slot of its own and is alone in writing it.
 */
#ifndef RXT_MPI_ACCOUNT_H
#define RXT_MPI_ACCOUNT_H

#include <stdint.h>
#include <time.h>

#if defined(__x86_64__)
#include <cpuid.h>
#include <x86intrin.h>
#endif

/* In the environment: the number of the descriptor. */
#define RXT_MPI_ACCOUNT_FD "RXT_MPI_ACCOUNT_FD"

/* What a call is for. */
enum rxt_mpi_kind {
    RXT_MPI_START,      /* MPI_Init, MPI_Finalize */
    RXT_MPI_POINT,      /* point to point, waits and tests too */
    RXT_MPI_COLLECTIVE, /* neighbourhoods too */
    RXT_MPI_ONE_SIDED,
    RXT_MPI_FILE,
    RXT_MPI_COMM, /* making of communicators and processes */
    RXT_MPI_KINDS
};

enum { RXT_MPI_ACCOUNT_MAGIC = 0x52585431, RXT_MPI_ACCOUNT_SLOTS = 1000 };

struct rxt_mpi_slot {
    int64_t pid;
    uint64_t calls[RXT_MPI_KINDS];
    uint64_t ticks[RXT_MPI_KINDS];
    uint64_t begin, end; /* of MPI in its process, if this thread began and ended it; 0: it did not */
    int32_t world_size, world_rank; /* where this thread began it */
};

struct rxt_mpi_account {
    uint32_t magic, n_loaded; /* processes that loaded the library */
    uint32_t n_slots, unused; /* taken; more than there are: threads that found none are not noted */
    uint64_t tick;            /* once by both clocks, before the program began */
    int64_t clock_ns;
    struct rxt_mpi_slot slot[RXT_MPI_ACCOUNT_SLOTS];
};

static inline int64_t rxt_tick_clock_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/** Tell whether ticks are the processor's time stamps, which run at one rate on all its cores; else they are ns. */
static inline int rxt_tick_is_stamp(void)
{
#if defined(__x86_64__)
    unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
    return __get_cpuid(0x80000007, &eax, &ebx, &ecx, &edx) && (edx & (1u << 8)) != 0;
#else
    return 0;
#endif
}

static inline uint64_t rxt_tick(int is_stamp)
{
#if defined(__x86_64__)
    if (is_stamp) {
        return __rdtsc();
    }
#endif
    (void)is_stamp;
    return (uint64_t)rxt_tick_clock_ns();
}

#endif
