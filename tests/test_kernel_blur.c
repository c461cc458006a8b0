/* SPDX-License-Identifier: BSD-3-Clause
 * test_kernel_blur.c - the Gaussian in whole numbers, on pictures small enough to know the answer.
 */
#include "tests.h"

#include "kernel_blur.h"

#include "rxt/random.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double sigmas[] = {0.3, 0.5, 1.0, 3.0, 7.7, 10.0, 10.1, 33.0};
enum { SIGMAS = sizeof sigmas / sizeof *sigmas };

/* One picture, ghost rows included, and its blur. */
struct scene {
    struct blur_shape shape;
    size_t height, stride;
    unsigned char *in, *out;
    void *scratch;
};

static void open_scene(struct scene *s, size_t width, size_t height, size_t channels, int bits, double sigma)
{
    s->shape = (struct blur_shape){.width = width, .channels = channels, .bits = bits};
    s->height = height;
    s->stride = width * channels * (size_t)(bits / 8);
    blur_shape_set(&s->shape, sigma);
    s->in = calloc(height + 2 * s->shape.radius, s->stride);
    s->out = calloc(height, s->stride);
    s->scratch = malloc(blur_scratch_bytes(&s->shape));
    CU_ASSERT_FATAL(s->in && s->out && s->scratch);
}

static void close_scene(struct scene *s)
{
    free(s->in);
    free(s->out);
    free(s->scratch);
}

static void blur_scene(struct scene *s, enum rxt_isa isa)
{
    blur_rows(&s->shape, blur_passes_of(isa), s->in, s->stride, s->out, s->stride, s->height, s->scratch);
}

static void set_number(struct scene *s, size_t row, size_t i, unsigned value)
{
    if (s->shape.bits == 8) {
        s->in[row * s->stride + i] = (unsigned char)value;
    } else {
        ((uint16_t *)(void *)(s->in + row * s->stride))[i] = (uint16_t)value;
    }
}

static void coefficients_sum_to_one(void)
{
    for (size_t i = 0; i < SIGMAS; i++) {
        struct blur_shape b = {.width = 1, .channels = 1, .bits = 8};
        blur_shape_set(&b, sigmas[i]);
        int32_t sum = b.q[0];
        double exact = b.g[0];
        for (size_t k = 1; k <= b.radius; k++) {
            sum += 2 * b.q[k];
            exact += 2.0 * b.g[k];
            CU_ASSERT(b.q[k] >= 0 && b.q[k] <= b.q[k - 1] + 1);
        }
        CU_ASSERT_EQUAL(sum, 1 << b.fraction);
        CU_ASSERT_DOUBLE_EQUAL(exact, 1.0, 1e-14);
        CU_ASSERT_EQUAL(b.radius, (size_t)ceil(3.0 * sigmas[i]));
    }
}

static size_t wrong_impulse(int bits, double sigma, enum rxt_isa isa)
{
    struct scene s;
    const size_t r = (size_t)ceil(3.0 * sigma), side = 2 * r + 5, middle = r + 2;
    const double full = bits == 8 ? 255.0 : 65535.0;
    size_t wrong = 0;
    open_scene(&s, side, side, 1, bits, sigma);
    set_number(&s, s.shape.radius + middle, middle, (unsigned)full);
    blur_scene(&s, isa);
    for (size_t y = 0; y < side; y++) {
        for (size_t x = 0; x < side; x++) {
            const size_t dy = y > middle ? y - middle : middle - y, dx = x > middle ? x - middle : middle - x;
            const double want = dy > r || dx > r ? 0.0 : full * s.shape.g[dy] * s.shape.g[dx];
            wrong += !(fabs(blur_number(s.out + y * s.stride, bits, x) - want) <= s.shape.error);
        }
    }
    close_scene(&s);
    return wrong;
}

static void an_impulse_becomes_the_coefficients(void)
{
    for (size_t i = 0; i < SIGMAS; i++) {
        CU_ASSERT_EQUAL(wrong_impulse(8, sigmas[i], RXT_ISA_PLAIN), 0);
        CU_ASSERT_EQUAL(wrong_impulse(16, sigmas[i], RXT_ISA_PLAIN), 0);
    }
}

