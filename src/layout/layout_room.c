/* SPDX-License-Identifier: BSD-3-Clause
 * layout_room.c - how many whole ranks domains hold, pass by pass.
 */
#include "layout_room.h"

void rxt_room_add(struct rxt_room *room, int width)
{
    room->n_cores++;
    room->n_of_width[width]++;
}

size_t rxt_slots_of_core(int width, int widest, int depth)
{
    const size_t first = (size_t)(depth < width ? depth : width);
    const size_t again = depth > widest ? (size_t)(depth - widest) * (size_t)width : 0;
    return first + again;
}

static size_t whole_ranks(const struct rxt_room *room, const struct rxt_filling *filling, int depth)
{
    size_t n = 0;
    for (int width = 1; width <= filling->widest; width++) {
        n += (size_t)room->n_of_width[width] * rxt_slots_of_core(width, filling->widest, depth);
    }
    return n / (size_t)filling->threads;
}

static size_t hold(const struct rxt_room *room, const struct rxt_filling *filling, int pass)
{
    const size_t threads = (size_t)filling->threads;
    const size_t apart = room->n_cores / threads, idle = room->n_cores % threads;
    if (pass <= 1) {
        return pass == 1 ? apart : 0;
    }
    const size_t least_idle = pass < filling->threads ? threads + 1 - (size_t)pass : 1;
    const bool takes_one_more = idle >= least_idle && whole_ranks(room, filling, filling->depth) > apart;
    const size_t covered = apart + takes_one_more;
    const size_t deep = pass > filling->threads ? whole_ranks(room, filling, pass - filling->threads + 1) : 0;
    return deep > covered ? deep : covered;
}

size_t rxt_rooms_hold(const struct rxt_room *rooms, size_t n, const struct rxt_filling *filling, int pass)
{
    size_t n_ranks = 0;
    for (size_t i = 0; i < n; i++) {
        n_ranks += hold(&rooms[i], filling, pass);
    }
    return n_ranks;
}

int rxt_last_pass(const struct rxt_filling *filling)
{
    return filling->threads + filling->depth - 1;
}

int rxt_rooms_pass(const struct rxt_room *rooms, size_t n, const struct rxt_filling *filling, size_t k)
{
    int low = 0, high = rxt_last_pass(filling);
    while (low < high) {
        const int middle = low + (high - low) / 2;
        if (rxt_rooms_hold(rooms, n, filling, middle) >= k) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

bool rxt_rooms_waste(const struct rxt_room *rooms, size_t n, const struct rxt_filling *filling, size_t k)
{
    if (rxt_rooms_hold(rooms, n, filling, 1) >= k) {
        return false; /* no core is shared */
    }
    size_t n_covered = 0;
    bool is_idle = false;
    for (size_t i = 0; i < n; i++) {
        const size_t covered = hold(&rooms[i], filling, filling->threads > 1 ? filling->threads : 1);
        n_covered += covered;
        is_idle |= covered * (size_t)filling->threads < rooms[i].n_cores;
    }
    return is_idle || n_covered > k;
}

void rxt_rooms_deepen(const struct rxt_room *rooms, size_t n, struct rxt_filling *filling, size_t k)
{
    while (rxt_rooms_hold(rooms, n, filling, rxt_last_pass(filling)) < k) {
        filling->depth++;
    }
}
