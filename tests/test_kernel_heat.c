/* SPDX-License-Identifier: BSD-3-Clause
 * test_kernel_heat.c - eigenmodes, order of convergence, and tiles that change no bit.
 */
#include "tests.h"

#include "kernel_heat.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A body of its own, in one piece, with `ghosts` slabs of zeros before and behind. */
struct body {
    struct heat_grid grid;
    struct heat_tiling tiling;
    struct heat_modes modes;
    double *waves, *memory[2], *scratch;
    int dims, now;
};

enum { GHOSTS = HEAT_MAX_BLOCK };

static double *at(const struct body *b, int which, size_t z, size_t y)
{
    return b->memory[which] + (z + GHOSTS) * b->grid.slab + b->grid.head + y * b->grid.stride;
}

static void *zeroed(size_t n)
{
    double *p = aligned_alloc(64, (n * sizeof *p + 63) / 64 * 64);
    CU_ASSERT_PTR_NOT_NULL_FATAL(p);
    return memset(p, 0, n * sizeof *p);
}

static void open_body(struct body *b, size_t n, int dims, int depth)
{
    *b = (struct body){.grid = heat_grid_of(n, dims), .dims = dims};
    b->tiling = heat_tiling_of(&b->grid, depth);
    b->waves = malloc(heat_modes_bytes(n));
    CU_ASSERT_PTR_NOT_NULL_FATAL(b->waves);
    heat_modes_set(&b->modes, b->waves, n, dims);
    b->memory[0] = zeroed((n + 2 * GHOSTS) * b->grid.slab);
    b->memory[1] = zeroed((n + 2 * GHOSTS) * b->grid.slab);
    b->scratch = zeroed(heat_scratch(&b->tiling));
    for (size_t z = 0; z < n; z++) {
        for (size_t y = 0; y < b->grid.rows; y++) {
            for (size_t x = 0; x < n; x++) {
                at(b, 0, z, y)[x] = heat_modes_at(&b->modes, z + 1, y + 1, x + 1, 1.0, 1.0);
            }
        }
    }
}

static void close_body(struct body *b)
{
    free(b->waves);
    free(b->memory[0]);
    free(b->memory[1]);
    free(b->scratch);
}

/* In chunks of `grain` slabs, as a loop would. */
static void step_body(struct body *b, size_t steps, size_t grain, enum rxt_isa isa, bool is_far)
{
    const size_t n = b->grid.n;
    for (size_t done = 0, depth; done < steps; done += depth, b->now = 1 - b->now) {
        depth = (size_t)b->tiling.depth < steps - done ? (size_t)b->tiling.depth : steps - done;
        const struct heat_sweep sweep = {.grid = &b->grid,
                                         .tiling = &b->tiling,
                                         .from = at(b, b->now, 0, 0),
                                         .to = at(b, 1 - b->now, 0, 0),
                                         .scratch = b->scratch,
                                         .is_far = is_far,
                                         .isa = isa};
        for (size_t z = 0; z < n; z += grain) {
            heat_sweep(&sweep, (int)depth, z, z + grain < n ? z + grain : n);
        }
    }
}

static void modes_are_eigenvectors_of_the_average(void)
{
    enum { SIDE = 11 };
    for (int dims = 2; dims <= 3; dims++) {
        struct body b;
        size_t wrong = 0;
        open_body(&b, SIDE, dims, 1);
        step_body(&b, 1, SIDE, RXT_ISA_PLAIN, false);
        for (size_t z = 0; z < SIDE; z++) {
            for (size_t y = 0; y < b.grid.rows; y++) {
                for (size_t x = 0; x < SIDE; x++) {
                    const double want = heat_modes_at(&b.modes, z + 1, y + 1, x + 1, b.modes.mode[0].lambda,
                                                      b.modes.mode[1].lambda);
                    wrong += !(fabs(at(&b, 1, z, y)[x] - want) < 1e-15);
                }
            }
        }
        CU_ASSERT_EQUAL(wrong, 0);
        close_body(&b);
    }
}

