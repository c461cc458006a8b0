/* SPDX-License-Identifier: BSD-3-Clause
 * bench_farm.c THREADS [BATCH] - a task farm by hand, as fast as we could write one: the rival of a pool over ranks.
 *
 * Rank 0 makes the tasks one by one and puts them into batches. A batch goes to a rank with a free slot (two a thread),
 * by MPI_Isend; its results come back into an MPI_Irecv that waits for them. Where no rank has a free slot rank 0 does the
 * batch itself. The other threads of a rank take batches from a ring. It does what its program needs and no more: one
 * function at a time, numbers as arguments, results of one size, no errors, no order to ask for results by.
 */
#include "pool_tasks.h"

#include <mpi.h>
#include <omp.h>

#include <sched.h>
#include <stdatomic.h>

enum { MOST_BATCH = 128, MOST_SLOTS = 64, SPINS = 200 };

/* Tasks on their way, and their results on the way back. */
struct slot {
    int n;    /* tasks in it, 0: it is free */
    int rank; /* who does them */
    int tag;  /* its number on rank 0 */
    atomic_bool done;
    uint64_t words[1 + MOST_BATCH];    /* which of pool_tasks, then the numbers: what is sent */
    unsigned char *result[MOST_BATCH]; /* on rank 0: where each belongs */
    unsigned char results[MOST_BATCH * POOL_RESULT_BYTES];
};

/* Batches that the threads of this rank take. */
struct ring {
    struct slot *batch[MOST_SLOTS];
    _Alignas(128) atomic_uint posted;
    _Alignas(128) atomic_uint taken;
    atomic_bool ends;
};

struct farm {
    int n_slots, most;      /* most: a batch given by hand, else the task's */
    struct slot *slots;     /* on rank 0: those of rank 0's other threads, of rank 1, ... */
    struct slot own, *open; /* of rank 0: its own batch, the one that is filled */
    MPI_Request request[MOST_SLOTS], sent[MOST_SLOTS];
    struct ring ring;
    size_t n_pending;
};

static void post(struct ring *ring, struct slot *slot)
{
    const unsigned at = atomic_load_explicit(&ring->posted, memory_order_relaxed);
    ring->batch[at % MOST_SLOTS] = slot;
    atomic_store_explicit(&ring->posted, at + 1, memory_order_release);
}

static void do_batch(struct slot *slot)
{
    const struct pool_task *task = &pool_tasks[slot->words[0]];
    for (int i = 0; i < slot->n; i++) {
        task->run(slot->words[1 + i], slot->results + (size_t)i * task->n_result_bytes);
    }
    atomic_store_explicit(&slot->done, true, memory_order_release);
}

static bool work(struct ring *ring)
{
    unsigned at = atomic_load_explicit(&ring->taken, memory_order_relaxed);
    do {
        if (at == atomic_load_explicit(&ring->posted, memory_order_acquire)) {
            return false;
        }
    } while (!atomic_compare_exchange_weak(&ring->taken, &at, at + 1));
    do_batch(ring->batch[at % MOST_SLOTS]);
    return true;
}

static void wait_a_little(int *n_polls)
{
    if (++*n_polls > SPINS) {
        sched_yield();
    }
}

/* A thread other than a rank's first. */
static void help(struct ring *ring)
{
    int n_polls = 0;
    while (!atomic_load_explicit(&ring->ends, memory_order_acquire)) {
        if (work(ring)) {
            n_polls = 0;
        } else {
            wait_a_little(&n_polls);
        }
    }
}

static void take_results(struct farm *f, struct slot *slot)
{
    const size_t n_bytes = pool_tasks[slot->words[0]].n_result_bytes;
    for (int i = 0; i < slot->n && n_bytes > 0; i++) {
        memcpy(slot->result[i], slot->results + (size_t)i * n_bytes, n_bytes);
    }
    f->n_pending -= (size_t)slot->n;
    slot->n = 0;
}

/* Rank 0 takes what has come back. */
static void progress(struct farm *f)
{
    int n_done, done[MOST_SLOTS];
    MPI_Testsome(f->n_slots, f->request, &n_done, done, MPI_STATUSES_IGNORE);
    for (int i = 0; i < n_done; i++) {
        take_results(f, &f->slots[done[i]]);
    }
    for (int i = 0; i < f->n_slots && f->slots[i].rank == 0; i++) {
        if (f->slots[i].n > 0 && atomic_load_explicit(&f->slots[i].done, memory_order_acquire)) {
            take_results(f, &f->slots[i]);
        }
    }
}

static struct slot *find_free(struct farm *f)
{
    for (int i = f->n_slots - 1; i >= 0; i--) { /* other ranks first: rank 0 also works on its own */
        if (f->slots[i].n == 0) {
            return &f->slots[i];
        }
    }
    return NULL;
}

static void dispatch(struct farm *f)
{
    struct slot *slot = f->open;
    const int i = (int)(slot - f->slots),
              n_bytes = (int)((size_t)slot->n * pool_tasks[slot->words[0]].n_result_bytes);
    f->open = NULL;
    atomic_store_explicit(&slot->done, false, memory_order_relaxed);
    if (slot == &f->own) {
        do_batch(slot);
        take_results(f, slot);
        progress(f);
    } else if (slot->rank == 0) {
        post(&f->ring, slot);
    } else {
        MPI_Wait(&f->sent[i], MPI_STATUS_IGNORE); /* its answer has come: it has arrived */
        MPI_Irecv(slot->results, n_bytes, MPI_BYTE, slot->rank, i, MPI_COMM_WORLD, &f->request[i]);
        MPI_Isend(slot->words, 1 + slot->n, MPI_UINT64_T, slot->rank, i, MPI_COMM_WORLD, &f->sent[i]);
    }
}

