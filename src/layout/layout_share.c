/* SPDX-License-Identifier: BSD-3-Clause
 * layout_share.c - divide ranks among the domains of one level: evenly, into few, or in order.
 */
#include "layout_place.h"

static int least_of(int a, int b)
{
    return a < b ? a : b;
}

static void in_order(size_t n, const int *most, int rest, int *share)
{
    for (size_t i = 0; i < n; i++) {
        const int more = least_of(rest, most[i] - share[i]);
        share[i] += more;
        rest -= more;
    }
}

/* The smallest domain that holds all the rest, or else the largest; n if all are full. */
static size_t pick(size_t n, const int *most, int rest, const int *share)
{
    size_t best = n;
    for (size_t i = 0; i < n; i++) {
        const int room = most[i] - share[i], best_room = best < n ? most[best] - share[best] : 0;
        const bool fits = room >= rest, best_fits = best_room >= rest;
        if (room > 0 &&
            (best == n || (fits ? !best_fits || room < best_room : !best_fits && room > best_room))) {
            best = i;
        }
    }
    return best;
}

static void into_few(size_t n, const int *most, int rest, int *share)
{
    while (rest > 0) {
        const size_t i = pick(n, most, rest, share);
        const int more = least_of(rest, most[i] - share[i]);
        share[i] += more;
        rest -= more;
    }
}

/* As many to each domain as it goes; the last few to domains that lie far apart. */
static void evenly(size_t n, const int *most, int rest, int *share)
{
    while (rest > 0) {
        int n_open = 0, open = 0, given = 0;
        for (size_t i = 0; i < n; i++) {
            n_open += share[i] < most[i];
        }
        const int each = rest / n_open, few = rest;
        for (size_t i = 0; i < n; i++) {
            if (share[i] < most[i]) {
                const bool is_next =
                    each == 0 && given < few && open == (int)((long long)given * n_open / few);
                const int more = is_next ? 1 : least_of(each, most[i] - share[i]);
                given += is_next;
                share[i] += more;
                rest -= more;
                open++;
            }
        }
    }
}

void rxt_place_share(enum rxt_style style, size_t n, const int *least, const int *most, int k, int *share)
{
    int rest = k;
    for (size_t i = 0; i < n; i++) {
        share[i] = least[i];
        rest -= least[i];
    }
    if (style == RXT_STYLE_SPREAD) {
        evenly(n, most, rest, share);
    } else if (style == RXT_STYLE_COMPACT) {
        into_few(n, most, rest, share);
    } else {
        in_order(n, most, rest, share);
    }
}