/* The distance from the heat equation's own solution at time 1/32, u_t = laplace u, where a step is h^2 / (2 dims). */
static double error_at(size_t n, int dims)
{
    struct body b;
    const double pi = acos(-1.0), h = 1.0 / ((double)n + 1.0), time = 1.0 / 32.0;
    const size_t steps = (size_t)lrint(time * 2.0 * dims / (h * h));
    const double waves = dims == 3 ? 14.0 : 13.0; /* 2^2 + 1^2 + 3^2, or 2^2 + 3^2 */
    double worst = 0.0;
    open_body(&b, n, dims, 1);
    step_body(&b, steps, n, RXT_ISA_PLAIN, false);
    for (size_t z = 0; z < n; z++) {
        for (size_t y = 0; y < b.grid.rows; y++) {
            for (size_t x = 0; x < n; x++) {
                const double want =
                    heat_modes_at(&b.modes, z + 1, y + 1, x + 1, exp(-(double)dims * pi * pi * time),
                                  exp(-waves * pi * pi * time));
                const double off = fabs(at(&b, b.now, z, y)[x] - want);
                worst = off > worst ? off : worst;
            }
        }
    }
    close_body(&b);
    return worst;
}

static void the_error_against_the_heat_equation_falls_by_four_when_h_is_halved(void)
{
    for (int dims = 2; dims <= 3; dims++) {
        const double coarse = error_at(7, dims), middle = error_at(15, dims), fine = error_at(31, dims);
        CU_ASSERT(fine > 0.0);
        CU_ASSERT_DOUBLE_EQUAL(coarse / middle, 4.0, 0.4);
        CU_ASSERT_DOUBLE_EQUAL(middle / fine, 4.0, 0.1);
    }
}

static size_t different(const struct body *a, const struct body *b)
{
    size_t n = 0;
    for (size_t z = 0; z < a->grid.n; z++) {
        for (size_t y = 0; y < a->grid.rows; y++) {
            n += memcmp(at(a, a->now, z, y), at(b, b->now, z, y), a->grid.n * sizeof(double)) != 0;
        }
    }
    return n;
}

/* Tiles are cut smaller than they are stored, so that margins meet in small bodies too. */
static size_t blocked_differs(size_t n, int dims, int depth, enum rxt_isa isa, bool is_far)
{
    struct body once, blocked;
    open_body(&once, n, dims, 1);
    open_body(&blocked, n, dims, depth);
    blocked.tiling.width = blocked.tiling.width < 32 ? blocked.tiling.width : 16;
    blocked.tiling.height = blocked.tiling.height < 7 ? blocked.tiling.height : 5;
    step_body(&once, 11, n, RXT_ISA_PLAIN, false);
    step_body(&blocked, 11, 10, isa, is_far);
    const size_t differ = different(&once, &blocked);
    close_body(&once);
    close_body(&blocked);
    return differ;
}

static void depth_of_blocking_changes_no_bit(void)
{
    size_t differ = 0;
    for (int depth = 1; depth <= HEAT_MAX_BLOCK; depth++) {
        differ += blocked_differs(1, 2, depth, RXT_ISA_PLAIN, false) +
                  blocked_differs(2, 3, depth, RXT_ISA_PLAIN, false) +
                  blocked_differs(37, 2, depth, RXT_ISA_PLAIN, false) +
                  blocked_differs(37, 3, depth, RXT_ISA_PLAIN, false);
    }
    differ += blocked_differs(67, 3, 4, RXT_ISA_PLAIN, false);
    CU_ASSERT_EQUAL(differ, 0);
}

static void both_variants_give_the_same_bits(void)
{
    size_t differ = 0;
    if (rxt_isa_choose(NULL) == RXT_ISA_PLAIN) {
        printf("(skipped: no AVX-512) ");
        return;
    }
    for (int dims = 2; dims <= 3; dims++) {
        for (int depth = 1; depth <= HEAT_MAX_BLOCK; depth++) {
            differ += blocked_differs(37, dims, depth, RXT_ISA_AVX512, depth % 2);
            differ += blocked_differs(1, dims, depth, RXT_ISA_AVX512, true);
        }
    }
    differ += blocked_differs(301, 2, 8, RXT_ISA_AVX512, true);
    CU_ASSERT_EQUAL(differ, 0);
}

CU_TestInfo test_kernel_heat[] = {
    CLAIM(modes_are_eigenvectors_of_the_average),
    CLAIM(the_error_against_the_heat_equation_falls_by_four_when_h_is_halved),
    CLAIM(depth_of_blocking_changes_no_bit),
    CLAIM(both_variants_give_the_same_bits),
    CU_TEST_INFO_NULL,
};
