/* SPDX-License-Identifier: BSD-3-Clause
 * layout_place.c - place ranks of equal size on a ground, from its coarse domains down to its cores.
 *
 * Down to the finest level whose domains hold all ranks whole, that comes before all else: these levels
 * are called hard. Below it a finer level is used only if no core is then idle beside a shared one.
 */
#include "layout_place.h"

#include "layout_lay.h"

#include <stdlib.h>

struct job {
    const struct rxt_ground *ground;
    const struct rxt_placing *placing;
    int hard;               /* the finest hard level, -1: none                        */
    int hard_depth;         /* how often its cores may be filled                      */
    struct rxt_room *rooms; /* of the domains of a level, as many as spots            */
    int *shares;            /* for each level of the recursion: 3 x n_spots           */
    size_t *spot_of;        /* the next thread's place                                */
};

/* Measure the domains of a level in [begin, end); return their number. */
static size_t measure(struct job *job, size_t begin, size_t end, int level)
{
    const struct rxt_spot *spots = job->ground->spots;
    size_t n = 0;
    for (size_t s = begin; s < end; s++) {
        if (s == begin || spots[s].run[level] != spots[s - 1].run[level]) {
            job->rooms[n++] = (struct rxt_room){0};
        }
        rxt_room_add(&job->rooms[n - 1], spots[s].width);
    }
    return n;
}

static struct rxt_filling filling_of(const struct job *job, int depth)
{
    return (struct rxt_filling){job->placing->threads, job->ground->widest, depth};
}

/* Do the domains of a level hold all ranks whole? Where PUs are shared they do if one holds a single rank:
 * then they are shared as often as needed. */
static bool hold(struct job *job, int level)
{
    const size_t n = measure(job, 0, job->ground->n_spots, level), ranks = (size_t)job->placing->ranks;
    struct rxt_filling filling = filling_of(job, job->placing->depth);
    const size_t held = rxt_rooms_hold(job->rooms, n, &filling, rxt_last_pass(&filling));
    if (held >= ranks || (job->placing->shares_pus && held > 0)) {
        rxt_rooms_deepen(job->rooms, n, &filling, ranks);
        job->hard_depth = filling.depth;
        return true;
    }
    return false;
}

static int finest_hard(struct job *job)
{
    for (int level = job->ground->n_levels - 1; level >= 0; level--) {
        if (job->ground->is_hard[level] && hold(job, level)) {
            return level;
        }
    }
    return -1;
}

/* Whether n measured domains of a level below the hard ones serve k ranks without harm. */
static bool serve(const struct job *job, size_t n, int k)
{
    const struct rxt_filling filling = filling_of(job, job->placing->depth);
    return rxt_rooms_hold(job->rooms, n, &filling, rxt_last_pass(&filling)) >= (size_t)k &&
           !rxt_rooms_waste(job->rooms, n, &filling, (size_t)k);
}

/* The finest level from `from` on whose domains are to get k ranks whole, -1 if there is none. */
static int finest(struct job *job, size_t begin, size_t end, int from, int k)
{
    const struct rxt_ground *ground = job->ground;
    const int first = from <= ground->kind_level ? ground->mixed_goal : ground->n_levels - 1;
    for (int level = first; level >= from; level--) {
        if (level <= job->hard || serve(job, measure(job, begin, end, level), k)) {
            return level;
        }
    }
    return -1;
}

/* Divide k ranks among the domains of a level in [begin, end), each of them whole in a domain of the
 * level `goal`; a domain may get what its own domains of that level hold. */
static const int *divide(struct job *job, size_t begin, size_t end, int level, int goal, int k)
{
    const struct rxt_filling filling =
        filling_of(job, goal <= job->hard ? job->hard_depth : job->placing->depth);
    const struct rxt_room *room = job->rooms;
    const size_t n_rooms = measure(job, begin, end, goal);
    int *share = job->shares + 3 * job->ground->n_spots * (size_t)level,
        *least = share + job->ground->n_spots, *most = least + job->ground->n_spots;
    size_t n = 0;
    const int pass = rxt_rooms_pass(job->rooms, n_rooms, &filling, (size_t)k);
    for (size_t s = begin, next; s < end; s = next, n++) {
        next = rxt_run_end(job->ground, s, end, level);
        const size_t n_inside =
            1 + (size_t)(job->ground->spots[next - 1].run[goal] - job->ground->spots[s].run[goal]);
        least[n] = (int)rxt_rooms_hold(room, n_inside, &filling, pass > 0 ? pass - 1 : 0);
        most[n] = (int)rxt_rooms_hold(room, n_inside, &filling, pass);
        room += n_inside;
    }
    rxt_place_share(level == job->ground->kind_level ? RXT_STYLE_IN_ORDER : job->placing->style, n, least,
                    most, k, share);
    return share;
}

static void place(struct job *job, size_t begin, size_t end, int level, int k)
{
    if (k == 0) {
        return;
    }
    const struct rxt_placing *placing = job->placing;
    const int goal = finest(job, begin, end, level, k);
    if (goal < 0) {
        const struct rxt_block block = {
            job->ground, begin, end, k, placing->threads, placing->depth, placing->style == RXT_STYLE_SPREAD,
        };
        rxt_lay(&block, job->spot_of);
        job->spot_of += (size_t)k * (size_t)placing->threads;
        return;
    }
    const int *share = divide(job, begin, end, level, goal, k);
    for (size_t s = begin, next; s < end; s = next) {
        next = rxt_run_end(job->ground, s, end, level);
        place(job, s, next, level + 1, *share++);
    }
}

enum rxt_err rxt_place_ranks(const struct rxt_ground *ground, const struct rxt_placing *placing,
                             size_t *spot_of)
{
    struct job job = {
        .ground = ground,
        .placing = placing,
        .rooms = calloc(ground->n_spots, sizeof *job.rooms),
        .shares = calloc(3 * ground->n_spots * (RXT_GROUND_LEVELS + 1), sizeof *job.shares),
        .spot_of = spot_of,
    };
    enum rxt_err err = RXT_OK;
    if (job.rooms && job.shares) {
        job.hard = finest_hard(&job);
        place(&job, 0, ground->n_spots, 0, placing->ranks);
    } else {
        err =
            rxt_fail(RXT_E_MEMORY, "no room to place %d ranks on %zu cores", placing->ranks, ground->n_spots);
    }
    free(job.rooms);
    free(job.shares);
    return err;
}
