/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_factor_plan.c - the additions that multiply a point by all primes up to a bound, and the pairs
 * that then find one more prime.
 *
 * On a Montgomery curve b + c is found from b, c and b - c. Montgomery's PRAC gives short chains of such
 * additions: three points A, B, C = A - B, and two numbers d, e with d A + e B = the wanted multiple.
 */
#include "kernel_factor.h"

/* Registers are renamed and not copied: a swap costs nothing. */
struct writer {
    struct plan_step *steps; /* NULL: only count */
    size_t n;
    unsigned char a, b, c, t, u; /* registers of A, B, C and two more */
};

static void put(struct writer *w, unsigned char to, unsigned char from, unsigned char with,
                unsigned char difference)
{
    if (w->steps) {
        w->steps[w->n] = (struct plan_step){to, from, with, difference};
    }
    w->n++;
}

static void swap(unsigned char *x, unsigned char *y)
{
    const unsigned char t = *x;
    *x = *y;
    *y = t;
}

static void add(struct writer *w, unsigned char to, unsigned char x, unsigned char y,
                unsigned char difference)
{
    put(w, to, x, y, difference);
}

static void twice(struct writer *w, unsigned char to, unsigned char x)
{
    put(w, to, x, PLAN_DOUBLE, 0);
}

/* T = A + B; A = T + A; B = T + B. */
static void rule_1(struct writer *w)
{
    add(w, w->t, w->a, w->b, w->c);
    add(w, w->u, w->t, w->a, w->b);
    add(w, w->b, w->b, w->t, w->a);
    swap(&w->a, &w->u);
}

/* B = A + B; A = 2 A. */
static void rule_2(struct writer *w)
{
    add(w, w->t, w->a, w->b, w->c);
    swap(&w->b, &w->t);
    twice(w, w->a, w->a);
}

/* C = B; B = A + B. */
static void rule_3(struct writer *w)
{
    add(w, w->t, w->b, w->a, w->c);
    swap(&w->c, &w->b);
    swap(&w->b, &w->t);
}

/* C = C + A; A = 2 A. */
static void rule_5(struct writer *w)
{
    add(w, w->t, w->c, w->a, w->b);
    swap(&w->c, &w->t);
    twice(w, w->a, w->a);
}

/* A = 3 A; C = B; B = 3 A + B (the old A). */
static void rule_6(struct writer *w)
{
    twice(w, w->t, w->a);
    add(w, w->u, w->a, w->b, w->c);
    add(w, w->a, w->t, w->a, w->a);
    add(w, w->t, w->t, w->u, w->c);
    swap(&w->c, &w->b);
    swap(&w->b, &w->t);
}

/* B = 2 A + B; A = 3 A. */
static void rule_7(struct writer *w)
{
    add(w, w->t, w->a, w->b, w->c);
    add(w, w->u, w->t, w->a, w->b);
    swap(&w->b, &w->u);
    twice(w, w->t, w->a);
    add(w, w->a, w->t, w->a, w->a);
}

/* B = A + B; C = C + A; A = 3 A. */
static void rule_8(struct writer *w)
{
    add(w, w->t, w->a, w->b, w->c);
    add(w, w->u, w->c, w->a, w->b);
    swap(&w->c, &w->u);
    swap(&w->b, &w->t);
    twice(w, w->t, w->a);
    add(w, w->a, w->t, w->a, w->a);
}

/* C = C + B (difference A); B = 2 B. */
static void rule_9(struct writer *w)
{
    add(w, w->t, w->c, w->b, w->a);
    swap(&w->c, &w->t);
    twice(w, w->b, w->b);
}

/* (d - e) / 2: when d and e are nearly the same or d is far larger, else d - e. */
static bool halves(long d, long e)
{
    return (4 * d <= 5 * e && (d - e) % 6 == 0) || (d > 4 * e && (d + e) % 2 == 0);
}

