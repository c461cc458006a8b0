/* SPDX-License-Identifier: BSD-3-Clause
 * layout_place.c - place ranks of equal size on a ground, from its coarse domains down to its cores.
 *
 * Down to the finest level whose domains hold all ranks whole, that comes before all else: these levels
 * are called hard. Below it a finer level is used only if no core is then idle beside a shared one.
 */
#include "layout_place.h"

#include "layout_lay.h"

#include <stdlib.h>

struct draft {
    const struct rxt_ground *ground;
    const struct rxt_placing *placing;
    int hard;               /* the finest hard level, -1: none                        */
    int hard_depth;         /* how often its cores may be filled                      */
    struct rxt_room *rooms; /* of the domains of a level, as many as spots            */
    int *shares;            /* for each level of the recursion: 3 x n_spots           */
    size_t *spot_of;        /* the next thread's place                                */
};

/* Measure the domains of a level in [begin, end); return their number. */
static size_t measure(struct draft *draft, size_t begin, size_t end, int level)
{
    const struct rxt_spot *spots = draft->ground->spots;
    size_t n = 0;
    for (size_t s = begin; s < end; s++) {
        if (s == begin || spots[s].run[level] != spots[s - 1].run[level]) {
            draft->rooms[n++] = (struct rxt_room){0};
        }
        rxt_room_add(&draft->rooms[n - 1], spots[s].width);
    }
    return n;
}

static struct rxt_filling filling_of(const struct draft *draft, int depth)
{
    return (struct rxt_filling){draft->placing->threads, draft->ground->widest, depth};
}

/* Do the domains of a level hold all ranks whole? Where PUs are shared they do if one holds a single rank:
 * then they are shared as often as needed. */
static bool hold(struct draft *draft, int level)
{
    const size_t n = measure(draft, 0, draft->ground->n_spots, level), ranks = (size_t)draft->placing->ranks;
    struct rxt_filling filling = filling_of(draft, draft->placing->depth);
    const size_t held = rxt_rooms_hold(draft->rooms, n, &filling, rxt_last_pass(&filling));
    if (held >= ranks || (draft->placing->shares_pus && held > 0)) {
        rxt_rooms_deepen(draft->rooms, n, &filling, ranks);
        draft->hard_depth = filling.depth;
        return true;
    }
    return false;
}

static int finest_hard(struct draft *draft)
{
    for (int level = draft->ground->n_levels - 1; level >= 0; level--) {
        if (draft->ground->is_hard[level] && hold(draft, level)) {
            return level;
        }
    }
    return -1;
}

/* Whether n measured domains of a level below the hard ones serve k ranks without harm. */
static bool serve(const struct draft *draft, size_t n, int k)
{
    const struct rxt_filling filling = filling_of(draft, draft->placing->depth);
    return rxt_rooms_hold(draft->rooms, n, &filling, rxt_last_pass(&filling)) >= (size_t)k &&
           !rxt_rooms_waste(draft->rooms, n, &filling, (size_t)k);
}

/* The finest level from `from` on whose domains are to get k ranks whole, -1 if there is none. */
static int finest(struct draft *draft, size_t begin, size_t end, int from, int k)
{
    const struct rxt_ground *ground = draft->ground;
    const int first = from <= ground->kind_level ? ground->mixed_goal : ground->n_levels - 1;
    for (int level = first; level >= from; level--) {
        if (level <= draft->hard || serve(draft, measure(draft, begin, end, level), k)) {
            return level;
        }
    }
    return -1;
}

/* Divide k ranks among the domains of a level in [begin, end), each of them whole in a domain of the
 * level `goal`; a domain may get what its own domains of that level hold. */
static const int *divide(struct draft *draft, size_t begin, size_t end, int level, int goal, int k)
{
    const struct rxt_filling filling =
        filling_of(draft, goal <= draft->hard ? draft->hard_depth : draft->placing->depth);
    const struct rxt_room *room = draft->rooms;
    const size_t n_rooms = measure(draft, begin, end, goal);
    int *share = draft->shares + 3 * draft->ground->n_spots * (size_t)level,
        *least = share + draft->ground->n_spots, *most = least + draft->ground->n_spots;
    size_t n = 0;
    const int pass = rxt_rooms_pass(draft->rooms, n_rooms, &filling, (size_t)k);
    for (size_t s = begin, next; s < end; s = next, n++) {
        next = rxt_run_end(draft->ground, s, end, level);
        const size_t n_inside =
            1 + (size_t)(draft->ground->spots[next - 1].run[goal] - draft->ground->spots[s].run[goal]);
        least[n] = (int)rxt_rooms_hold(room, n_inside, &filling, pass > 0 ? pass - 1 : 0);
        most[n] = (int)rxt_rooms_hold(room, n_inside, &filling, pass);
        room += n_inside;
    }
    rxt_place_share(level == draft->ground->kind_level ? RXT_STYLE_IN_ORDER : draft->placing->style, n, least,
                    most, k, share);
    return share;
}

static void place(struct draft *draft, size_t begin, size_t end, int level, int k)
{
    if (k == 0) {
        return;
    }
    const struct rxt_placing *placing = draft->placing;
    const int goal = finest(draft, begin, end, level, k);
    if (goal < 0) {
        const struct rxt_block block = {
            draft->ground,
            begin,
            end,
            k,
            placing->threads,
            placing->depth,
            placing->style == RXT_STYLE_SPREAD,
        };
        rxt_lay(&block, draft->spot_of);
        draft->spot_of += (size_t)k * (size_t)placing->threads;
        return;
    }
    const int *share = divide(draft, begin, end, level, goal, k);
    for (size_t s = begin, next; s < end; s = next) {
        next = rxt_run_end(draft->ground, s, end, level);
        place(draft, s, next, level + 1, *share++);
    }
}

enum rxt_err rxt_place_ranks(const struct rxt_ground *ground, const struct rxt_placing *placing,
                             size_t *spot_of)
{
    struct draft draft = {
        .ground = ground,
        .placing = placing,
        .rooms = calloc(ground->n_spots, sizeof *draft.rooms),
        .shares = calloc(3 * ground->n_spots * (RXT_GROUND_LEVELS + 1), sizeof *draft.shares),
        .spot_of = spot_of,
    };
    enum rxt_err err = RXT_OK;
    if (draft.rooms && draft.shares) {
        draft.hard = finest_hard(&draft);
        place(&draft, 0, ground->n_spots, 0, placing->ranks);
    } else {
        err =
            rxt_fail(RXT_E_MEMORY, "no room to place %d ranks on %zu cores", placing->ranks, ground->n_spots);
    }
    free(draft.rooms);
    free(draft.shares);
    return err;
}
