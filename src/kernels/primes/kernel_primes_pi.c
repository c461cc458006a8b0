/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_primes_pi.c - the number of primes up to n by Legendre's recurrence: no sieve, no wheel.
 *
 * S(v, p) counts the numbers 2 .. v that are prime or have no factor up to p:
 * S(v, p) = S(v, p - 1) - (S(v / p, p - 1) - S(p - 1, p - 1)) for v >= p p. Only quotients of n are needed.
 */
#include "kernel_primes.h"

#include <math.h>
#include <stdlib.h>

/* S of the quotients: low[v] for v <= root, high[i] for n / i. */
struct quotients {
    uint64_t n, root;
    uint64_t *low, *high;
};

uint64_t primes_root(uint64_t n)
{
    uint64_t r = (uint64_t)sqrt((double)n);
    while (r * r > n) {
        r--;
    }
    while ((r + 1) * (r + 1) <= n) {
        r++;
    }
    return r;
}

double primes_pi_bytes(double n)
{
    return 2.0 * (sqrt(n) + 2.0) * sizeof(uint64_t);
}

/* Quotients below 2^53 by rounded division: it cannot reach the next integer from below. */
static uint64_t quotient(uint64_t a, double b)
{
    return (uint64_t)((double)a / b);
}

static void take_out(struct quotients *q, uint64_t p)
{
    const uint64_t before = q->low[p - 1], n_by_p = q->n / p;
    const uint64_t last = q->root < n_by_p / p ? q->root : n_by_p / p; /* n / i >= p p */
    const uint64_t both = q->root / p < last ? q->root / p : last;
    for (uint64_t i = 1; i <= both; i++) {
        q->high[i] -= q->high[i * p] - before;
    }
    for (uint64_t i = both + 1; i <= last; i++) {
        q->high[i] -= q->low[quotient(n_by_p, (double)i)] - before;
    }
    for (uint64_t v = q->root; v >= p * p; v--) {
        q->low[v] -= q->low[quotient(v, (double)p)] - before;
    }
}

enum rxt_err primes_pi(uint64_t n, uint64_t *out)
{
    struct quotients q = {.n = n, .root = primes_root(n)};
    q.low = calloc(q.root + 2, sizeof *q.low);
    q.high = calloc(q.root + 2, sizeof *q.high);
    enum rxt_err err = RXT_OK;
    if (!q.low || !q.high) {
        err = rxt_fail(RXT_E_MEMORY, "%.3g bytes to count the primes up to %llu", primes_pi_bytes((double)n),
                       (unsigned long long)n);
        goto out;
    }
    for (uint64_t i = 1; i <= q.root; i++) {
        q.low[i] = i - 1;
        q.high[i] = n / i - 1;
    }
    for (uint64_t p = 2; p * p <= n; p++) {
        if (q.low[p] != q.low[p - 1]) {
            take_out(&q, p);
        }
    }
    *out = n > 0 ? q.high[1] : 0;
out:
    free(q.low);
    free(q.high);
    return err;
}
