/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_stats_moments.c - sums that keep what they lose, moments that are merged, factors without a divisor.
 */
#include "kernel_stats.h"

/* Knuth's two-sum: exact for any order of magnitude of the two. */
void stats_add(struct stats_sum *a, double b)
{
    const double sum = a->sum + b, part = sum - a->sum;
    a->lost += (a->sum - (sum - part)) + (b - part);
    a->sum = sum;
}

static void add_sum(struct stats_sum *a, struct stats_sum b)
{
    stats_add(a, b.sum);
    a->lost += b.lost;
}

/* Pebay's update of central moments, with d the distance of the means. */
void stats_merge(struct stats_moments *a, const struct stats_moments *b)
{
    if (b->n == 0.0) {
        return;
    }
    if (a->n == 0.0) {
        *a = *b;
        return;
    }
    const double n = a->n + b->n, p = a->n / n, q = b->n / n;
    const double d = (b->mean.sum - a->mean.sum) + (b->mean.lost - a->mean.lost), d2 = d * d;
    const double a2 = stats_value(a->m2), a3 = stats_value(a->m3);
    const double b2 = stats_value(b->m2), b3 = stats_value(b->m3);
    add_sum(&a->m4, b->m4);
    stats_add(&a->m4, d2 * d2 * (p * q * n) * (p * p - p * q + q * q));
    stats_add(&a->m4, 6.0 * d2 * (p * p * b2 + q * q * a2));
    stats_add(&a->m4, 4.0 * d * (p * b3 - q * a3));
    add_sum(&a->m3, b->m3);
    stats_add(&a->m3, d2 * d * (p * q * n) * (p - q));
    stats_add(&a->m3, 3.0 * d * (p * b2 - q * a2));
    add_sum(&a->m2, b->m2);
    stats_add(&a->m2, d2 * (p * q * n));
    stats_add(&a->mean, d * q);
    a->n = n;
}

uint64_t stats_multiply(uint64_t a, uint64_t b, uint64_t n)
{
    uint64_t product = 0;
    for (a %= n, b %= n; b; b >>= 1) {
        product = b & 1 ? (product + a) % n : product;
        a = (a + a) % n;
    }
    return product;
}

uint64_t stats_coprime(uint64_t n, uint64_t random)
{
    for (uint64_t a = 1 + random % n;; a = 1 + a % n) {
        uint64_t x = a, y = n;
        while (y) {
            const uint64_t rest = x % y;
            x = y;
            y = rest;
        }
        if (x == 1) {
            return a % n ? a % n : 1;
        }
    }
}