static void the_answer_is_off_by_less_than_a_grey_level(void)
{
    struct blur_shape b = {.width = 1, .channels = 1, .bits = 8};
    blur_shape_set(&b, 3.0);
    CU_ASSERT(b.error < 0.75); /* half a level is the last rounding's */
    b.bits = 16;
    blur_shape_set(&b, 3.0);
    CU_ASSERT(b.error < 12.0);
}

/* Every grey, so that no rounding of any pass moves one. */
static void a_constant_picture_stays_constant(void)
{
    for (size_t i = 0; i < SIGMAS; i++) {
        for (unsigned grey = 0; grey<256; grey += sigmas[i]> 5.0 ? 15 : 1) {
            struct scene s;
            open_scene(&s, 35, 2, 1, 8, sigmas[i]);
            memset(s.in, (int)grey, (s.height + 2 * s.shape.radius) * s.stride);
            blur_scene(&s, RXT_ISA_PLAIN);
            size_t wrong = 0;
            for (size_t k = 0; k < s.height * s.stride; k++) {
                wrong += s.out[k] != grey;
            }
            CU_ASSERT_EQUAL(wrong, 0);
            close_scene(&s);
        }
    }
}

static void random_numbers(struct scene *s, uint64_t seed)
{
    for (size_t k = 0; k < (s->height + 2 * s->shape.radius) * s->stride; k++) {
        s->in[k] = (unsigned char)rxt_random_at(seed, k);
    }
}

/* Colours, one by one, are what three grey pictures are; strips and short rows make no difference. */
static void channels_do_not_mix(void)
{
    static const size_t widths[] = {1, 2, 9, 33, 1500};
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        struct scene rgb, grey;
        size_t wrong = 0;
        open_scene(&rgb, widths[i], 3, 3, 8, 2.0);
        open_scene(&grey, widths[i], 3, 1, 8, 2.0);
        random_numbers(&rgb, widths[i]);
        blur_scene(&rgb, RXT_ISA_PLAIN);
        for (size_t c = 0; c < 3; c++) {
            for (size_t k = 0; k < (grey.height + 2 * grey.shape.radius) * grey.stride; k++) {
                grey.in[k] = rgb.in[3 * k + c];
            }
            blur_scene(&grey, RXT_ISA_PLAIN);
            for (size_t k = 0; k < grey.height * grey.stride; k++) {
                wrong += grey.out[k] != rgb.out[3 * k + c];
            }
        }
        CU_ASSERT_EQUAL(wrong, 0);
        close_scene(&rgb);
        close_scene(&grey);
    }
}

static void avx512_blurs_as_c_does(void)
{
    if (rxt_isa_choose(NULL) != RXT_ISA_AVX512) {
        printf("(skipped: no AVX-512) ");
        return;
    }
    for (size_t width = 1; width < 1200; width += width < 40 ? 1 : 97) {
        struct scene s;
        open_scene(&s, width, 4, 1 + width % 4, 8, sigmas[width % 6]);
        unsigned char *want = malloc(s.height * s.stride);
        CU_ASSERT_PTR_NOT_NULL_FATAL(want);
        random_numbers(&s, width);
        blur_scene(&s, RXT_ISA_PLAIN);
        memcpy(want, s.out, s.height * s.stride);
        blur_scene(&s, RXT_ISA_AVX512);
        CU_ASSERT_EQUAL(memcmp(want, s.out, s.height * s.stride), 0);
        free(want);
        close_scene(&s);
    }
}

CU_TestInfo test_kernel_blur[] = {
    CLAIM(coefficients_sum_to_one),
    CLAIM(an_impulse_becomes_the_coefficients),
    CLAIM(the_answer_is_off_by_less_than_a_grey_level),
    CLAIM(a_constant_picture_stays_constant),
    CLAIM(channels_do_not_mix),
    CLAIM(avx512_blurs_as_c_does),
    CU_TEST_INFO_NULL,
};
