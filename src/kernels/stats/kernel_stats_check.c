/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_stats_check.c - closed forms for the generated array; for a file, the definitions, number by number.
 */
#include "kernel_stats_state.h"

#include <float.h>
#include <math.h>

/* The closed forms of the discrete uniform distribution on 0, 1/n ... (n - 1)/n. */
static struct stats_answer closed_forms(uint64_t n_numbers, bool has_bins)
{
    const double n = (double)n_numbers, n2 = n * n;
    struct stats_answer a = {.n = n_numbers,
                             .mean = (n - 1.0) / (2.0 * n),
                             .variance = (n2 - 1.0) / (12.0 * n2),
                             .max = (n - 1.0) / n};
    a.excess = n_numbers > 1 ? -1.2 * (n2 + 1.0) / (n2 - 1.0) : 0.0;
    for (uint64_t b = 0; has_bins && b < STATS_BINS;
         b++) { /* how many k lie in [b n / BINS, (b + 1) n / BINS) */
        const uint64_t first = (b * n_numbers + STATS_BINS - 1) / STATS_BINS;
        a.bin[b] = ((b + 1) * n_numbers + STATS_BINS - 1) / STATS_BINS - first;
    }
    return a;
}

static bool near(double value, double want, double tolerance)
{
    return fabs(value - want) <= tolerance;
}

static size_t wrong_bins(const uint64_t *bin, const uint64_t *want)
{
    size_t wrong = 0;
    for (size_t b = 0; b < STATS_BINS; b++) {
        wrong += bin[b] != want[b];
    }
    return wrong;
}

static enum rxt_err check_counts(const struct stats_answer *a, const struct stats_answer *want)
{
    const size_t wrong = wrong_bins(a->bin, want->bin);
    const bool right = (a->n == 0 && want->n == 0) || (a->min == want->min && a->max == want->max);
    if (wrong || !right || a->n != want->n || a->others != want->others) {
        return rxt_fail(
            RXT_E_WRONG,
            "stats: %zu bins are wrong; extremes %.17g and %.17g, not %.17g and %.17g; %llu numbers "
            "and %llu others, not %llu and %llu",
            wrong, a->min, a->max, want->min, want->max, (unsigned long long)a->n,
            (unsigned long long)a->others, (unsigned long long)want->n, (unsigned long long)want->others);
    }
    return RXT_OK;
}

/* A lane adds a block's share, the lanes are folded, and few roundings follow: all else is compensated. */
enum { GENERATED_DEPTH = STATS_BLOCK / STATS_LANES + STATS_LANES + 16 };

static enum rxt_err check_generated(const struct stats *s)
{
    const struct stats_answer *a = &s->answer, want = closed_forms(s->n, s->has_bins);
    const double tolerance = GENERATED_DEPTH * DBL_EPSILON;
    enum rxt_err err = check_counts(a, &want);
    if (err == RXT_OK &&
        !(near(a->mean, want.mean, 4.0 * DBL_EPSILON) && near(a->variance, want.variance, tolerance) &&
          near(a->skewness, 0.0, 32.0 * tolerance) && near(a->excess, want.excess, 32.0 * tolerance))) {
        err = rxt_fail(RXT_E_WRONG,
                       "stats: mean %.17g variance %.17g skewness %.3g excess %.17g, not %.17g %.17g 0 %.17g",
                       a->mean, a->variance, a->skewness, a->excess, want.mean, want.variance, want.excess);
    }
    return err;
}

static void prove_number(const struct stats *s, double x, struct stats_proof *p)
{
    if (!isfinite(x)) {
        p->others++;
        return;
    }
    const double d = x - s->answer.mean;
    const int bin = (int)((x - s->range.low) * s->range.scale);
    p->n++;
    p->min = x < p->min ? x : p->min;
    p->max = x > p->max ? x : p->max;
    p->bin[bin < STATS_BINS ? bin : STATS_BINS - 1]++;
    double power = d;
    for (size_t i = 0; i < STATS_POWERS; i++, power *= d) {
        p->power[i] += power;
        p->size[i] += fabs(power);
    }
}

