/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_heat_check.c - every point against the closed form; a digest that no chunk grid changes.
 */
#include "kernel_heat_state.h"

#include "rxt/digest.h"

#include <float.h>
#include <math.h>

/* Each step rounds by a few epsilon of at most 1.5, and averaging does not enlarge an error. */
static double tolerance(const struct heat *s)
{
    return 4.0 * DBL_EPSILON * ((double)s->steps + 16.0);
}

static void check_row(const struct heat *s, size_t z, size_t y, const double factor[HEAT_MODES],
                      struct heat_part *part)
{
    const double *u = heat_row_at(s, s->now, z, y);
    for (size_t x = 0; x < s->n; x++) {
        const double want = heat_modes_at(&s->modes, z + 1, y + 1, x + 1, factor[0], factor[1]);
        const double off = fabs(u[x] - want);
        part->wrong += !(off <= tolerance(s));
        part->worst = off > part->worst ? off : part->worst;
    }
}

static void check_slabs(void *context, const struct rxt_chunk *chunk)
{
    const struct heat *s = context;
    const double factor[HEAT_MODES] = {pow(s->modes.mode[0].lambda, (double)s->steps),
                                       pow(s->modes.mode[1].lambda, (double)s->steps)};
    struct heat_part part = {.wrong = 0};
    for (size_t z = chunk->first; z < chunk->last; z++) {
        for (size_t y = 0; y < s->grid.rows; y++) {
            check_row(s, z, y, factor, &part);
        }
    }
    *(struct heat_part *)chunk->partial = part;
}

enum rxt_err heat_check(void *state)
{
    struct heat *s = state;
    struct heat_part all = {.wrong = 0};
    rxt_map(s->fold, check_slabs, s);
    const struct heat_part *parts = rxt_partials(s->fold);
    for (size_t c = 0; c < rxt_loop_chunks(s->fold); c++) {
        all.wrong += parts[c].wrong;
        all.worst = parts[c].worst > all.worst ? parts[c].worst : all.worst;
    }
    if (all.wrong) {
        return rxt_fail(RXT_E_WRONG, "heat: %llu points are off by up to %.3g, %.3g is allowed",
                        (unsigned long long)all.wrong, all.worst, tolerance(s));
    }
    return RXT_OK;
}

static void digest_slabs(void *context, const struct rxt_chunk *chunk)
{
    const struct heat *s = context;
    struct heat_part part = {.digest = 0};
    for (size_t z = chunk->first; z < chunk->last; z++) {
        for (size_t y = 0; y < s->grid.rows; y++) {
            const uint64_t row = rxt_digest_word(RXT_DIGEST_START, z * s->grid.rows + y);
            part.digest += rxt_digest_bytes(row, heat_row_at(s, s->now, z, y), s->n * sizeof(double));
        }
    }
    *(struct heat_part *)chunk->partial = part;
}

/* A sum over rows that each know their place: the chunk grid follows from `block`, and the answer does not. */
uint64_t heat_digest(void *state)
{
    struct heat *s = state;
    uint64_t sum = 0;
    rxt_map(s->fold, digest_slabs, s);
    const struct heat_part *parts = rxt_partials(s->fold);
    for (size_t c = 0; c < rxt_loop_chunks(s->fold); c++) {
        sum += parts[c].digest;
    }
    return rxt_digest_word(rxt_digest_word(RXT_DIGEST_START, s->steps), sum);
}
