/* SPDX-License-Identifier: BSD-3-Clause
 * test_picture.c - pictures read back as they were written; broken ones refused with a reason.
 */
#include "tests.h"

#include "fresh.h"

#include "rxt/picture.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[64];

/* A name that nobody has. */
static const char *new_path(const char *suffix)
{
    snprintf(path, sizeof path, "/tmp/rxt-test-XXXXXX");
    const int fd = mkstemp(path);
    CU_ASSERT_FATAL(fd >= 0);
    close(fd);
    unlink(path);
    strcat(path, suffix);
    return path;
}

static enum rxt_err read_all(const char *from, struct rxt_picture *head, unsigned char *out)
{
    struct rxt_picture_file *file = NULL;
    enum rxt_err err = rxt_picture_open(&file, from, head);
    for (size_t y = 0; !err && y < head->height; y++) {
        err =
            rxt_picture_next(file, out + y * head->width * (size_t)head->channels * (size_t)(head->bits / 8));
    }
    rxt_picture_close(file);
    return err;
}

/* Read n bytes as a file. */
static enum rxt_err read_bytes(const char *bytes, size_t n, struct rxt_picture *head, unsigned char *out)
{
    FILE *file = fopen(new_path(".pgm"), "wb");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    const size_t written = fwrite(bytes, 1, n, file);
    CU_ASSERT(!fclose(file) && written == n);
    const enum rxt_err err = read_all(path, head, out);
    unlink(path);
    return err;
}

#define READ(text, head, out) read_bytes(text, sizeof(text) - 1, head, out)

static void a_picture_reads_back_as_it_was_written(void)
{
    static const char *const suffix[] = {"", ".pgm", ".png", ".ppm", ".png"};
    enum { WIDTH = 7, HEIGHT = 5 };
    unsigned char bytes[WIDTH * HEIGHT * 4 * 2], out[sizeof bytes];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (unsigned char)(i * 37);
    }
    for (int channels = 1; channels <= 4; channels++) {
        for (int png = channels % 2 == 0; png < 2; png++) {
            for (int bits = 8; bits <= 16; bits += 8) {
                const struct rxt_picture written = {
                    .pixels = bytes, .width = WIDTH, .height = HEIGHT, .channels = channels, .bits = bits};
                struct rxt_picture head;
                const enum rxt_err err =
                    rxt_picture_write(new_path(png ? ".png" : suffix[channels]), &written);
                if (err == RXT_E_ABSENT) {
                    continue; /* no libpng, and it says so */
                }
                CU_ASSERT_EQUAL(err, RXT_OK);
                CU_ASSERT_EQUAL_FATAL(read_all(path, &head, out), RXT_OK);
                unlink(path);
                CU_ASSERT(head.width == WIDTH && head.height == HEIGHT && head.channels == channels &&
                          head.bits == bits);
                CU_ASSERT_EQUAL(memcmp(out, bytes, (size_t)(WIDTH * HEIGHT * channels * bits / 8)), 0);
            }
        }
    }
}

static void a_pnm_head_may_have_comments_and_any_blanks(void)
{
    struct rxt_picture head;
    unsigned char out[8];
    CU_ASSERT_EQUAL(READ("P5 # grey\n#\n 2\t# wide\n1\r\n255\n\x07\x08", &head, out), RXT_OK);
    CU_ASSERT(head.width == 2 && head.height == 1 && out[0] == 7 && out[1] == 8);
}

static void a_comment_may_be_glued_to_a_number_and_end_by_cr(void)
{
    static const char *const pictures[] = {"P5 2#wide\n1 255\n\x07\x08", "P5#grey\r2 1#high\r255 \x07\x08",
                                           "P5 2\n#a\r#b\n1\r255#full\n\x07\x08", "P5 2 1 255#full\r\x07\x08",
                                           "P5 2 1 255 \x07\x08"};
    for (size_t i = 0; i < sizeof pictures / sizeof *pictures; i++) {
        struct rxt_picture head = {.width = 0};
        unsigned char out[8] = {0};
        CU_ASSERT_EQUAL(read_bytes(pictures[i], strlen(pictures[i]), &head, out), RXT_OK);
        CU_ASSERT(head.width == 2 && head.height == 1 && out[0] == 7 && out[1] == 8);
    }
    struct rxt_picture head;
    unsigned char out[8];
    CU_ASSERT_EQUAL(READ("P5 2 1 255#no end", &head, out), RXT_E_INPUT);
    CU_ASSERT_EQUAL(READ("P5 1 1 255\n#", &head, out), RXT_OK); /* the head has ended: a pixel */
    CU_ASSERT_EQUAL(out[0], '#');
}