static void prove_chunk(void *context, const struct rxt_chunk *chunk)
{
    const struct stats *s = context;
    struct stats_proof *p = chunk->partial;
    *p = (struct stats_proof){.min = INFINITY, .max = -INFINITY};
    for (size_t i = chunk->first; i < chunk->last; i++) {
        prove_number(s, s->x[i - s->first], p);
    }
}

static struct stats_proof prove(struct stats *s)
{
    struct stats_proof all = {.min = INFINITY, .max = -INFINITY};
    rxt_map(s->proof, prove_chunk, s);
    const struct stats_proof *parts = rxt_partials(s->proof);
    for (size_t c = 0; c < rxt_loop_chunks(s->proof); c++) {
        all.n += parts[c].n;
        all.others += parts[c].others;
        all.min = parts[c].min < all.min ? parts[c].min : all.min;
        all.max = parts[c].max > all.max ? parts[c].max : all.max;
        for (size_t i = 0; i < STATS_POWERS; i++) {
            all.power[i] += parts[c].power[i];
            all.size[i] += parts[c].size[i];
        }
        for (size_t b = 0; b < STATS_BINS; b++) {
            all.bin[b] += parts[c].bin[b];
        }
    }
    return all;
}

/* The first power sums to 0 about the mean; the others are what was found, as far as the roundings of the plain sums
 * here, and of the mean itself, go. */
static enum rxt_err check_file(struct stats *s)
{
    const struct stats_answer *a = &s->answer;
    const struct stats_proof p = prove(s);
    struct stats_answer want = {.n = p.n, .others = p.others, .min = p.min, .max = p.max};
    for (size_t b = 0; s->has_bins && b < STATS_BINS; b++) {
        want.bin[b] = p.bin[b];
    }
    const double tolerance = ((double)STATS_GRAIN + (double)rxt_loop_chunks(s->proof)) * DBL_EPSILON;
    const double off = 2.0 * DBL_EPSILON * fabs(a->mean) + 2.0 * DBL_TRUE_MIN; /* of the mean, as a double */
    enum rxt_err err = check_counts(a, &want);
    if (err == RXT_OK &&
        !(near(p.power[0], 0.0, tolerance * p.size[0] + off * (double)p.n) &&
          near(p.power[1], a->m2, tolerance * p.size[1] + off * (2.0 * p.size[0] + off * (double)p.n)) &&
          near(p.power[2], a->m3, tolerance * p.size[2] + 4.0 * off * (p.size[1] + off * p.size[0])) &&
          near(p.power[3], a->m4, tolerance * p.size[3] + 5.0 * off * (p.size[2] + off * p.size[1])))) {
        err = rxt_fail(
            RXT_E_WRONG,
            "stats: powers of the distance from the mean %.17g sum to %.3g, %.17g, %.17g, %.17g and not "
            "to 0, %.17g, %.17g, %.17g",
            a->mean, p.power[0], p.power[1], p.power[2], p.power[3], a->m2, a->m3, a->m4);
    }
    return err;
}

enum rxt_err stats_check(void *state)
{
    struct stats *s = state;
    return s->is_file ? check_file(s) : check_generated(s);
}

enum rxt_err stats_scan(struct stats *s, const char *path)
{
    const double widest = 1e75;     /* its fourth power, 1e300, can still be summed               */
    const double narrowest = 1e-70; /* its fourth power, 1e-280, still has a double's precision */
    s->range = (struct stats_range){.low = 0.0};
    const struct stats_proof p = prove(s);
    const double width = p.n ? p.max - p.min : 0.0;
    if (p.n && !(width <= widest && fabs(p.min) <= widest && fabs(p.max) <= widest)) {
        return rxt_fail(
            RXT_E_INPUT,
            "input '%s': numbers from %.3g to %.3g: beyond %.0e their fourth powers overflow; scale them",
            path, p.min, p.max, widest);
    }
    if (width > 0.0 && width < narrowest) {
        return rxt_fail(
            RXT_E_INPUT,
            "input '%s': numbers from %.3g to %.3g, closer together than %.0e: the fourth powers of "
            "their distances underflow; scale them",
            path, p.min, p.max, narrowest);
    }
    s->range =
        (struct stats_range){.low = p.n ? p.min : 0.0, .scale = width > 0.0 ? STATS_BINS / width : 0.0};
    return RXT_OK;
}