static void submit(struct farm *f, const struct pool_task *task, uint64_t number, unsigned char *result)
{
    if (!f->open) {
        struct slot *slot = find_free(f);
        if (!slot) {
            progress(f);
            slot = find_free(f);
        }
        f->open = slot ? slot : &f->own;
        f->open->words[0] = (uint64_t)(task - pool_tasks);
    }
    struct slot *slot = f->open;
    slot->words[1 + slot->n] = number;
    slot->result[slot->n++] = result;
    f->n_pending++;
    if (slot->n == (f->most ? f->most : (int)task->batch)) {
        dispatch(f);
    }
}

static bool run(void *context, const struct pool_task *task, size_t n, unsigned char *results)
{
    struct farm *f = context;
    for (size_t i = 0; i < n; i++) {
        submit(f, task, i, results + i * task->n_result_bytes);
    }
    if (f->open) {
        dispatch(f);
    }
    for (int n_polls = 0; f->n_pending > 0;) {
        if (!work(&f->ring)) {
            wait_a_little(&n_polls);
        }
        progress(f);
    }
    return true;
}

/* Another rank: takes batches in, does them, sends results back, until it is told to end. */
static void receive(struct farm *f, int i)
{
    MPI_Irecv(f->slots[i].words, 1 + MOST_BATCH, MPI_UINT64_T, 0, f->slots[i].tag, MPI_COMM_WORLD,
              &f->request[i]);
}

static void send_done(struct farm *f)
{
    for (int i = 0; i < f->n_slots; i++) {
        struct slot *slot = &f->slots[i];
        if (slot->n > 0 && atomic_load_explicit(&slot->done, memory_order_acquire)) {
            const size_t n_bytes = (size_t)slot->n * pool_tasks[slot->words[0]].n_result_bytes;
            slot->n = 0;
            MPI_Wait(&f->sent[i], MPI_STATUS_IGNORE);
            receive(f, i);
            MPI_Isend(slot->results, (int)n_bytes, MPI_BYTE, 0, slot->tag, MPI_COMM_WORLD, &f->sent[i]);
        }
    }
}

/* Returns how many slots were told to end: by a message without a word. */
static int take_in(struct farm *f)
{
    int n_come, n_ended = 0, come[MOST_SLOTS];
    MPI_Status status[MOST_SLOTS];
    MPI_Testsome(f->n_slots, f->request, &n_come, come, status);
    for (int k = 0; k < n_come; k++) {
        struct slot *slot = &f->slots[come[k]];
        int n_words;
        MPI_Get_count(&status[k], MPI_UINT64_T, &n_words);
        if (n_words == 0) {
            n_ended++;
            continue;
        }
        slot->n = n_words - 1;
        atomic_store_explicit(&slot->done, false, memory_order_relaxed);
        post(&f->ring, slot);
    }
    return n_ended;
}

static void serve(struct farm *f)
{
    int n_polls = 0;
    for (int i = 0; i < f->n_slots; i++) {
        receive(f, i);
    }
    for (int n_ended = 0; n_ended < f->n_slots; n_ended += take_in(f)) {
        if (work(&f->ring)) {
            n_polls = 0;
        } else {
            wait_a_little(&n_polls);
        }
        send_done(f);
    }
    MPI_Waitall(f->n_slots, f->sent, MPI_STATUSES_IGNORE);
}

static void end_others(struct farm *f)
{
    MPI_Waitall(f->n_slots, f->sent, MPI_STATUSES_IGNORE);
    for (int i = 0; i < f->n_slots; i++) {
        if (f->slots[i].rank != 0) {
            MPI_Send(NULL, 0, MPI_UINT64_T, f->slots[i].rank, i, MPI_COMM_WORLD);
        }
    }
}

/* Rank 0 has a slot for each that another has, and two for each of its own other threads. */
static bool open_farm(struct farm *f, int rank, int n_ranks, int n_threads)
{
    const int n_own = 2 * (n_threads - 1), n_other = 2 * n_threads;
    f->n_slots = rank == 0 ? n_own + (n_ranks - 1) * n_other : n_other;
    f->slots = f->n_slots <= MOST_SLOTS ? calloc((size_t)f->n_slots + 1, sizeof *f->slots) : NULL;
    for (int i = 0; f->slots && i < f->n_slots; i++) {
        f->slots[i].rank = rank > 0 ? rank : i < n_own ? 0 : 1 + (i - n_own) / n_other;
        f->slots[i].tag = rank == 0 ? i : n_own + (rank - 1) * n_other + i;
        f->request[i] = f->sent[i] = MPI_REQUEST_NULL;
    }
    return f->slots != NULL;
}

int main(int argc, char **argv)
{
    static struct farm f;
    int level, rank, n_ranks;
    bool good = true;
    const int n_threads = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 1;
    f.most = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 0;
    MPI_Init_thread(&argc, &argv, MPI_THREAD_FUNNELED, &level);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &n_ranks);
    if (f.most < 0 || f.most > MOST_BATCH || !open_farm(&f, rank, n_ranks, n_threads)) {
        fprintf(stderr, "usage: bench_farm THREADS [BATCH], a batch of at most %d tasks\n", MOST_BATCH);
        MPI_Abort(MPI_COMM_WORLD, 2);
    }
    omp_set_dynamic(0);
#pragma omp parallel num_threads(n_threads)
    if (omp_get_thread_num() > 0) {
        help(&f.ring);
    } else {
        if (rank > 0) {
            serve(&f);
        } else {
            good = pool_time_all("submit", run, &f);
            end_others(&f);
        }
        atomic_store_explicit(&f.ring.ends, true, memory_order_release);
    }
    MPI_Finalize();
    free(f.slots);
    return !good;
}
