/* SPDX-License-Identifier: BSD-3-Clause
 * preload_kit.c - librxt-kit.so: count what malloc and its kin are asked for, in a process of the kit.
 *
 * Loaded before the C library, so that no pair of malloc and free is missed, whoever calls it. The functions behind are
 * looked up once; what the look-up itself allocates comes from a little room of ours and is never given back.
 */
#include "kit_counts.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#pragma GCC visibility push(default)
struct rxt_kit_counts rxt_kit_counts;
void *malloc(size_t n_bytes);
void *calloc(size_t n, size_t n_bytes);
void *realloc(void *block, size_t n_bytes);
void free(void *block);
void *aligned_alloc(size_t alignment, size_t n_bytes);
void *memalign(size_t alignment, size_t n_bytes);
int posix_memalign(void **out, size_t alignment, size_t n_bytes);
#pragma GCC visibility pop

static struct {
    void *(*malloc)(size_t n_bytes);
    void *(*calloc)(size_t n, size_t n_bytes);
    void *(*realloc)(void *block, size_t n_bytes);
    void (*free)(void *block);
    void *(*memalign)(size_t alignment, size_t n_bytes);
} behind;

static bool looks_up;
static _Alignas(16) unsigned char room[16 * 1024];
static size_t n_used;

static void look_up(void)
{
    looks_up = true;
    *(void **)&behind.calloc = dlsym(RTLD_NEXT, "calloc");
    *(void **)&behind.realloc = dlsym(RTLD_NEXT, "realloc");
    *(void **)&behind.free = dlsym(RTLD_NEXT, "free");
    *(void **)&behind.memalign = dlsym(RTLD_NEXT, "memalign");
    *(void **)&behind.malloc = dlsym(RTLD_NEXT, "malloc");
    looks_up = false;
}

/* Before main there is one thread. */
static bool is_ready(void)
{
    if (!behind.malloc && !looks_up) {
        look_up();
    }
    return behind.malloc != NULL;
}

static void *from_room(size_t n_bytes)
{
    const size_t n = (n_bytes + 15) / 16 * 16;
    if (n > sizeof room - n_used) {
        return NULL;
    }
    void *block = room + n_used;
    n_used += n;
    return block;
}

static bool is_ours(const void *block)
{
    const uintptr_t at = (uintptr_t)block;
    return at >= (uintptr_t)room && at < (uintptr_t)(room + sizeof room);
}

static void *counted(void *block, size_t n_bytes)
{
    if (block) {
        atomic_fetch_add_explicit(&rxt_kit_counts.n_kept, 1, memory_order_relaxed);
        atomic_fetch_add_explicit(&rxt_kit_counts.n_taken, 1, memory_order_relaxed);
    }
    if (atomic_load_explicit(&rxt_kit_counts.is_on, memory_order_relaxed)) {
        atomic_fetch_add_explicit(&rxt_kit_counts.n_allocations, 1, memory_order_relaxed);
        atomic_fetch_add_explicit(&rxt_kit_counts.n_bytes, n_bytes, memory_order_relaxed);
    }
    return block;
}

void *malloc(size_t n_bytes)
{
    return is_ready() ? counted(behind.malloc(n_bytes), n_bytes) : from_room(n_bytes);
}

void *calloc(size_t n, size_t n_bytes)
{
    return is_ready() ? counted(behind.calloc(n, n_bytes), n * n_bytes) : from_room(n * n_bytes);
}

void free(void *block)
{
    if (block && !is_ours(block) && is_ready()) {
        atomic_fetch_sub_explicit(&rxt_kit_counts.n_kept, 1, memory_order_relaxed);
        behind.free(block);
    }
}

void *realloc(void *block, size_t n_bytes)
{
    if (block && is_ours(block)) {
        void *moved = malloc(n_bytes);
        const size_t n_there = (size_t)(room + sizeof room - (unsigned char *)block);
        return moved ? memcpy(moved, block, n_bytes < n_there ? n_bytes : n_there) : NULL;
    }
    if (block) {
        atomic_fetch_sub_explicit(&rxt_kit_counts.n_kept, 1, memory_order_relaxed);
    }
    return is_ready() ? counted(behind.realloc(block, n_bytes), n_bytes) : from_room(n_bytes);
}

void *memalign(size_t alignment, size_t n_bytes)
{
    return is_ready() ? counted(behind.memalign(alignment, n_bytes), n_bytes) : NULL;
}

void *aligned_alloc(size_t alignment, size_t n_bytes)
{
    return memalign(alignment, n_bytes);
}

int posix_memalign(void **out, size_t alignment, size_t n_bytes)
{
    void *block = memalign(alignment, n_bytes);
    if (!block) {
        return ENOMEM;
    }
    *out = block;
    return 0;
}
