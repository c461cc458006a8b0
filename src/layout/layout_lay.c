/* SPDX-License-Identifier: BSD-3-Clause
 * layout_lay.c - lay ranks over the cores of a block one after another.
 */
#include "layout_lay.h"

/* The borders that a rank on [begin, begin + threads) lies across, coarse ones before all finer ones:
 * 12 bits for each level but the core, enough for RXT_MAX_PUS. */
static unsigned long long borders(const struct rxt_block *block, size_t begin)
{
    const struct rxt_spot *first = &block->ground->spots[begin], *last = first + block->threads - 1;
    unsigned long long n = 0;
    for (int level = 0; level < block->ground->n_levels - 1; level++) {
        n = n << 12 | (unsigned)(last->run[level] - first->run[level]);
    }
    return n;
}

/* Where a rank begins: in [from, to], across the fewest borders, nearest to the ideal. */
static size_t best_begin(const struct rxt_block *block, size_t from, size_t to, size_t ideal)
{
    size_t best = from;
    for (size_t s = from; s <= to; s++) {
        const unsigned long long cost = borders(block, s), best_cost = borders(block, best);
        const size_t far = s > ideal ? s - ideal : ideal - s,
                     best_far = best > ideal ? best - ideal : ideal - best;
        if (cost < best_cost || (cost == best_cost && far < best_far)) {
            best = s;
        }
    }
    return best;
}

/* At most one thread a core: each rank on neighbouring cores. */
static void lay_apart(const struct rxt_block *block, size_t *spot_of)
{
    const size_t n = block->end - block->begin, k = (size_t)block->k, threads = (size_t)block->threads;
    size_t from = block->begin;
    for (size_t i = 0; i < k; i++) {
        const size_t to = block->end - (k - i) * threads;
        const size_t even = block->begin + i * n / k;
        const size_t ideal = !block->far_apart || even < from ? from : even;
        const size_t s = best_begin(block, from, to, ideal);
        for (size_t t = 0; t < threads; t++) {
            *spot_of++ = s + t;
        }
        from = s + threads;
    }
}

/* The least depth at which [begin, end) has slots for n threads. */
static int depth_for(const struct rxt_ground *ground, size_t begin, size_t end, size_t n_threads)
{
    int depth = 1;
    while (rxt_slots(ground, begin, end, depth) < n_threads) {
        depth++;
    }
    return depth;
}

/* Lay n threads one after another over all cores of [begin, end), as evenly as their widths allow.
 * Return where the next thread's spot goes. */
static size_t *lay_evenly(const struct rxt_ground *ground, size_t begin, size_t end, size_t n_threads,
                          size_t *spot_of)
{
    const int depth = depth_for(ground, begin, end, n_threads);
    const size_t sure = depth > 1 ? rxt_slots(ground, begin, end, depth - 1) : 0;
    size_t extra = n_threads - sure;
    for (size_t s = begin; s < end; s++) {
        const int width = ground->spots[s].width;
        const size_t low = depth > 1 ? rxt_slots_of_core(width, ground->widest, depth - 1) : 0;
        const size_t step = rxt_slots_of_core(width, ground->widest, depth) - low;
        const size_t more = step < extra ? step : extra;
        extra -= more;
        for (size_t t = 0; t < low + more; t++) {
            *spot_of++ = s;
        }
    }
    return spot_of;
}

/* The last core at which n ranks can begin, up to the end, on cores of their own; `none` if they cannot. */
static size_t latest_begin(const struct rxt_block *block, int depth, int n, size_t none)
{
    size_t s = block->end;
    for (int i = 0; i < n; i++) {
        size_t slots = 0;
        while (slots < (size_t)block->threads) {
            if (s == block->begin) {
                return none;
            }
            s--;
            slots += rxt_slots_of_core(block->ground->spots[s].width, block->ground->widest, depth);
        }
    }
    return s;
}

/* Where a rank's own cores end: room enough for it, none idle in it or behind it, near to the ideal. */
static size_t end_of_rank(const struct rxt_block *block, int depth, size_t from, int n_after, size_t ideal)
{
    const size_t threads = (size_t)block->threads, last = latest_begin(block, depth, n_after, block->end);
    const size_t most = from + threads < last ? from + threads : last;
    const size_t behind = (size_t)n_after * threads;
    size_t least = from + 1;
    while (rxt_slots(block->ground, from, least, depth) < threads || block->end - least > behind) {
        least++;
    }
    return ideal < least ? least : ideal > most ? most : ideal;
}

/* More threads than cores: each rank evenly over cores of its own, if there are enough for that. */
static void lay_shared(const struct rxt_block *block, size_t *spot_of)
{
    const struct rxt_ground *ground = block->ground;
    const size_t n = block->end - block->begin, k = (size_t)block->k, threads = (size_t)block->threads;
    const int needed = depth_for(ground, block->begin, block->end, k * threads);
    const int depth = needed > block->depth ? needed : block->depth;
    if (k > n || latest_begin(block, depth, block->k, block->end) == block->end) {
        lay_evenly(ground, block->begin, block->end, k * threads, spot_of);
        return;
    }
    size_t from = block->begin;
    for (size_t i = 0; i < k; i++) {
        const size_t ideal = block->begin + (i + 1) * n / k;
        const size_t end = end_of_rank(block, depth, from, (int)(k - i - 1), ideal);
        spot_of = lay_evenly(ground, from, end, threads, spot_of);
        from = end;
    }
}

void rxt_lay(const struct rxt_block *block, size_t *spot_of)
{
    if ((size_t)block->k * (size_t)block->threads <= block->end - block->begin) {
        lay_apart(block, spot_of);
    } else {
        lay_shared(block, spot_of);
    }
}
