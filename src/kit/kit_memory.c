/* SPDX-License-Identifier: BSD-3-Clause
 * kit_memory.c - which worker wrote where: all memory that a body can reach is compared behind the turn of each.
 *
 * The workers of a rank do their chunks one worker after another, on one thread. What two of them change in one loop they
 * would change at the same time when they run at once. What is written and stays as it was is not seen.
 *
 * Left out: stacks, the thread's own variables, the libraries' own data, and memory that is shared between ranks, where
 * partial results stand, which have guards.
 */
#include "kit_count.h"
#include "kit_watch.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { PARTS = 256, STEP = 4096 };

/* Of a larger process the comparison would take minutes. */
static const size_t most_bytes = (size_t)256 << 20;

/* AddressSanitizer keeps bytes between blocks that nobody may read. */
#ifdef __SANITIZE_ADDRESS__
static const bool may_read = false;
#else
static const bool may_read = true;
#endif

struct part {
    char *at;
    size_t n_bytes;
    char *was;            /* its copy */
    unsigned char *owner; /* a byte a byte: 0, or the worker that changed it, plus 1 */
    char name[128];       /* of the file that it is data of; "": none */
};

struct kit_memory {
    size_t n_parts;
    long n_blocks; /* taken when the loop began */
    struct part parts[PARTS];
    struct {
        size_t first, last; /* items of the turn, both included */
    } turns[KIT_WORKERS];
};

static void *take_pages(size_t n_bytes)
{
    void *at =
        mmap(NULL, n_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return at == MAP_FAILED ? NULL : at;
}

static bool holds(uintptr_t first, uintptr_t last, const void *address)
{
    return (uintptr_t)address >= first && (uintptr_t)address < last;
}

struct mapping {
    uintptr_t first, last;
    char flags[8], name[256]; /* "": of no file */
};

static bool read_mapping(FILE *maps, struct mapping *out)
{
    char line[512];
    out->name[0] = '\0';
    return fgets(line, sizeof line, maps) && sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %7s %*s %*s %*s %255s",
                                                    &out->first, &out->last, out->flags, out->name) >= 3;
}

/* The file that the kernel is in: a plug-in, or this program. */
static void find_own(FILE *maps, const struct rxt_kernel *kernel, char *out, size_t n_bytes)
{
    struct mapping m;
    out[0] = '\0';
    while (!out[0] && read_mapping(maps, &m)) {
        if (holds(m.first, m.last, (const void *)(uintptr_t)kernel->run)) {
            snprintf(out, n_bytes, "%s", m.name);
        }
    }
    rewind(maps);
}

/* The kit's own room for this, the thread's own variables (errno is one), and rooms for partial results. */
static bool is_kits(const struct kit_watch *watch, const struct mapping *m)
{
    bool is = holds(m->first, m->last, watch->memory) || holds(m->first, m->last, &errno);
    for (int w = 0; w < watch->plan->threads; w++) {
        is |= watch->rooms[w].pages && holds(m->first, m->last, watch->rooms[w].pages);
    }
    return is;
}

/* All mappings first, the copies afterwards: they are mappings, too. */
static bool list_parts(struct kit_watch *watch, FILE *maps)
{
    struct kit_memory *memory = watch->memory;
    struct mapping m;
    char own[256];
    size_t n_bytes = 0;
    find_own(maps, watch->plan->kernel, own, sizeof own);
    while (read_mapping(maps, &m)) {
        const bool is_of_kernel = !m.name[0] || !strcmp(m.name, "[heap]") || !strcmp(m.name, own);
        if (strncmp(m.flags, "rw-p", 4) != 0 || !is_of_kernel || is_kits(watch, &m)) {
            continue;
        }
        if (memory->n_parts < PARTS) {
            struct part *part = &memory->parts[memory->n_parts++];
            const char *file = strrchr(m.name, '/');
            *part = (struct part){.at = (char *)m.first, .n_bytes = m.last - m.first};
            snprintf(part->name, sizeof part->name, "%s", file ? file + 1 : "");
        }
        n_bytes += m.last - m.first;
    }
    return memory->n_parts < PARTS && n_bytes <= most_bytes;
}

void kit_memory_begin(struct kit_watch *watch)
{
    FILE *maps = fopen("/proc/self/maps", "r");
    watch->memory = take_pages(sizeof *watch->memory);
    bool is_known = may_read && maps && watch->memory && list_parts(watch, maps);
    if (maps) {
        fclose(maps);
    }
    for (size_t i = 0; is_known && i < watch->memory->n_parts; i++) {
        struct part *part = &watch->memory->parts[i];
        part->was = take_pages(part->n_bytes);
        part->owner = take_pages(part->n_bytes);
        is_known = part->was && part->owner;
    }
    for (size_t i = 0; is_known && i < watch->memory->n_parts; i++) {
        memcpy(watch->memory->parts[i].was, watch->memory->parts[i].at, watch->memory->parts[i].n_bytes);
    }
    watch->seen->writes_unknown |= !is_known;
    if (!is_known) {
        kit_memory_end(watch);
    } else {
        watch->memory->n_blocks = kit_blocks_taken();
    }
}

static void tell(struct kit_watch *watch, const struct part *part, int other, int worker)
{
    struct kit_memory *memory = watch->memory;
    if (watch->seen->writes[0] || kit_blocks_taken() != memory->n_blocks) {
        return; /* who allocates in a body changes the allocator's own data: that is told elsewhere */
    }
    snprintf(
        watch->seen->writes, sizeof watch->seen->writes,
        "worker %d (items %zu to %zu) and worker %d (items %zu to %zu) of one loop both wrote to the same "
        "bytes, in %s%s: a race when they run at once; give each chunk a partial result, or each worker scratch of "
        "its own (rxt_team_threads of them, by chunk->worker)",
        other, memory->turns[other].first, memory->turns[other].last, worker, memory->turns[worker].first,
        memory->turns[worker].last,
        part->name[0] ? "a static variable of " : "memory that was allocated, or is static", part->name);
}

static void compare(struct kit_watch *watch, struct part *part, size_t first, size_t last, int worker)
{
    for (size_t i = first; i < last; i++) {
        if (part->at[i] == part->was[i]) {
            continue;
        }
        const int other = part->owner[i] - 1;
        if (other >= 0 && other != worker) {
            tell(watch, part, other, worker);
        }
        part->owner[i] = (unsigned char)(worker + 1);
        part->was[i] = part->at[i];
    }
}

void kit_memory_turn(struct kit_watch *watch, int worker)
{
    struct kit_memory *memory = watch->memory;
    const struct kit_at *at = &watch->seen->at[worker];
    if (!memory) {
        return;
    }
    memory->turns[worker].first = watch->turn_first;
    memory->turns[worker].last = at->last - 1;
    for (size_t p = 0; p < memory->n_parts; p++) {
        struct part *part = &memory->parts[p];
        for (size_t first = 0; first < part->n_bytes; first += STEP) {
            if (memcmp(part->at + first, part->was + first, STEP) != 0) {
                compare(watch, part, first, first + STEP, worker);
            }
        }
    }
}

void kit_memory_end(struct kit_watch *watch)
{
    struct kit_memory *memory = watch->memory;
    for (size_t p = 0; memory && p < memory->n_parts; p++) {
        if (memory->parts[p].was) {
            munmap(memory->parts[p].was, memory->parts[p].n_bytes);
        }
        if (memory->parts[p].owner) {
            munmap(memory->parts[p].owner, memory->parts[p].n_bytes);
        }
    }
    if (memory) {
        munmap(memory, sizeof *memory);
    }
    watch->memory = NULL;
}
