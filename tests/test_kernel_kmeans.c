/* SPDX-License-Identifier: BSD-3-Clause
 * test_kernel_kmeans.c - assigning points, the mixture, the first centres, lines of numbers.
 */
#include "tests.h"

#include "kernel_kmeans.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *room(size_t n)
{
    void *memory = calloc(n ? n : 1, 8);
    CU_ASSERT_PTR_NOT_NULL_FATAL(memory);
    return memory;
}

/* Assign the same points with two sets of operations; return whether a bit differs. */
static size_t differs(const struct kmeans_ops *a, const struct kmeans_ops *b, struct kmeans_shape shape,
                      size_t n)
{
    const size_t part = kmeans_part_size(&shape);
    double *truth = room(shape.k * shape.d), *points = room(n * shape.d),
           *scratch = room(KMEANS_TILE * shape.d), *sums = room(2 * part);
    uint32_t *label = room(n);
    kmeans_truth(&shape, 4, truth);
    for (size_t i = 0; i < n; i++) {
        kmeans_point(&shape, 4, 0.9, truth, i, points + i * shape.d);
    }
    kmeans_assign(a, &shape, points, n, truth, scratch, label, sums);
    kmeans_assign(b, &shape, points, n, truth, scratch, label + n, sums + part);
    const size_t wrong = memcmp(sums, sums + part, part * sizeof *sums) != 0 ||
                         memcmp(label, label + n, n * sizeof *label) != 0;
    free(truth);
    free(points);
    free(scratch);
    free(sums);
    free(label);
    return wrong;
}

