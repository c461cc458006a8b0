/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_factor_prime.c - is it prime? If not, rho finds a factor that is not large.
 */
#include "kernel_factor.h"
#include "kernel_factor_mont.h"

enum { BASES = 6 };

/* Behind base 2. */
static const uint64_t bases[BASES] = {325, 9375, 28178, 450775, 9780504, 1795265022};

/* n - 1 = odd 2^twos */
struct exponent {
    uint64_t odd;
    int twos;
};

static struct exponent exponent_of(uint64_t n)
{
    const int twos = __builtin_ctzll(n - 1);
    return (struct exponent){.odd = (n - 1) >> twos, .twos = twos};
}

/* Several powers at once: one alone would wait for its own products. */
static inline void powers(const struct mont *m, uint64_t e, const uint64_t *base, uint64_t *out, int count)
{
    uint64_t x[BASES];
    for (int i = 0; i < count; i++) {
        x[i] = base[i];
    }
    for (int bit = 62 - __builtin_clzll(e); bit >= 0; bit--) {
        for (int i = 0; i < count; i++) {
            x[i] = mont_mul(x[i], x[i], m->n, m->inverse);
            const uint64_t more = mont_mul(x[i], base[i], m->n, m->inverse);
            x[i] = e >> bit & 1 ? more : x[i];
        }
    }
    for (int i = 0; i < count; i++) {
        out[i] = x[i];
    }
}

/* x = base^odd: 1, or -1 after up to twos - 1 squares. */
static bool is_strong(const struct mont *m, uint64_t x, int twos)
{
    const uint64_t minus_one = m->n - m->one;
    if (x == m->one || x == minus_one) {
        return true;
    }
    for (int i = 1; i < twos; i++) {
        x = mont_mul(x, x, m->n, m->inverse);
        if (x == minus_one) {
            return true;
        }
    }
    return false;
}

/* The power of 2 needs no products but squares. */
static bool passes_2(const struct mont *m, const struct exponent *e)
{
    uint64_t x = mont_add(m->one, m->one, m->n);
    for (int bit = 62 - __builtin_clzll(e->odd); bit >= 0; bit--) {
        x = mont_mul(x, x, m->n, m->inverse);
        x = e->odd >> bit & 1 ? mont_add(x, x, m->n) : x;
    }
    return is_strong(m, x, e->twos);
}

bool factor_is_prime(uint64_t n)
{
    if (n < 4 || n % 2 == 0) {
        return n == 2 || n == 3;
    }
    const struct mont m = mont_of(n);
    const struct exponent e = exponent_of(n);
    if (!passes_2(&m, &e)) {
        return false;
    }
    uint64_t base[BASES], power[BASES];
    for (int i = 0; i < BASES; i++) {
        base[i] = mont_mul(bases[i] % n, m.square, n, m.inverse);
    }
    powers(&m, e.odd, base, power, BASES);
    bool prime = true;
    for (int i = 0; i < BASES; i++) {
        prime = prime && (base[i] == 0 || is_strong(&m, power[i], e.twos));
    }
    return prime;
}

uint64_t factor_gcd(uint64_t a, uint64_t b)
{
    if (a == 0 || b == 0) {
        return a + b;
    }
    const int shift = __builtin_ctzll(a | b);
    a >>= __builtin_ctzll(a);
    b >>= __builtin_ctzll(b);
    while (a != b) {
        const uint64_t more = a > b ? a - b : b - a;
        a = a < b ? a : b;
        b = more >> __builtin_ctzll(more);
    }
    return a << shift;
}

/* x -> x x + c. */
static uint64_t rho_step(const struct mont *m, uint64_t x, uint64_t c)
{
    return mont_add(mont_mul(x, x, m->n, m->inverse), c, m->n);
}

/* When a product of differences became 0: the same steps again, one difference at a time. */
static uint64_t rho_again(const struct mont *m, uint64_t x, uint64_t y, uint64_t c)
{
    uint64_t g = 1;
    while (g == 1) {
        y = rho_step(m, y, c);
        g = factor_gcd(x > y ? x - y : y - x, m->n);
    }
    return g;
}

static uint64_t rho_from(const struct mont *m, uint64_t c)
{
    enum { TOGETHER = 32 };
    uint64_t x = c, y = c, product = m->one, g = 1;
    for (uint64_t length = 1; g == 1; length *= 2) {
        x = y;
        for (uint64_t i = 0; i < length; i++) {
            y = rho_step(m, y, c);
        }
        for (uint64_t done = 0; done < length && g == 1; done += TOGETHER) {
            const uint64_t from = y;
            for (uint64_t i = 0; i < TOGETHER && i < length - done; i++) {
                y = rho_step(m, y, c);
                product = mont_mul(product, x > y ? x - y : y - x, m->n, m->inverse);
            }
            g = factor_gcd(product, m->n);
            if (g == m->n) {
                return rho_again(m, x, from, c);
            }
        }
    }
    return g;
}

uint64_t factor_rho(uint64_t n)
{
    const struct mont m = mont_of(n);
    uint64_t g = n;
    for (uint64_t c = m.one; g == n; c = mont_add(c, m.one, n)) {
        g = rho_from(&m, c);
    }
    return g;
}
