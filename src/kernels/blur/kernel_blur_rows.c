/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_blur_rows.c - the two passes over a strip of columns, so that what is between them stays in a cache.
 *
 * A strip's rows fit the first-level cache, where each is read once for every row that it blurs into.
 */
#include "kernel_blur.h"

#include <string.h>

enum { STRIP = 1024, BLOCK = 256, PAD = 64 };

/* (a b + 2^14) / 2^15, rounded down: one instruction, pmulhrsw, where there is one. */
static inline int16_t times(int16_t a, int16_t q)
{
    return (int16_t)((((int32_t)a * q >> 14) + 1) >> 1);
}

/* Two loops, since gcc 12 finds the one instruction only for numbers that have 16 bits to begin with. */
static void down_block(const struct blur_shape *b, const uint8_t *in, size_t stride, size_t n,
                       int16_t *restrict v)
{
    const uint8_t *mid = in + b->radius * stride;
    const int16_t q0 = (int16_t)b->q[0];
    int16_t pair[BLOCK];
    for (size_t x = 0; x < n; x++) {
        v[x] = times((int16_t)(mid[x] << 6), q0);
    }
    for (size_t k = 1; k <= b->radius; k++) {
        const uint8_t *up = mid - k * stride, *down = mid + k * stride;
        const int16_t q = (int16_t)b->q[k];
        for (size_t x = 0; x < n; x++) {
            pair[x] = (int16_t)((up[x] + down[x]) << 6);
        }
        for (size_t x = 0; x < n; x++) {
            v[x] = (int16_t)(v[x] + times(pair[x], q));
        }
    }
}

void blur_down_plain(const struct blur_shape *b, const uint8_t *in, size_t stride, size_t n, int16_t *v)
{
    for (size_t x = 0; x < n; x += BLOCK) {
        down_block(b, in + x, stride, rxt_min(BLOCK, n - x), v + x);
    }
}

static void along_block(const struct blur_shape *b, const int16_t *v, size_t n, uint8_t *restrict out)
{
    int16_t sum[BLOCK];
    const int16_t q0 = (int16_t)b->q[0];
    for (size_t x = 0; x < n; x++) {
        sum[x] = (int16_t)(32 + times(v[x], q0));
    }
    for (size_t k = 1; k <= b->radius; k++) {
        const int16_t *left = v - k * b->channels, *right = v + k * b->channels;
        const int16_t q = (int16_t)b->q[k];
        for (size_t x = 0; x < n; x++) {
            sum[x] = (int16_t)(sum[x] + times((int16_t)(left[x] + right[x]), q));
        }
    }
    for (size_t x = 0; x < n; x++) {
        out[x] = (uint8_t)(sum[x] >> 6);
    }
}

void blur_along_plain(const struct blur_shape *b, const int16_t *v, size_t n, uint8_t *out)
{
    for (size_t x = 0; x < n; x += BLOCK) {
        along_block(b, v + x, rxt_min(BLOCK, n - x), out + x);
    }
}

/* In 32 bits: 65535 x 2^16 and a half are below 2^32. */
static void add_row(uint32_t *restrict sum, const void *row, int bits, size_t n, uint32_t q)
{
    const uint8_t *narrow = row;
    const uint16_t *wide = row;
    if (bits == 8) {
        for (size_t x = 0; x < n; x++) {
            sum[x] += q * ((uint32_t)narrow[x] << 8);
        }
        return;
    }
    for (size_t x = 0; x < n; x++) {
        sum[x] += q * wide[x];
    }
}

static void start(uint32_t *sum, int fraction, size_t n)
{
    for (size_t x = 0; x < n; x++) {
        sum[x] = UINT32_C(1) << (fraction - 1);
    }
}

static void down_wide(const struct blur_shape *b, const unsigned char *in, size_t stride, size_t n,
                      uint16_t *v)
{
    const unsigned char *mid = in + b->radius * stride;
    uint32_t sum[BLOCK];
    for (size_t x = 0; x < n; x += BLOCK) {
        const size_t m = rxt_min(BLOCK, n - x), at = x * (size_t)(b->bits / 8);
        start(sum, b->fraction, m);
        add_row(sum, mid + at, b->bits, m, (uint32_t)b->q[0]);
        for (size_t k = 1; k <= b->radius; k++) {
            add_row(sum, mid + at - k * stride, b->bits, m, (uint32_t)b->q[k]);
            add_row(sum, mid + at + k * stride, b->bits, m, (uint32_t)b->q[k]);
        }
        for (size_t i = 0; i < m; i++) {
            v[x + i] = (uint16_t)(sum[i] >> b->fraction);
        }
    }
}

