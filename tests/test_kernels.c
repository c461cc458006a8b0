/* SPDX-License-Identifier: BSD-3-Clause
 * test_kernels.c - parts of kernels that need no team: tables, splitting, rows, pictures, numbers.
 */
#include "fresh.h"
#include "kernel_mandelbrot.h"

#include "rxt/digest.h"
#include "rxt/kernel.h"
#include "rxt/picture.h"
#include "rxt/random.h"
#include "tests.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern CU_TestInfo test_kernels[];

static void philox_gives_the_known_answers(void)
{
    static const uint32_t counter[4] = {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344};
    static const uint32_t key[2] = {0xa4093822, 0x299f31d0};
    static const uint32_t want[4] = {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1};
    static const uint32_t zero[4] = {0}, want_zero[4] = {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8};
    uint32_t out[4];
    rxt_philox(counter, key, out);
    CU_ASSERT_EQUAL(memcmp(out, want, sizeof out), 0);
    rxt_philox(zero, zero, out);
    CU_ASSERT_EQUAL(memcmp(out, want_zero, sizeof out), 0);
}

static void a_cut_changes_the_digest(void)
{
    const unsigned char bytes[80] = {1, 2, 3};
    size_t same = 0;
    for (size_t n = 0; n < sizeof bytes; n++) {
        same +=
            rxt_digest_bytes(RXT_DIGEST_START, bytes, n) == rxt_digest_bytes(RXT_DIGEST_START, bytes, n + 1);
    }
    CU_ASSERT_EQUAL(same, 0);
}

/* Every kernel can be called or says what it lacks, and its presets are inside its ranges. */
static void every_kernel_is_whole(void)
{
    for (size_t i = 0; rxt_kernels[i]; i++) {
        const struct rxt_kernel *k = rxt_kernels[i];
        CU_ASSERT(k->name && k->what && k->category && k->stresses && k->formula && k->source);
        CU_ASSERT(k->growth.power >= 1.0 && k->size_param);
        CU_ASSERT(k->lack ||
                  (k->need && k->open && k->run && k->check && k->digest && k->work && k->spoil && k->close));
        for (const struct rxt_param *p = k->params; p && p->name; p++) {
            for (int size = 0; size < RXT_SIZES; size++) {
                const double value = strtod(p->preset[size], NULL);
                CU_ASSERT(p->type == RXT_TEXT || (value >= p->min && value <= p->max));
            }
        }
    }
}

/* The type of a parameter by name; -1 if there is none. */
static int type_of(const struct rxt_kernel *k, const char *name)
{
    for (const struct rxt_param *p = k->params; p && p->name; p++) {
        if (!strcmp(p->name, name)) {
            return (int)p->type;
        }
    }
    return -1;
}

static void parts_are_played_by_parameters_of_the_right_type(void)
{
    for (size_t i = 0; rxt_kernels[i]; i++) {
        const struct rxt_kernel *k = rxt_kernels[i];
        CU_ASSERT(k->lack || !k->size_param || type_of(k, k->size_param) == RXT_INTEGER);
        CU_ASSERT(k->lack || !k->input_param || type_of(k, k->input_param) == RXT_TEXT);
        CU_ASSERT(k->lack || !k->output_param || type_of(k, k->output_param) == RXT_TEXT);
        CU_ASSERT((k->output == NULL) == (k->output_param == NULL));
    }
}

static void a_row_and_its_mirror_image_are_equal(void)
{
    const struct mandelbrot_view view = {.n = 97, .iterations = 301, .x = -0.75, .width = 2.5};
    uint16_t a[97], b[97];
    for (size_t j = 0; j < view.n; j++) {
        mandelbrot_row(&view, j, a);
        mandelbrot_row(&view, view.n - 1 - j, b);
        CU_ASSERT_EQUAL(memcmp(a, b, sizeof a), 0);
        CU_ASSERT_EQUAL(mandelbrot_row_wrong(&view, j, a), 0);
    }
}

/* One pixel at c = -1 (of the set), c = 3 (|c| > 2) and c = 0.5 (z: 0.5, 0.75, 1.06, 1.63, 3.15). */
static void escape_times_of_known_points(void)
{
    const struct {
        double x;
        uint16_t count;
    } points[] = {{-1.0, 100}, {3.0, 0}, {0.5, 4}, {-2.0, 100}};
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        const struct mandelbrot_view view = {.n = 1, .iterations = 100, .x = points[i].x, .width = 1.0};
        uint16_t count;
        mandelbrot_row(&view, 0, &count);
        CU_ASSERT_EQUAL(count, points[i].count);
    }
}

