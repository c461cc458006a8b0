/* SPDX-License-Identifier: BSD-3-Clause
 * test_kernel_nbody.c - pulls, orbits and conserved sums of small groups; variants beside the reference.
 */
#include "kernel_nbody.h"
#include "tests.h"

#include <CUnit/CUnit.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { LANES = NBODY_LANES, BODIES = 5 * LANES };

static const double softening = 0.01;

static void start(struct nbody_group *group, struct nbody_body *body, size_t n)
{
    for (size_t first = 0; first < n; first += LANES) {
        nbody_start(&group[first / LANES], first, n, 3);
        nbody_publish(&group[first / LANES], &body[first]);
    }
}

static void an_avx512_pull_is_the_plain_one_bit_for_bit(void)
{
    struct nbody_group group[BODIES / LANES], plain, other;
    struct nbody_body body[BODIES];
    size_t wrong = 0;
    if (rxt_isa_choose(NULL) != RXT_ISA_AVX512) {
        printf("(skipped: no AVX-512) ");
        return;
    }
    start(group, body, BODIES);
    for (size_t n = 1; n <= BODIES; n++) {
        for (double s = 1e-14; s < 1e3; s *= 100.0) {
            plain = other = group[n / LANES % (BODIES / LANES)];
            nbody_pulls[RXT_ISA_PLAIN](&plain, body, n, s);
            nbody_pulls[RXT_ISA_AVX512](&other, body, n, s);
            wrong += memcmp(&plain, &other, sizeof plain) != 0;
        }
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

static void a_pull_is_that_of_the_textbook(void)
{
    static const size_t sizes[] = {1, 2, 7, BODIES};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct nbody_group group[BODIES / LANES];
        struct nbody_body body[BODIES];
        struct nbody_sums sums;
        start(group, body, sizes[i]);
        nbody_pull_plain(&group[0], body, sizes[i], softening * softening);
        nbody_sum(&sums, &group[0], 0, body, sizes[i], softening);
        CU_ASSERT_EQUAL(sums.n_wrong_pulls, 0);
        group[0].az[0] += 1e-9;
        nbody_sum(&sums, &group[0], 0, body, sizes[i], softening);
        CU_ASSERT_EQUAL(sums.n_wrong_pulls, 1);
        group[0].az[0] = NAN;
        nbody_sum(&sums, &group[0], 0, body, sizes[i], softening);
        CU_ASSERT_EQUAL(sums.n_wrong_pulls, 1);
    }
}

/* One pair, away from the softening: m d / |d|^3 to some units in the last place. */
static void a_pull_is_right_to_the_last_places(void)
{
    double worst = 0.0;
    for (double d = 1e-3; d < 1e3; d *= 1.37) {
        const struct nbody_body body = {.x = d, .m = 1.0};
        struct nbody_group group = {.m = {1.0}};
        nbody_pull_plain(&group, &body, 1, 1e-30);
        worst = fmax(worst, fabs(group.ax[0] * d * d - 1.0));
    }
    CU_ASSERT(worst < 1e-15);
}

static void a_body_alone_is_not_pulled(void)
{
    struct nbody_group group;
    struct nbody_body body[LANES];
    start(&group, body, 1);
    nbody_pull_plain(&group, body, 1, softening * softening);
    CU_ASSERT_EQUAL(group.ax[0], 0.0);
    CU_ASSERT_EQUAL(group.ay[0], 0.0);
    CU_ASSERT_EQUAL(group.az[0], 0.0);
}

static void two_bodies_follow_kepler_to_the_second_order(void)
{
    const double coarse = nbody_orbit_error(nbody_pull_plain, 1000);
    const double fine = nbody_orbit_error(nbody_pull_plain, 2000);
    CU_ASSERT(coarse < 1e-3);
    CU_ASSERT_DOUBLE_EQUAL(coarse / fine, 4.0, 0.1);
}

static void bodies_begin_in_the_unit_ball_whatever_their_group(void)
{
    struct nbody_group group[BODIES / LANES];
    struct nbody_body body[BODIES];
    double mass = 0.0;
    size_t outside = 0;
    start(group, body, BODIES - 3);
    for (size_t i = 0; i < BODIES; i++) {
        outside += !(body[i].x * body[i].x + body[i].y * body[i].y + body[i].z * body[i].z < 1.0);
        mass += body[i].m;
    }
    CU_ASSERT_EQUAL(outside, 0);
    CU_ASSERT_DOUBLE_EQUAL(mass, 1.0, 0.1);
    CU_ASSERT_EQUAL(body[BODIES - 1].m, 0.0);
    CU_ASSERT(body[0].m != body[1].m);
}

CU_TestInfo test_kernel_nbody[] = {
    CLAIM(an_avx512_pull_is_the_plain_one_bit_for_bit),
    CLAIM(a_pull_is_that_of_the_textbook),
    CLAIM(a_pull_is_right_to_the_last_places),
    CLAIM(a_body_alone_is_not_pulled),
    CLAIM(two_bodies_follow_kepler_to_the_second_order),
    CLAIM(bodies_begin_in_the_unit_ball_whatever_their_group),
    CU_TEST_INFO_NULL,
};