static void along_wide(const struct blur_shape *b, const uint16_t *v, size_t n, void *out)
{
    uint32_t sum[BLOCK];
    for (size_t x = 0; x < n; x += BLOCK) {
        const size_t m = rxt_min(BLOCK, n - x);
        start(sum, b->fraction, m);
        add_row(sum, v + x, 16, m, (uint32_t)b->q[0]);
        for (size_t k = 1; k <= b->radius; k++) {
            add_row(sum, v + x - k * b->channels, 16, m, (uint32_t)b->q[k]);
            add_row(sum, v + x + k * b->channels, 16, m, (uint32_t)b->q[k]);
        }
        for (size_t i = 0; i < m && b->bits == 8; i++) {
            ((uint8_t *)out)[x + i] = (uint8_t)(((sum[i] >> b->fraction) + 128) >> 8);
        }
        for (size_t i = 0; i < m && b->bits == 16; i++) {
            ((uint16_t *)out)[x + i] = (uint16_t)(sum[i] >> b->fraction);
        }
    }
}

const struct blur_passes *blur_passes_of(enum rxt_isa isa)
{
    static const struct blur_passes table[RXT_ISAS] = {
        [RXT_ISA_PLAIN] = {blur_down_plain, blur_along_plain},
        [RXT_ISA_AVX512] = {RXT_AVX512_OF(blur_down_avx512), RXT_AVX512_OF(blur_along_avx512)},
    };
    return &table[isa];
}

size_t blur_scratch_bytes(const struct blur_shape *b)
{
    return (STRIP + 2 * (b->radius * b->channels + PAD)) * sizeof(int16_t);
}

/* Numbers [from, to) of v are there; `left` before and `right` behind are to be the row's ends. */
static void repeat_ends(int16_t *v, size_t channels, size_t from, size_t left, size_t to, size_t right)
{
    for (size_t i = 1; i <= left; i++) {
        v[from - i] = v[from - i + channels];
    }
    for (size_t i = 0; i < right; i++) {
        v[to + i] = v[to + i - channels];
    }
}

/* Numbers [x, x + n) of one row; number i of v is number x + i - reach - PAD of the row. The way down begins
 * and ends at whole cache lines. */
static void blur_strip(const struct blur_shape *b, const struct blur_passes *passes, const unsigned char *in,
                       size_t stride, unsigned char *out, size_t x, size_t n, int16_t *v)
{
    const size_t reach = b->radius * b->channels, row = b->width * b->channels, at = PAD + reach;
    const size_t bytes = (size_t)(b->bits / 8), end = x + n + reach;
    const size_t first = x > reach ? (x - reach) / PAD * PAD : 0;
    const size_t last = rxt_min(row, (end + PAD - 1) / PAD * PAD);
    const size_t from = at + first - x, to = at + last - x;
    if (b->wide) {
        down_wide(b, in + first * bytes, stride, last - first, (uint16_t *)v + from);
    } else {
        passes->down(b, in + first, stride, last - first, v + from);
    }
    repeat_ends(v, b->channels, from, x < reach ? reach - x : 0, to, end > last ? end - last : 0);
    if (b->wide) {
        along_wide(b, (const uint16_t *)v + at, n, out + x * bytes);
    } else {
        passes->along(b, v + at, n, out + x);
    }
}

void blur_rows(const struct blur_shape *b, const struct blur_passes *passes, const unsigned char *in,
               size_t stride, unsigned char *out, size_t out_stride, size_t n_rows, void *scratch)
{
    const size_t row = b->width * b->channels;
    for (size_t x = 0; x < row; x += STRIP) {
        for (size_t y = 0; y < n_rows; y++) {
            blur_strip(b, passes, in + y * stride, stride, out + y * out_stride, x, rxt_min(STRIP, row - x),
                       scratch);
        }
    }
}