static void no_instruction_set_shows_in_a_bit(void)
{
    const struct kmeans_ops *plain = kmeans_ops_of(RXT_ISA_PLAIN),
                            *fast = kmeans_ops_of(rxt_isa_choose(NULL));
    size_t wrong = 0;
    if (plain == fast) {
        printf("(skipped: only plain C here) ");
        return;
    }
    for (size_t d = 1; d <= 35; d += 1 + d / 10) {
        for (size_t k = 1; k <= 21; k += 2) {
            for (size_t n = 1; n <= 100; n += 11) {
                wrong += differs(plain, fast, (struct kmeans_shape){d, k}, n);
            }
        }
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

static void a_tie_goes_to_the_first_centre(void)
{
    const struct kmeans_shape shape = {.d = 1, .k = 3};
    const double centres[] = {9.0, 1.0, 3.0}, points[] = {2.0, 6.0, 3.0, 100.0};
    const uint32_t want[] = {1, 0, 2, 0};
    const enum rxt_isa isas[] = {RXT_ISA_PLAIN, rxt_isa_choose(NULL)};
    for (size_t i = 0; i < 2; i++) {
        double scratch[KMEANS_TILE], part[7];
        uint32_t label[4];
        kmeans_assign(kmeans_ops_of(isas[i]), &shape, points, 4, centres, scratch, label, part);
        CU_ASSERT_EQUAL(memcmp(label, want, sizeof want), 0);
        CU_ASSERT(part[0] == 1.0 + 9.0 + 0.0 + 8281.0);
        CU_ASSERT(part[1] == 2.0 && part[2] == 1.0 && part[3] == 1.0);
        CU_ASSERT(part[4] == 106.0 && part[5] == 2.0 && part[6] == 3.0);
    }
}

static void centres_of_the_mixture_are_apart_in_every_dimension(void)
{
    enum { D = 5, K = 13 };
    const struct kmeans_shape shape = {.d = D, .k = K};
    double truth[D * K], point[D];
    size_t near = 0, seen = 0, outside = 0;
    kmeans_truth(&shape, 7, truth);
    for (size_t a = 0; a < K; a++) {
        for (size_t i = 0; i < a * D; i++) {
            near += !(fabs(truth[i] - truth[a * D + i % D]) >= 1.0);
        }
    }
    for (size_t i = 4 * K; i < 5 * K; i++) {
        const size_t c = kmeans_component(&shape, 7, i);
        seen |= (size_t)1 << c;
        kmeans_point(&shape, 7, 0.1, truth, i, point);
        for (size_t j = 0; j < D; j++) {
            outside += !(fabs(point[j] - truth[c * D + j]) <= 0.2 * sqrt(3.0));
        }
    }
    CU_ASSERT_EQUAL(near, 0);
    CU_ASSERT_EQUAL(outside, 0);
    CU_ASSERT_EQUAL(seen, ((size_t)1 << K) - 1);
}

/* At the largest deviation for which it is promised. */
static void farthest_points_are_one_of_each_component(void)
{
    enum { D = 3, K = 20, POINTS = 500 };
    const struct kmeans_shape shape = {.d = D, .k = K};
    double truth[D * K], points[D * POINTS], far[POINTS], centres[D * K];
    size_t wrong = 0;
    for (uint64_t seed = 0; seed < 20; seed++) {
        kmeans_truth(&shape, seed, truth);
        for (size_t i = 0; i < POINTS; i++) {
            kmeans_point(&shape, seed, KMEANS_APART, truth, i, points + i * D);
        }
        kmeans_farthest(&shape, points, POINTS, far, centres);
        for (size_t t = 0; t < K; t++) {
            size_t found = 0;
            for (size_t c = 0; c < K; c++) {
                found += fabs(centres[c * D] - truth[t * D]) < 0.5;
            }
            wrong += found != 1;
        }
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

static struct kmeans_line read_line(const char *text, double *numbers, size_t n_room)
{
    return kmeans_line_read((const unsigned char *)text, strlen(text), numbers, n_room);
}

static void numbers_stand_between_blanks_or_separators(void)
{
    static const char *const lines[] = {"1,2.5,-3e2",      "1 2.5 -3e2",  " 1 ,\t2.5 ;-3e2 \r",
                                        "+1\t2.50\t-300.", "1;2.5;-3E+2", "1, 2.5 -300"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        double numbers[3] = {0.0};
        const struct kmeans_line line = read_line(lines[i], numbers, 3);
        CU_ASSERT(!line.is_bad && line.n == 3);
        CU_ASSERT(numbers[0] == 1.0 && numbers[1] == 2.5 && numbers[2] == -300.0);
    }
    CU_ASSERT_EQUAL(read_line("1 2 3 4 5", NULL, 0).n, 5);
    CU_ASSERT_EQUAL(read_line(" \t\r", NULL, 0).n, 0);
}

static void what_is_no_finite_number_is_found(void)
{
    static const struct {
        const char *line;
        size_t bad, n_bad;
    } cases[] = {{"1,x,3", 2, 1},    {"1,,3", 2, 0},    {",1", 0, 0},          {"1,2,", 4, 0},
                 {"1 2 , ", 6, 0},   {"nan", 0, 3},     {"1 inf", 2, 3},       {"1e999", 0, 5},
                 {"1 -1e141", 2, 6}, {"1.5.2 3", 0, 5}, {"\"1\"", 0, 3},       {"1 -", 2, 1},
                 {"0x", 0, 2},       {"1e", 0, 2},      {"1 \xff\xfe 2", 2, 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct kmeans_line line = read_line(cases[i].line, NULL, 0);
        CU_ASSERT(line.is_bad && line.bad == cases[i].bad && line.n_bad == cases[i].n_bad);
    }
}

CU_TestInfo test_kernel_kmeans[] = {
    CLAIM(no_instruction_set_shows_in_a_bit),
    CLAIM(a_tie_goes_to_the_first_centre),
    CLAIM(centres_of_the_mixture_are_apart_in_every_dimension),
    CLAIM(farthest_points_are_one_of_each_component),
    CLAIM(numbers_stand_between_blanks_or_separators),
    CLAIM(what_is_no_finite_number_is_found),
    CU_TEST_INFO_NULL,
};
