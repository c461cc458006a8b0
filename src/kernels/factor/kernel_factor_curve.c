/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_factor_curve.c - elliptic curves in plain C: two numbers at a time, 64-bit products.
 */
#include "kernel_factor_mont.h"

#include "kernel_factor.h"

enum { GROUPS = 2 };

struct residue {
    uint64_t v; /* < n, times 2^64 */
};

struct modulus {
    uint64_t n, inverse;
};

static inline struct residue residue_mul(struct residue a, struct residue b, const struct modulus *m)
{
    return (struct residue){mont_mul(a.v, b.v, m->n, m->inverse)};
}

static inline struct residue residue_add(struct residue a, struct residue b, const struct modulus *m)
{
    return (struct residue){mont_add(a.v, b.v, m->n)};
}

static inline struct residue residue_sub(struct residue a, struct residue b, const struct modulus *m)
{
    return (struct residue){mont_sub(a.v, b.v, m->n)};
}

#include "kernel_factor_curve.h"

void factor_curves_plain(const struct factor_plan *plan, const uint64_t *n, const uint64_t *sigma,
                         uint64_t *out)
{
    struct curve c[GROUPS];
    for (int g = 0; g < GROUPS; g++) {
        const struct mont m = mont_of(n[g]);
        c[g].m = (struct modulus){.n = m.n, .inverse = m.inverse};
        const struct residue five = {mont_mul(5, m.square, m.n, m.inverse)};
        start(&c[g], (struct residue){mont_mul(sigma[g] % m.n, m.square, m.n, m.inverse)}, five);
    }
    run_curves(plan, c);
    for (int g = 0; g < GROUPS; g++) {
        out[g] = c[g].product[0].v;
    }
}
