/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_blur_picture.c - where the picture comes from, and where it goes.
 *
 * Every rank reads the file to the end of its home and keeps its own rows, so no message is needed and no rank
 * holds the whole picture.
 */
#include "kernel_blur.h"

#include "rxt/random.h"

#include <string.h>

enum rxt_err blur_picture_head(struct blur *s, size_t n, int bits)
{
    enum rxt_err err = RXT_OK;
    s->head = (struct rxt_picture){.width = n, .height = n, .channels = 3, .bits = bits};
    if (*s->input) {
        struct rxt_picture_file *file = NULL;
        err = rxt_picture_open(&file, s->input, &s->head);
        rxt_picture_close(file);
    } else if (bits != 8 && bits != 16) {
        err = rxt_fail(RXT_E_RANGE, "blur: bits '%d' must be 8 or 16", bits);
    }
    err = err || !*s->output ? err : rxt_picture_check_name(s->output, s->head.channels);
    return rxt_team_agree(s->team, err);
}

/* The colour of a block three times, and noise once: of the three channels of one pixel. */
static unsigned mixed(uint64_t block, uint64_t noise, size_t c)
{
    return 3 * (unsigned)(block >> (16 * c) & 0xffff) + (unsigned)(noise >> (16 * c) & 0xffff);
}

void blur_make_row(uint64_t seed, size_t n, int bits, size_t y, unsigned char *row)
{
    enum { BLOCK = 32 };
    uint16_t *wide = (void *)row;
    uint64_t noise[BLOCK];
    for (size_t first = 0; first < n; first += BLOCK) {
        const uint64_t block = rxt_random_at(seed, (y / BLOCK) * n + first / BLOCK);
        const size_t last = rxt_min(n, first + BLOCK);
        for (size_t i = 0; i < BLOCK; i++) { /* apart, so that the compiler takes several at once */
            noise[i] = rxt_random_at(~seed, y * n + first + i);
        }
        for (size_t i = 3 * first; i < 3 * last; i++) {
            const unsigned value = mixed(block, noise[i / 3 - first], i % 3);
            if (bits == 8) {
                row[i] = (unsigned char)(value >> 10);
            } else {
                wide[i] = (uint16_t)(value >> 2);
            }
        }
    }
}

static void make_row(const struct blur *s, size_t y, unsigned char *row)
{
    blur_make_row(s->seed, s->head.width, s->head.bits, y, row);
}

static unsigned char *slot(const struct blur *s, size_t y)
{
    return s->in + (y + s->shape.radius - s->first) * s->stride;
}

static void fill_rows(void *context, const struct rxt_chunk *chunk)
{
    const struct blur *s = context;
    for (size_t y = chunk->first; y < chunk->last; y++) {
        unsigned char *in = slot(s, y), *out = s->out + (y - s->first) * s->row_bytes;
        for (size_t i = 0; i < s->row_bytes; i += 4096) { /* a touch, once a page: they are zero */
            in[i] = out[i] = 0;
        }
        if (!*s->input) {
            make_row(s, y, in);
        }
    }
}

/* Ghost rows beyond the picture are its first or its last row, which may live with another rank. */
static void keep_row(const struct blur *s, size_t y, const unsigned char *row)
{
    const size_t r = s->shape.radius, height = s->head.height;
    if (y >= s->first && y < s->last) {
        memcpy(slot(s, y), row, s->row_bytes);
    }
    for (size_t k = 1; k <= r; k++) {
        if (y == 0 && s->first + k <= r) {
            memcpy(s->in + (r - s->first - k) * s->stride, row, s->row_bytes);
        }
        if (y + 1 == height && height - 1 + k < s->last + r) {
            memcpy(slot(s, height - 1 + k), row, s->row_bytes);
        }
    }
}

static enum rxt_err read_rows(const struct blur *s, unsigned char *row)
{
    struct rxt_picture_file *file = NULL;
    struct rxt_picture head;
    const size_t last = s->last + s->shape.radius < s->head.height ? s->last : s->head.height;
    enum rxt_err err = rxt_picture_open(&file, s->input, &head);
    if (!err && (head.width != s->head.width || head.height != s->head.height ||
                 head.channels != s->head.channels || head.bits != s->head.bits)) {
        err = rxt_fail(RXT_E_INPUT, "picture '%s' has changed while it was read", s->input);
    }
    for (size_t y = 0; y < last && !err; y++) {
        err = rxt_picture_next(file, row);
        if (!err) {
            keep_row(s, y, row);
        }
    }
    rxt_picture_close(file);
    return err;
}

enum rxt_err blur_picture_fill(struct blur *s)
{
    struct rxt_pages page = {.at = NULL};
    rxt_map_home(s->rows, fill_rows, s);
    enum rxt_err err = rxt_pages_open(&page, s->team, s->row_bytes);
    if (err) {
        return err;
    }
    if (s->first == s->last) {
        err = RXT_OK; /* no rows here */
    } else if (*s->input) {
        err = read_rows(s, page.at);
    } else {
        make_row(s, s->head.height - 1, page.at);
        keep_row(s, s->head.height - 1, page.at);
        make_row(s, 0, page.at);
        keep_row(s, 0, page.at);
    }
    rxt_pages_close(&page);
    return rxt_team_agree(s->team, err);
}

enum rxt_err blur_picture_write(struct blur *s)
{
    struct rxt_pages whole = {.at = NULL};
    enum rxt_err err = rxt_pages_open(&whole, s->team, s->head.height * s->row_bytes);
    if (err) {
        return err;
    }
    if (s->first < s->last) {
        memcpy((unsigned char *)whole.at + s->first * s->row_bytes, s->out,
               (s->last - s->first) * s->row_bytes);
    }
    err = rxt_gather(s->rows, whole.at, s->row_bytes);
    if (!err) {
        struct rxt_picture picture = s->head;
        picture.pixels = whole.at;
        err = rxt_team_rank(s->team) == 0 ? rxt_picture_write(s->output, &picture) : RXT_OK;
        err = rxt_team_agree(s->team, err);
    }
    rxt_pages_close(&whole);
    return err;
}
