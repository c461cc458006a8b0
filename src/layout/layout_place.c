/* SPDX-License-Identifier: BSD-3-Clause
 * layout_place.c - place ranks of equal size on a ground, from its coarse domains down to its cores.
 */
#include "layout_place.h"

#include <stdlib.h>

struct job {
    const struct rxt_ground *ground;
    enum rxt_style style;
    int depth, threads;
    int *shares;     /* for each level of the recursion: 3 x n_spots */
    size_t *spot_of; /* the next thread's place */
};

static int ranks_in(const struct job *job, size_t begin, size_t end)
{
    return (int)(rxt_slots(job->ground, begin, end, job->depth) / (size_t)job->threads);
}

/* The ranks that [begin, end) needs so that no core is idle while another is filled once more. */
static int ranks_due(const struct job *job, size_t begin, size_t end)
{
    const size_t n_threads = job->depth > 1 ? rxt_slots(job->ground, begin, end, job->depth - 1) : 0;
    const int due = (int)((n_threads + (size_t)job->threads - 1) / (size_t)job->threads),
              most = ranks_in(job, begin, end);
    return due < most ? due : most;
}

/* Sum up over the domains of a level in [begin, end). */
static int sum(const struct job *job, size_t begin, size_t end, int level,
               int (*of)(const struct job *, size_t, size_t))
{
    int n = 0;
    for (size_t s = begin, next; s < end; s = next) {
        next = rxt_run_end(job->ground, s, end, level);
        n += of(job, s, next);
    }
    return n;
}

/* The finest level from `from` on whose domains hold k ranks uncut, -1 if there is none. */
static int finest(const struct job *job, size_t begin, size_t end, int from, int k)
{
    const struct rxt_ground *ground = job->ground;
    for (int level = from <= ground->kind_level ? ground->mixed_goal : ground->n_levels - 1; level >= from;
         level--) {
        if (sum(job, begin, end, level, ranks_in) >= k) {
            return level;
        }
    }
    return -1;
}

/* The borders that a rank on [begin, begin + threads) lies across, coarse ones before all finer ones:
 * 12 bits for each level but the core, enough for RXT_MAX_PUS. */
static unsigned long long borders(const struct job *job, size_t begin)
{
    const struct rxt_spot *first = &job->ground->spots[begin], *last = first + job->threads - 1;
    unsigned long long n = 0;
    for (int level = 0; level < job->ground->n_levels - 1; level++) {
        n = n << 12 | (unsigned)(last->run[level] - first->run[level]);
    }
    return n;
}

/* Where a rank begins: in [from, to], across the fewest borders, nearest to the ideal. */
static size_t best_begin(const struct job *job, size_t from, size_t to, size_t ideal)
{
    size_t best = from;
    for (size_t s = from; s <= to; s++) {
        const unsigned long long cost = borders(job, s), best_cost = borders(job, best);
        const size_t far = s > ideal ? s - ideal : ideal - s,
                     best_far = best > ideal ? best - ideal : ideal - best;
        if (cost < best_cost || (cost == best_cost && far < best_far)) {
            best = s;
        }
    }
    return best;
}

/* At most one thread a core: k ranks, each on neighbouring cores. */
static void lay_apart(struct job *job, size_t begin, size_t end, int k)
{
    const size_t n = end - begin, threads = (size_t)job->threads;
    size_t from = begin;
    for (size_t i = 0; i < (size_t)k; i++) {
        const size_t to = end - ((size_t)k - i) * threads;
        const size_t even = begin + i * n / (size_t)k;
        const size_t ideal = job->style != RXT_STYLE_SPREAD || even < from ? from : even;
        const size_t s = best_begin(job, from, to, ideal);
        for (size_t t = 0; t < threads; t++) {
            *job->spot_of++ = s + t;
        }
        from = s + threads;
    }
}

/* The least depth at which [begin, end) has slots for n threads. */
static int depth_for(const struct job *job, size_t begin, size_t end, size_t n_threads)
{
    int depth = 1;
    while (rxt_slots(job->ground, begin, end, depth) < n_threads) {
        depth++;
    }
    return depth;
}

/* Lay n threads one after another over all cores of [begin, end), as evenly as their widths allow. */
static void lay_evenly(struct job *job, size_t begin, size_t end, size_t n_threads)
{
    const struct rxt_ground *ground = job->ground;
    const int depth = depth_for(job, begin, end, n_threads);
    const size_t sure = depth > 1 ? rxt_slots(ground, begin, end, depth - 1) : 0;
    size_t extra = n_threads - sure;
    for (size_t s = begin; s < end; s++) {
        const int width = ground->spots[s].width;
        const size_t low = depth > 1 ? rxt_slots_of_core(width, ground->widest, depth - 1) : 0;
        const size_t step = rxt_slots_of_core(width, ground->widest, depth) - low;
        const size_t more = step < extra ? step : extra;
        extra -= more;
        for (size_t t = 0; t < low + more; t++) {
            *job->spot_of++ = s;
        }
    }
}

/* More threads than cores: each rank evenly over cores of its own, if there are enough for that. */
static void lay_shared(struct job *job, size_t begin, size_t end, int k)
{
    const size_t n = end - begin, ranks = (size_t)k, threads = (size_t)job->threads;
    bool own = n >= ranks;
    for (size_t i = 0; i < ranks && own; i++) {
        own = ranks_in(job, begin + i * n / ranks, begin + (i + 1) * n / ranks) > 0;
    }
    if (!own) {
        lay_evenly(job, begin, end, ranks * threads);
        return;
    }
    for (size_t i = 0; i < ranks; i++) {
        lay_evenly(job, begin + i * n / ranks, begin + (i + 1) * n / ranks, threads);
    }
}

static void place(struct job *job, size_t begin, size_t end, int level, int k)
{
    const size_t n = job->ground->n_spots;
    const int goal = k > 0 ? finest(job, begin, end, level, k) : -1;
    if (goal < 0) {
        if (k > 0 && (size_t)k * (size_t)job->threads <= end - begin) {
            lay_apart(job, begin, end, k);
        } else if (k > 0) {
            lay_shared(job, begin, end, k);
        }
        return;
    }
    int *share = job->shares + 3 * n * (size_t)level, *least = share + n, *most = least + n;
    size_t n_domains = 0;
    for (size_t s = begin, next; s < end; s = next, n_domains++) {
        next = rxt_run_end(job->ground, s, end, level);
        most[n_domains] = sum(job, s, next, goal, ranks_in);
        least[n_domains] = sum(job, s, next, goal, ranks_due);
    }
    rxt_place_share(level == job->ground->kind_level ? RXT_STYLE_IN_ORDER : job->style, n_domains, least,
                    most, k, share);
    size_t d = 0;
    for (size_t s = begin, next; s < end; s = next) {
        next = rxt_run_end(job->ground, s, end, level);
        place(job, s, next, level + 1, share[d++]);
    }
}

enum rxt_err rxt_place_ranks(const struct rxt_ground *ground, enum rxt_style style, int depth, int ranks,
                             int threads, size_t *spot_of)
{
    struct job job = {
        .ground = ground,
        .style = style,
        .depth = depth,
        .threads = threads,
        .spot_of = spot_of,
        .shares = calloc(3 * ground->n_spots * (RXT_GROUND_LEVELS + 1), sizeof *job.shares),
    };
    if (!job.shares) {
        return rxt_fail(RXT_E_MEMORY, "no room to place %d ranks on %zu cores", ranks, ground->n_spots);
    }
    place(&job, 0, ground->n_spots, 0, ranks);
    free(job.shares);
    return RXT_OK;
}