/* One rule of PRAC, the first that applies: make d > e smaller. */
static void reduce(struct writer *w, long *d, long *e)
{
    if (4 * *d <= 5 * *e && (*d + *e) % 3 == 0) {
        const long old = *d;
        *d = (2 * old - *e) / 3;
        *e = (2 * *e - old) / 3;
        rule_1(w);
    } else if (halves(*d, *e)) {
        *d = (*d - *e) / 2;
        rule_2(w);
    } else if (*d <= 4 * *e) {
        *d -= *e;
        rule_3(w);
    } else if (*d % 2 == 0) {
        *d /= 2;
        rule_5(w);
    } else if (*d % 3 == 0) {
        *d = *d / 3 - *e;
        rule_6(w);
    } else if ((*d + *e) % 3 == 0) {
        *d = (*d - 2 * *e) / 3;
        rule_7(w);
    } else if ((*d - *e) % 3 == 0) {
        *d = (*d - *e) / 3;
        rule_8(w);
    } else {
        *e /= 2;
        rule_9(w);
    }
}

/* A = k A for an odd prime k, by a chain that begins with the pair (k - r, 2 r - k); false if there is none. */
static bool multiply(struct writer *w, long k, long r)
{
    long d = k - r, e = 2 * r - k;
    put(w, w->b, w->a, PLAN_COPY, 0);
    put(w, w->c, w->a, PLAN_COPY, 0);
    twice(w, w->a, w->a);
    while (d != e) {
        if (d < e) {
            const long t = d;
            d = e;
            e = t;
            swap(&w->a, &w->b);
        }
        reduce(w, &d, &e);
    }
    add(w, w->a, w->a, w->b, w->c);
    return d == 1;
}

/* The shortest of all chains: there are fewer than k / 2. */
static void multiply_best(struct writer *w, long k)
{
    long best = 0;
    size_t n_best = SIZE_MAX;
    for (long r = k / 2 + 1; r < k; r++) {
        struct writer trial = *w;
        trial.steps = NULL;
        if (multiply(&trial, k, r) && trial.n < n_best) {
            best = r;
            n_best = trial.n;
        }
    }
    multiply(w, k, best);
}

static bool is_prime(unsigned v)
{
    unsigned d = 2;
    while (d * d <= v && v % d) {
        d++;
    }
    return v >= 2 && d * d > v;
}

static void make_steps(struct factor_plan *plan, unsigned bound)
{
    struct writer w = {.steps = plan->steps, .a = 0, .b = 1, .c = 2, .t = 3, .u = 4};
    for (unsigned power = 2; power <= 2 * bound; power *= 2) { /* once more: the groups' orders are even */
        twice(&w, w.a, w.a);
    }
    for (unsigned p = 3; p <= bound; p += 2) {
        for (unsigned power = p; is_prime(p) && power <= bound; power *= p) {
            multiply_best(&w, p);
        }
    }
    plan->n_steps = w.n;
    plan->result = w.a;
}

/* A prime p is a giant plus or minus a baby; one pair may serve two primes. */
static void make_pairs(struct factor_plan *plan, unsigned bound_1, unsigned bound_2)
{
    plan->n_pairs = 0;
    plan->n_babies = PLAN_GIANT / 6;
    plan->n_giants = (bound_2 + PLAN_GIANT / 2) / PLAN_GIANT;
    for (size_t g = 0; g < plan->n_giants; g++) {
        const unsigned giant = (unsigned)(g + 1) * PLAN_GIANT;
        for (size_t i = 0; i < plan->n_babies; i++) {
            const unsigned low = giant - plan_baby(i), high = giant + plan_baby(i);
            if ((is_prime(low) && low > bound_1) || is_prime(high)) {
                plan->pair_giant[plan->n_pairs] = (unsigned char)g;
                plan->pair_baby[plan->n_pairs++] = (unsigned char)i;
            }
        }
    }
}

void factor_plan_make(struct factor_plan *plan, unsigned bound_1, unsigned bound_2)
{
    make_steps(plan, bound_1);
    make_pairs(plan, bound_1, bound_2);
}
