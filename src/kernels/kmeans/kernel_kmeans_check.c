/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_kmeans_check.c - each label, mean, count and inertia anew; the centres of the mixture.
 */
#include "kernel_kmeans_team.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

/* Of a chunk: points whose label is not their nearest centre, inertia, counts, sums, sums of absolute values. */
enum { WRONG, INERTIA, HEAD };

size_t kmeans_tally_size(const struct kmeans_shape *shape)
{
    return HEAD + shape->k + 2 * shape->k * shape->d;
}

/* Without fma and across the dimensions, unlike the loops that are checked. */
static double square_distance(const double *a, const double *b, size_t d)
{
    double sum = 0.0;
    for (size_t i = d; i-- > 0;) {
        const double t = a[i] - b[i];
        sum += t * t;
    }
    return sum;
}

static bool is_nearest(const struct kmeans *s, const double *point, size_t label, double square)
{
    const double slack = 1.0 + 4.0 * DBL_EPSILON * (double)(s->shape.d + 4);
    size_t nearer = 0;
    for (size_t c = 0; c < s->shape.k && label < s->shape.k; c++) {
        nearer += !(square <= slack * square_distance(point, s->before + c * s->shape.d, s->shape.d));
    }
    return label < s->shape.k && nearer == 0;
}

static void tally_chunk(void *context, const struct rxt_chunk *chunk)
{
    const struct kmeans *s = context;
    const size_t d = s->shape.d, k = s->shape.k;
    double *part = chunk->partial, *sums = part + HEAD + k;
    for (size_t i = 0; i < kmeans_tally_size(&s->shape); i++) {
        part[i] = 0.0;
    }
    for (size_t p = chunk->first; p < chunk->last; p++) {
        const double *point = kmeans_point_at(s, p);
        const size_t label = *kmeans_label_at(s, p), c = rxt_min(label, k - 1);
        const double square = square_distance(point, s->before + c * d, d);
        part[WRONG] += !is_nearest(s, point, label, square);
        part[INERTIA] += square;
        part[HEAD + c] += 1.0;
        for (size_t i = 0; i < d; i++) {
            sums[c * d + i] += point[i];
            sums[(k + c) * d + i] += fabs(point[i]);
        }
    }
}

/* In the order of the chunks from the last, unlike the sums that are checked. */
static void fold(struct kmeans *s, double *all)
{
    const size_t size = kmeans_tally_size(&s->shape), stride = (size + 7) / 8 * 8;
    const double *parts = rxt_partials(s->tally);
    for (size_t i = 0; i < size; i++) {
        all[i] = 0.0;
        for (size_t c = rxt_loop_chunks(s->tally); c-- > 0;) {
            all[i] += parts[c * stride + i];
        }
    }
}

/* Additions that a number goes through, each half an epsilon off at most, on either side. */
static double rounding(const struct kmeans *s)
{
    return DBL_EPSILON * (double)(s->grain + rxt_loop_chunks(s->tally) + s->shape.d + 16);
}

static size_t wrong_means(const struct kmeans *s, const double *all)
{
    const size_t d = s->shape.d, k = s->shape.k;
    size_t wrong = 0;
    for (size_t c = 0; c < k; c++) {
        const double n = all[HEAD + c];
        const double *sum = all + HEAD + k + c * d, *size = sum + k * d;
        wrong += !(n == s->counts[c]);
        for (size_t i = 0; i < d; i++) {
            const double is = s->centres[c * d + i];
            wrong +=
                !(n > 0.0 ? fabs(is - sum[i] / n) <= rounding(s) * size[i] / n : is == s->before[c * d + i]);
        }
    }
    return wrong;
}

static enum rxt_err check_inertia(const struct kmeans *s, double last)
{
    const double slack = 1.0 + rounding(s);
    size_t risen = 0;
    for (size_t t = 0; t < s->n_iterations; t++) {
        risen += !(isfinite(s->inertia[t]) && (t == 0 || s->inertia[t] <= slack * s->inertia[t - 1]));
    }
    const double is = s->inertia[s->n_iterations - 1];
    if (risen || !(fabs(is - last) <= 2.0 * rounding(s) * last)) {
        return rxt_fail(
            RXT_E_WRONG,
            "kmeans: inertia rose or is no number in %zu of %zu iterations; it is %.17g, not %.17g", risen,
            s->n_iterations, is, last);
    }
    return RXT_OK;
}

/* A centre is found when a mean lies within 7 deviations of a mean of its points, in every dimension. */
static size_t centres_missed(const struct kmeans *s)
{
    const size_t d = s->shape.d;
    size_t missed = 0;
    for (size_t m = 0; m < s->mixture.k; m++) {
        size_t found = 0, n = s->n / s->mixture.k;
        for (size_t i = n * s->mixture.k; i < s->n; i++) {
            n += kmeans_component(&s->mixture, s->seed, i) == m;
        }
        const double bound = 7.0 * s->spread / sqrt((double)n) + rounding(s) * (double)s->mixture.k;
        for (size_t c = 0; c < s->shape.k && n; c++) {
            size_t outside = 0;
            for (size_t i = 0; i < d; i++) {
                outside += !(fabs(s->centres[c * d + i] - s->truth[m * d + i]) <= bound);
            }
            found += outside == 0 && s->counts[c] == (double)n;
        }
        missed += n && found != 1;
    }
    return missed;
}

static enum rxt_err check_tally(struct kmeans *s, double *all)
{
    double n = 0.0;
    fold(s, all);
    const size_t wrong = wrong_means(s, all);
    for (size_t c = 0; c < s->shape.k; c++) {
        n += s->counts[c];
    }
    if (!(all[WRONG] == 0.0) || wrong || !(n == (double)s->n)) {
        return rxt_fail(
            RXT_E_WRONG,
            "kmeans: %.0f points are not with their nearest centre, %zu numbers of centres are not "
            "the mean of their points, %.0f of %zu points are counted",
            all[WRONG], wrong, n, s->n);
    }
    const enum rxt_err err = check_inertia(s, all[INERTIA]);
    if (err || *s->input || s->spread > KMEANS_APART) {
        return err;
    }
    const size_t missed = centres_missed(s);
    return missed ? rxt_fail(RXT_E_WRONG, "kmeans: %zu of %zu centres of the mixture were not found", missed,
                             s->mixture.k)
                  : RXT_OK;
}

enum rxt_err kmeans_check(void *state)
{
    struct kmeans *s = state;
    double *all = calloc(kmeans_tally_size(&s->shape), sizeof *all);
    enum rxt_err err =
        rxt_team_agree(s->team, all ? RXT_OK : rxt_fail(RXT_E_MEMORY, "kmeans: no room for a check"));
    if (!err) {
        rxt_map(s->tally, tally_chunk, s);
        err = check_tally(s, all);
    }
    free(all);
    return err;
}
