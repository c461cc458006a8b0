/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_factor_split.c - numbers on their way to their factors: division, then curves side by side.
 */
#include "kernel_factor.h"
#include "kernel_factor_mont.h"

enum {
    SMALL_BITS = 40, /* rho is faster below */
    BOUND_1 = 83,
    BOUND_2 = 3000,
    FIRST_SIGMA = 6,
    MAX_WHOLE = 2,    /* curves that find all factors at once: then rho */
    MAX_CURVES = 1000 /* without luck: then rho                         */
};

const struct factor_curves factor_curves_of[RXT_ISAS] = {
    [RXT_ISA_PLAIN] = {factor_curves_plain, 2},
    [RXT_ISA_AVX512] = {RXT_AVX512_OF(factor_curves_avx512), FACTOR_LANES},
};

/* The numbers whose curves run now; `tasks` is a stack of those that wait. */
struct lanes {
    const struct factor_tools *tools;
    struct factor_answer *answers;
    struct factor_task *tasks;
    size_t n_tasks, n_now;
    struct factor_task now[FACTOR_LANES];
};

void factor_tools_make(struct factor_tools *tools, enum rxt_isa isa)
{
    factor_plan_make(&tools->plan, BOUND_1, BOUND_2);
    tools->curves = factor_curves_of[isa];
    size_t n = 0;
    for (uint64_t p = 3; n < FACTOR_DIVISORS; p += 2) {
        if (factor_is_prime(p)) {
            tools->divisor[n++] =
                (struct factor_divisor){.inverse = mont_inverse(p), .most = UINT64_MAX / p, .p = (uint16_t)p};
        }
    }
}

static void put_small(struct factor_answer *a, uint64_t p)
{
    size_t i = a->n_small;
    while (i > 0 && a->small[i - 1] >= p) {
        i--;
    }
    if (i < a->n_small && a->small[i] == p) {
        return;
    }
    for (size_t k = a->n_small++; k > i; k--) {
        a->small[k] = a->small[k - 1];
    }
    a->small[i] = (uint16_t)p;
}

static void put_large(struct factor_answer *a, uint64_t p)
{
    size_t i = a->n_large++;
    for (; i > 0 && a->large[i - 1] > p; i--) {
        a->large[i] = a->large[i - 1];
    }
    a->large[i] = p;
}

/* A factor without divisors up to FACTOR_DIVIDED: it is prime and noted, or split, or waits for curves. */
static void settle(struct lanes *l, size_t at, uint64_t v)
{
    while (v > 1) {
        uint64_t p = v;
        if (v >= (uint64_t)FACTOR_DIVIDED * FACTOR_DIVIDED && !factor_is_prime(v)) {
            if (v >> SMALL_BITS) {
                l->tasks[l->n_tasks++] = (struct factor_task){.n = v, .at = at};
                return;
            }
            p = factor_rho(v);
            if (p >= (uint64_t)FACTOR_DIVIDED * FACTOR_DIVIDED && !factor_is_prime(p)) {
                p = factor_rho(p); /* below 2^40 there are at most 3 primes above FACTOR_DIVIDED */
            }
        }
        if (p < FACTOR_SMALL) {
            put_small(&l->answers[at], p);
        } else {
            put_large(&l->answers[at], p);
        }
        v /= p;
    }
}

static uint64_t divide(const struct factor_divisor *by, struct factor_answer *a)
{
    const int twos = __builtin_ctzll(a->number);
    uint64_t v = a->number >> twos;
    a->n_small = a->n_large = 0;
    if (twos > 0) {
        a->small[a->n_small++] = 2;
    }
    for (size_t i = 0; i < FACTOR_DIVISORS; i++) {
        uint64_t q = v * by[i].inverse;
        if (q <= by[i].most) {
            a->small[a->n_small++] = by[i].p;
            for (; q <= by[i].most; q = v * by[i].inverse) {
                v = q;
            }
        }
    }
    return v;
}

/* The curves of one number, or fewer numbers than lanes: then the next curves of each as well. */
static void run_lanes(struct lanes *l, uint64_t *found)
{
    const size_t n_lanes = l->tools->curves.n_lanes;
    uint64_t n[FACTOR_LANES], sigma[FACTOR_LANES];
    for (size_t i = 0; i < n_lanes; i++) {
        struct factor_task *task = &l->now[i % l->n_now];
        n[i] = task->n;
        sigma[i] = FIRST_SIGMA + task->curve++;
    }
    l->tools->curves.run(&l->tools->plan, n, sigma, found);
    for (size_t i = 0; i < n_lanes; i++) {
        found[i] = factor_gcd(found[i], n[i]);
    }
}

/* A proper factor that one of the task's lanes found, or 1. A curve may find all factors at once; if it
 * happens again and again they are small, and rho finds one soon. */
static uint64_t factor_of(struct lanes *l, size_t at, const uint64_t *found)
{
    struct factor_task *task = &l->now[at];
    uint64_t factor = 1;
    for (size_t i = at; i < l->tools->curves.n_lanes; i += l->n_now) {
        task->n_whole += found[i] == task->n;
        factor = found[i] > 1 && found[i] < task->n ? found[i] : factor;
    }
    const bool hopeless = task->n_whole > MAX_WHOLE || task->curve > MAX_CURVES;
    return factor == 1 && hopeless ? factor_rho(task->n) : factor;
}

static void step(struct lanes *l)
{
    uint64_t found[FACTOR_LANES];
    size_t n_left = 0;
    run_lanes(l, found);
    struct factor_task left[FACTOR_LANES];
    for (size_t i = 0; i < l->n_now; i++) {
        const uint64_t factor = factor_of(l, i, found);
        const struct factor_task task = l->now[i];
        if (factor == 1) {
            left[n_left++] = task;
        } else {
            settle(l, task.at, factor);
            settle(l, task.at, task.n / factor);
        }
    }
    for (size_t i = 0; i < n_left; i++) {
        l->now[i] = left[i];
    }
    l->n_now = n_left;
}

void factor_numbers(const struct factor_tools *tools, struct factor_answer *answers, size_t n,
                    struct factor_task *tasks)
{
    struct lanes l = {.tools = tools, .answers = answers, .tasks = tasks};
    for (size_t i = 0; i < n; i++) {
        settle(&l, i, divide(tools->divisor, &answers[i]));
    }
    while (l.n_tasks + l.n_now > 0) {
        while (l.n_now < tools->curves.n_lanes && l.n_tasks > 0) {
            l.now[l.n_now++] = tasks[--l.n_tasks];
        }
        step(&l);
    }
}

static size_t put_all(uint64_t *rest, uint64_t p, uint64_t *out, size_t n)
{
    while (p > 1 && *rest % p == 0 && n < FACTOR_MAX) {
        *rest /= p;
        out[n++] = p;
    }
    return n;
}

size_t factor_list(const struct factor_answer *answer, uint64_t out[FACTOR_MAX])
{
    uint64_t rest = answer->number;
    size_t n = 0;
    for (size_t i = 0; i < answer->n_small && i < FACTOR_MAX_SMALL; i++) {
        n = put_all(&rest, answer->small[i], out, n);
    }
    for (size_t i = 0; i < answer->n_large && i < FACTOR_MAX_LARGE; i++) {
        const bool divides = answer->large[i] > 1 && rest % answer->large[i] == 0;
        rest = divides ? rest / answer->large[i] : 0;
        out[n++] = answer->large[i];
    }
    return rest == 1 ? n : 0;
}