static void numbers_are_scaled_to_all_bits(void)
{
    struct rxt_picture head;
    unsigned char out[8];
    uint16_t deep[2];
    CU_ASSERT_EQUAL(READ("P5 4 1 15\n\x00\x01\x0f\x10", &head, out), RXT_OK);
    CU_ASSERT(head.bits == 8 && out[0] == 0 && out[1] == 17 && out[2] == 255 && out[3] == 255);
    CU_ASSERT_EQUAL(READ("P5 2 1 1023\n\x03\xff\x00\x01", &head, out), RXT_OK);
    memcpy(deep, out, sizeof deep);
    CU_ASSERT(head.bits == 16 && deep[0] == 65535 && deep[1] == 64);
}

static void what_is_no_picture_is_refused_with_a_reason(void)
{
    static const struct {
        const char *bytes, *reason;
    } cases[] = {
        {"", "no picture"},
        {"hello, world", "no picture"},
        {"P7\nWIDTH 1\n", "no picture"},
        {"P2 1 1 255\n7", "spelt in digits"},
        {"P5", "no picture"},
        {"P5 1", "its head"},
        {"P5 1 1 65536\n1", "its head"},
        {"P5 1 1 0\n1", "its head"},
        {"P5 -1 1 255\n1", "its head"},
        {"P5 0 1 255\n", "0 x 1 pixels"},
        {"P5 2147483648 1 255\n", "pixels"},
        {"P5 99999999999999999999999999 1 255\n", "pixels"},
        {"P6 2147483647 2147483647 65535\n", "in all"},
        {"P5 2 2 255\n123", "cut off"},
        {"P6 1 1 65535\n12345", "cut off"},
        {"\x89PNG\r\n\x1a\n and then nothing", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rxt_picture head;
        unsigned char out[64];
        const enum rxt_err err = read_bytes(cases[i].bytes, strlen(cases[i].bytes), &head, out);
        CU_ASSERT(err == RXT_E_INPUT || err == RXT_E_ABSENT);
        CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), cases[i].reason));
    }
    struct rxt_picture_file *file = NULL;
    struct rxt_picture head;
    CU_ASSERT_EQUAL(rxt_picture_open(&file, fresh_path(path, sizeof path, "a.png"), &head), RXT_E_INPUT);
    CU_ASSERT_EQUAL(rxt_picture_open(&file, "/tmp", &head), RXT_E_INPUT);
    CU_ASSERT_EQUAL(rxt_picture_open(&file, "/dev/zero", &head), RXT_E_INPUT);
    CU_ASSERT_PTR_NULL(file);
    rxt_picture_close(NULL);
}

/* Cut anywhere, and with any byte wrong, it is refused or read; it never hangs or crashes. */
static void a_damaged_png_does_no_harm(void)
{
    enum { SIDE = 16 };
    static unsigned char pixels[SIDE * SIDE * 3], out[SIDE * SIDE * 8];
    char bytes[2048];
    size_t n = 0, n_refused = 0;
    for (size_t i = 0; i < sizeof pixels; i++) {
        pixels[i] = (unsigned char)(i * i);
    }
    const struct rxt_picture picture = {
        .pixels = pixels, .width = SIDE, .height = SIDE, .channels = 3, .bits = 8};
    if (rxt_picture_write(new_path(".png"), &picture) == RXT_E_ABSENT) {
        return;
    }
    FILE *file = fopen(path, "rb");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    n = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    unlink(path);
    CU_ASSERT_FATAL(n > 100 && n < sizeof bytes);
    struct rxt_picture head;
    CU_ASSERT_EQUAL(read_bytes(bytes, n, &head, out), RXT_OK);
    for (size_t cut = 0; cut < n - 40; cut += 5) {
        n_refused += read_bytes(bytes, cut, &head, out) != RXT_OK;
    }
    CU_ASSERT_EQUAL(n_refused, (n - 40 + 4) / 5);
    for (size_t at = 33; at < n; at += 11) { /* behind the head, which says how many pixels there are */
        bytes[at] = (char)~bytes[at];
        (void)!read_bytes(bytes, n, &head, out);
        bytes[at] = (char)~bytes[at];
    }
}

CU_TestInfo test_picture[] = {
    CLAIM(a_picture_reads_back_as_it_was_written),
    CLAIM(a_pnm_head_may_have_comments_and_any_blanks),
    CLAIM(a_comment_may_be_glued_to_a_number_and_end_by_cr),
    CLAIM(numbers_are_scaled_to_all_bits),
    CLAIM(what_is_no_picture_is_refused_with_a_reason),
    CLAIM(a_damaged_png_does_no_harm),
    CU_TEST_INFO_NULL,
};
