/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_blur.h - the coefficients of `blur`, its two passes, and its state.
 *
 * All arithmetic is in whole numbers. q(k), k = 0 ... radius, are the coefficients times 2^fraction, and
 * q(0) + 2 (q(1) + ...) = 2^fraction exactly. A pass over numbers of 8 bits with a radius up to BLUR_NARROW works in
 * 16 bits, fraction 15: a pair of pixels 6 bits up, times q(k), rounded to 2^-6 of a grey level. All
 * others, "wide", work in 32 bits, fraction 16, on numbers of 16 bits, rounded once a pass.
 */
#ifndef KERNEL_BLUR_H
#define KERNEL_BLUR_H

#include "rxt/isa.h"
#include "rxt/kernel.h"
#include "rxt/memory.h"
#include "rxt/picture.h"

/* Up to BLUR_NARROW the roundings of a pass cannot move a constant picture by half a grey level. */
enum { BLUR_MOST_RADIUS = 300, BLUR_NARROW = 30, BLUR_MOST_CHANNELS = 4, BLUR_TILE = 8, BLUR_SPOTS = 4 };

struct blur_shape {
    size_t radius, width, channels;
    int bits; /* 8 or 16 */
    bool wide;
    int fraction;
    int32_t q[BLUR_MOST_RADIUS + 1];
    double g[BLUR_MOST_RADIUS + 1]; /* exact; g(0) + 2 (g(1) + ...) = 1 */
    double error; /* a number of the answer is off by less, in its own unit, from the blur by g */
};

/** Set radius = ceil(3 sigma) and all that follows from it and from bits; sigma is 0.3 to 100. */
void blur_shape_set(struct blur_shape *shape, double sigma);

/* A pass for numbers of 8 bits, n >= 1 of them. down: v = the blur along columns, in points at the row
 * `radius` above, rows are `stride` bytes apart; along: out = the blur along a row, in points at its
 * first number, radius x channels are valid on either side. */
typedef void (*blur_down_fn)(const struct blur_shape *shape, const uint8_t *in, size_t stride, size_t n,
                             int16_t *v);
typedef void (*blur_along_fn)(const struct blur_shape *shape, const int16_t *v, size_t n, uint8_t *out);

struct blur_passes {
    blur_down_fn down;
    blur_along_fn along;
};

/** The passes for an instruction set. */
const struct blur_passes *blur_passes_of(enum rxt_isa isa);

/** Blur n_rows rows. in points at the row `radius` above the first; scratch is blur_scratch_bytes. */
void blur_rows(const struct blur_shape *shape, const struct blur_passes *passes, const unsigned char *in,
               size_t stride, unsigned char *out, size_t out_stride, size_t n_rows, void *scratch);
size_t blur_scratch_bytes(const struct blur_shape *shape);

void blur_down_plain(const struct blur_shape *shape, const uint8_t *in, size_t stride, size_t n, int16_t *v);
void blur_along_plain(const struct blur_shape *shape, const int16_t *v, size_t n, uint8_t *out);
void blur_down_avx512(const struct blur_shape *shape, const uint8_t *in, size_t stride, size_t n, int16_t *v);
void blur_along_avx512(const struct blur_shape *shape, const int16_t *v, size_t n, uint8_t *out);

/* A chunk's part of check and digest. */
struct blur_proof {
    uint64_t wrong_tiles, wrong_spots, digest, pad;
};

struct blur {
    struct rxt_team *team;
    const char *input, *output; /* files, "" for none */
    struct rxt_picture head;    /* size and format    */
    struct rxt_loop *rows;      /* of the picture     */
    struct rxt_loop *proof;     /* the same, with partial results */
    struct rxt_pages pages[3];
    unsigned char *in;  /* the home's rows, and `radius` more before and behind, `stride` bytes apart */
    unsigned char *out; /* the home's rows, row_bytes each */
    char *scratch;      /* scratch_bytes a thread          */
    size_t first, last, stride, row_bytes, scratch_bytes;
    struct blur_shape shape;
    const struct blur_passes *passes;
    uint64_t seed;
};

/** Make row y of the generated picture, n pixels of three colours: blocks with sharp edges, and noise. */
void blur_make_row(uint64_t seed, size_t n, int bits, size_t y, unsigned char *row);
/** Set the size and format of the picture; collective. */
RXT_CHECKED
enum rxt_err blur_picture_head(struct blur *s, size_t n, int bits);
/** Fill or read the rows of the home, and ghost rows beyond the picture; collective. */
RXT_CHECKED
enum rxt_err blur_picture_fill(struct blur *s);
/** Write the answer; collective. */
RXT_CHECKED
enum rxt_err blur_picture_write(struct blur *s);

/** Check the answer; collective. */
RXT_CHECKED
enum rxt_err blur_check(void *state);
/** Digest the answer; collective. */
uint64_t blur_digest(void *state);

/** Return number i of a row. */
static inline double blur_number(const void *row, int bits, size_t i)
{
    return bits == 8 ? (double)((const uint8_t *)row)[i] : (double)((const uint16_t *)row)[i];
}

#endif
