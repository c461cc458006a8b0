/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_factor_curve.h - the elliptic curve method, written once for every arithmetic.
 *
 * The includer gives struct residue (numbers modulo several n side by side), struct modulus, GROUPS and
 * residue_mul, residue_add, residue_sub; a group is what one struct residue holds, and the groups go in turn, since one
 * alone would wait for its own products. Points are X : Z of Suyama's Montgomery curve of `sigma`, whose group
 * has an order divisible by 12; its (A + 2) / 4 is kept as a fraction, which saves an inverse for one product a doubling.
 */
#ifndef KERNEL_FACTOR_CURVE_H
#define KERNEL_FACTOR_CURVE_H

#include "kernel_factor.h"

struct point {
    struct residue x, z;
};

struct curve {
    struct modulus m;
    struct residue over, under; /* (A + 2) / 4 */
    struct residue product[2];
    struct point at[PLAN_REGISTERS];
    struct point multiple[PLAN_MAX_BABIES + PLAN_MAX_GIANTS]; /* babies, then giants */
};

static inline struct residue square(struct residue a, const struct modulus *m)
{
    return residue_mul(a, a, m);
}

/* Montgomery (1987): b + c, knowing b - c. */
static inline void add(struct point *to, const struct point *b, const struct point *c,
                       const struct point *difference, const struct modulus *m)
{
    const struct residue u = residue_mul(residue_sub(b->x, b->z, m), residue_add(c->x, c->z, m), m);
    const struct residue v = residue_mul(residue_add(b->x, b->z, m), residue_sub(c->x, c->z, m), m);
    const struct residue sum = square(residue_add(u, v, m), m), rest = square(residue_sub(u, v, m), m);
    *to = (struct point){residue_mul(difference->z, sum, m), residue_mul(difference->x, rest, m)};
}

static inline void twice(struct point *to, const struct point *b, const struct curve *c)
{
    const struct modulus *m = &c->m;
    const struct residue sum = square(residue_add(b->x, b->z, m), m);
    const struct residue rest = square(residue_sub(b->x, b->z, m), m);
    const struct residue both = residue_sub(sum, rest, m), under = residue_mul(rest, c->under, m);
    const struct residue z = residue_add(under, residue_mul(c->over, both, m), m);
    *to = (struct point){residue_mul(sum, under, m), residue_mul(both, z, m)};
}

/* u = sigma^2 - 5, v = 4 sigma; X : Z = u^3 : v^3; (A + 2) / 4 = (v - u)^3 (3 u + v) / (16 u^3 v). */
static void start(struct curve *c, struct residue sigma, struct residue five)
{
    const struct modulus *m = &c->m;
    const struct residue u = residue_sub(square(sigma, m), five, m);
    const struct residue two = residue_add(sigma, sigma, m), v = residue_add(two, two, m);
    const struct residue x = residue_mul(square(u, m), u, m), z = residue_mul(square(v, m), v, m);
    const struct residue gap = residue_sub(v, u, m), twice_u = residue_add(u, u, m);
    const struct residue sum = residue_add(residue_add(twice_u, u, m), v, m);
    struct residue under = residue_mul(x, v, m);
    for (int i = 0; i < 4; i++) {
        under = residue_add(under, under, m);
    }
    c->over = residue_mul(residue_mul(square(gap, m), gap, m), sum, m);
    c->under = under;
    c->at[0] = (struct point){x, z};
}

static void take_steps(const struct factor_plan *plan, struct curve *c)
{
    for (size_t i = 0; i < plan->n_steps; i++) {
        const struct plan_step s = plan->steps[i];
        for (int g = 0; g < GROUPS; g++) {
            struct point *at = c[g].at;
            if (s.c == PLAN_DOUBLE) {
                twice(&at[s.a], &at[s.b], &c[g]);
            } else if (s.c == PLAN_COPY) {
                at[s.a] = at[s.b];
            } else {
                add(&at[s.a], &at[s.b], &at[s.c], &at[s.d], &c[g].m);
            }
        }
    }
}

/* Babies 1, 5, 7, 11 ...: each is 6 more than the one before the last. */
static void make_babies(const struct factor_plan *plan, struct curve *c)
{
    struct point *baby = c->multiple, *at = c->at;
    struct point *two = &at[(plan->result + 1) % PLAN_REGISTERS],
                 *three = &at[(plan->result + 2) % PLAN_REGISTERS];
    struct point *six = &at[(plan->result + 3) % PLAN_REGISTERS];
    baby[0] = at[plan->result];
    twice(two, &baby[0], c);
    add(three, two, &baby[0], &baby[0], &c->m);
    twice(six, three, c);
    add(&baby[1], three, two, &baby[0], &c->m);
    add(&baby[2], six, &baby[0], &baby[1], &c->m);
    add(&baby[3], six, &baby[1], &baby[0], &c->m);
    for (size_t i = 4; i <= plan->n_babies; i++) {
        add(&baby[i], &baby[i - 2], six, &baby[i - 4], &c->m);
    }
    /* The last two, PLAN_GIANT / 2 -+ 1, make the first giant, which takes the place of the last. */
    add(&baby[plan->n_babies], &baby[plan->n_babies], &baby[plan->n_babies - 1], two, &c->m);
}

static void make_giants(const struct factor_plan *plan, struct curve *c)
{
    struct point *giant = c->multiple + plan->n_babies;
    twice(&giant[1], &giant[0], c);
    for (size_t g = 2; g < plan->n_giants; g++) {
        add(&giant[g], &giant[g - 1], &giant[0], &giant[g - 2], &c->m);
    }
}

/* Give all multiples one Z: the product of all. Then x alone tells whether two are the same. */
static void make_alike(const struct factor_plan *plan, struct curve *c)
{
    const size_t n = plan->n_babies + plan->n_giants;
    struct residue before[PLAN_MAX_BABIES + PLAN_MAX_GIANTS];
    struct point *at = c->multiple;
    before[0] = at[0].z;
    for (size_t i = 1; i < n; i++) {
        before[i] = residue_mul(before[i - 1], at[i].z, &c->m);
    }
    struct residue behind = at[n - 1].z;
    at[n - 1].x = residue_mul(at[n - 1].x, before[n - 2], &c->m);
    for (size_t i = n - 2; i > 0; i--) {
        at[i].x = residue_mul(at[i].x, residue_mul(before[i - 1], behind, &c->m), &c->m);
        behind = residue_mul(behind, at[i].z, &c->m);
    }
    at[0].x = residue_mul(at[0].x, behind, &c->m);
    c->product[0] = before[n - 1];
    c->product[1] = before[n - 1];
}

static void take_pairs(const struct factor_plan *plan, struct curve *c)
{
    for (size_t i = 0; i < plan->n_pairs; i++) {
        for (int g = 0; g < GROUPS; g++) {
            const struct residue giant = c[g].multiple[plan->n_babies + plan->pair_giant[i]].x;
            const struct residue rest = residue_sub(giant, c[g].multiple[plan->pair_baby[i]].x, &c[g].m);
            c[g].product[i % 2] = residue_mul(c[g].product[i % 2], rest, &c[g].m);
        }
    }
}

static void run_curves(const struct factor_plan *plan, struct curve *c)
{
    take_steps(plan, c);
    for (int g = 0; g < GROUPS; g++) {
        make_babies(plan, &c[g]);
        make_giants(plan, &c[g]);
        make_alike(plan, &c[g]);
    }
    take_pairs(plan, c);
    for (int g = 0; g < GROUPS; g++) {
        c[g].product[0] = residue_mul(c[g].product[0], c[g].product[1], &c[g].m);
    }
}

#endif