/* Write a picture under a new name, read the file back, remove it; return its bytes, 0 on error. */
static size_t written(const char *suffix, const struct rxt_picture *picture, unsigned char *out, size_t room)
{
    char path[64] = "/tmp/rxt-test-XXXXXX";
    const int fd = mkstemp(path);
    CU_ASSERT_FATAL(fd >= 0);
    close(fd);
    unlink(path);
    strcat(path, suffix);
    size_t n = 0;
    const enum rxt_err err = rxt_picture_write(path, picture);
    CU_ASSERT_EQUAL(err, RXT_OK);
    FILE *file = fopen(path, "rb");
    if (file) {
        n = fread(out, 1, room, file);
        fclose(file);
    }
    unlink(path);
    return n;
}

static void a_pgm_holds_the_pixels_behind_its_head(void)
{
    static const uint8_t grey[6] = {0, 1, 2, 253, 254, 255};
    static const uint16_t deep[2] = {0x0102, 0xfffe};
    const struct rxt_picture of8 = {.pixels = grey, .width = 3, .height = 2, .channels = 1, .bits = 8};
    const struct rxt_picture of16 = {.pixels = deep, .width = 1, .height = 2, .channels = 1, .bits = 16};
    const struct rxt_picture red = {.pixels = grey, .width = 1, .height = 2, .channels = 3, .bits = 8};
    unsigned char out[256];
    CU_ASSERT_EQUAL(written(".pgm", &of8, out, sizeof out), 17);
    CU_ASSERT_EQUAL(memcmp(out, "P5\n3 2\n255\n\0\1\2\375\376\377", 17), 0);
    CU_ASSERT_EQUAL(written(".PGM", &of16, out, sizeof out), 17);
    CU_ASSERT_EQUAL(memcmp(out, "P5\n1 2\n65535\n\1\2\377\376", 17), 0);
    CU_ASSERT_EQUAL(written(".ppm", &red, out, sizeof out), 17);
    CU_ASSERT_EQUAL(memcmp(out, "P6\n1 2\n255\n", 11), 0);
}

static void a_png_is_one(void)
{
    static const uint8_t grey[6] = {0, 1, 2, 253, 254, 255};
    const struct rxt_picture picture = {.pixels = grey, .width = 3, .height = 2, .channels = 1, .bits = 8};
    unsigned char out[256];
    if (rxt_picture_check_name("a.png", 1) == RXT_E_ABSENT) {
        return; /* this build has no libpng, and says so */
    }
    CU_ASSERT(written(".png", &picture, out, sizeof out) > 57);
    CU_ASSERT_EQUAL(memcmp(out, "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\3\0\0\0\2\x08\0", 26), 0);
}

static void a_picture_that_cannot_be_written_is_refused(void)
{
    static const uint8_t pixel = 0;
    struct rxt_picture picture = {.pixels = &pixel, .width = 1, .height = 1, .channels = 1, .bits = 8};
    char path[64];
    fresh_path(path, sizeof path, "a.pgm");
    CU_ASSERT_EQUAL(rxt_picture_check_name("a.jpg", 1), RXT_E_USAGE);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), ".pgm or .png"));
    CU_ASSERT_EQUAL(rxt_picture_check_name("a", 1), RXT_E_USAGE);
    CU_ASSERT_EQUAL(rxt_picture_check_name("a.pgm", 3), RXT_E_USAGE);
    CU_ASSERT_EQUAL(rxt_picture_check_name("a.ppm", 1), RXT_E_USAGE);
    CU_ASSERT_EQUAL(rxt_picture_write(path, &picture), RXT_E_OUTPUT);
    picture.bits = 12;
    CU_ASSERT_EQUAL(rxt_picture_write(path, &picture), RXT_E_RANGE);
    picture.bits = 8;
    picture.height = 0;
    CU_ASSERT_EQUAL(rxt_picture_write(path, &picture), RXT_E_RANGE);
}

/* /dev/full takes no byte. */
static void a_full_disk_is_an_error(void)
{
    static const uint8_t pixels[64 * 64] = {0};
    const struct rxt_picture picture = {
        .pixels = pixels, .width = 64, .height = 64, .channels = 1, .bits = 8};
    char path[64] = "/tmp/rxt-test-XXXXXX";
    const int fd = mkstemp(path);
    CU_ASSERT_FATAL(fd >= 0);
    close(fd);
    unlink(path);
    strcat(path, ".pgm");
    CU_ASSERT_EQUAL_FATAL(symlink("/dev/full", path), 0);
    CU_ASSERT_EQUAL(rxt_picture_write(path, &picture), RXT_E_OUTPUT);
    unlink(path);
}

CU_TestInfo test_kernels[] = {
    CLAIM(philox_gives_the_known_answers),
    CLAIM(a_cut_changes_the_digest),
    CLAIM(every_kernel_is_whole),
    CLAIM(parts_are_played_by_parameters_of_the_right_type),
    CLAIM(a_row_and_its_mirror_image_are_equal),
    CLAIM(escape_times_of_known_points),
    CLAIM(a_pgm_holds_the_pixels_behind_its_head),
    CLAIM(a_png_is_one),
    CLAIM(a_picture_that_cannot_be_written_is_refused),
    CLAIM(a_full_disk_is_an_error),
    CU_TEST_INFO_NULL,
};
