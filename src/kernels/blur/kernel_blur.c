/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_blur.c - a picture through a Gaussian: down the columns, then along the rows, in whole numbers.
 *
 * Beyond its borders the picture is as at the border. Each channel is blurred by itself. Counted per
 * pixel and channel: 4 (2 radius + 1) operations, a product and a sum for each coefficient and
 * pass; the input read and the answer written once.
 */
#include "kernel_blur.h"

#include <math.h>
#include <stdlib.h>

enum { ROWS_A_CHUNK = 64, MIN_CHUNKS = 64 };
enum { N, SIGMA, BITS, SEED, INPUT, OUTPUT };

static const struct rxt_param params[] = {
    [N] = {"n",
           "pixels",
           RXT_INTEGER,
           1,
           65536,
           {"2048", "8192", "24576"},
           "side of the generated picture, RGB"},
    [SIGMA] = {"sigma",
               "pixels",
               RXT_REAL,
               0.3,
               100,
               {"3", "3", "3"},
               "width of the Gaussian; radius ceil(3 sigma)"},
    [BITS] = {"bits", "", RXT_INTEGER, 8, 16, {"8", "8", "8"}, "of the generated picture, 8 or 16"},
    [SEED] = RXT_PARAM_SEED("which picture"),
    [INPUT] = RXT_PARAM_FILE("input", "picture to blur, PNG, PGM or PPM"),
    [OUTPUT] = RXT_PARAM_FILE("output", "picture to write, .png, .ppm or .pgm"),
    {.name = NULL},
};

/* Of a row in memory. Rows of 4 KiB and more are set apart so that neighbours do not share the sets of a cache. */
static size_t stride_of(size_t row_bytes)
{
    const size_t lines = (row_bytes + 63) / 64;
    return 64 * (lines < 64 ? lines : (lines + 63) / 64 * 64 + 16);
}

static void need(const union rxt_value *v, struct rxt_need *out)
{
    struct rxt_picture p = {.width = (size_t)v[N].integer, .channels = 3, .bits = (int)v[BITS].integer};
    struct rxt_picture_file *file = NULL;
    p.height = p.width;
    *out = (struct rxt_need){.split_bytes = 0.0};
    if (*v[INPUT].text && rxt_picture_open(&file, v[INPUT].text, &p)) {
        return; /* open says why */
    }
    rxt_picture_close(file);
    const size_t row_bytes = p.width * (size_t)p.channels * (size_t)(p.bits / 8);
    const double stride = (double)stride_of(row_bytes), height = (double)p.height;
    out->split_bytes = height * ((double)row_bytes + stride);
    out->rank_bytes =
        2.0 * ceil(3.0 * v[SIGMA].real) * stride + (*v[OUTPUT].text ? height * (double)row_bytes : 0.0);
}

static enum rxt_err open_loops(struct blur *s)
{
    struct rxt_loop_spec spec = {.n_items = s->head.height};
    spec.grain = rxt_max(1, rxt_min(ROWS_A_CHUNK, s->head.height / MIN_CHUNKS));
    enum rxt_err err = rxt_loop_open(&s->rows, s->team, &spec);
    spec.n_partial_bytes = sizeof(struct blur_proof);
    return err ? err : rxt_loop_open(&s->proof, s->team, &spec);
}

static enum rxt_err allocate(struct blur *s)
{
    s->first = rxt_loop_home(s->rows).first;
    s->last = rxt_loop_home(s->rows).last;
    const size_t home = s->last - s->first, threads = (size_t)rxt_team_threads(s->team);
    s->scratch_bytes = (blur_scratch_bytes(&s->shape) + 4095) / 4096 * 4096;
    enum rxt_err err = rxt_pages_open(&s->pages[0], s->team, (home + 2 * s->shape.radius) * s->stride);
    err = err ? err : rxt_pages_open(&s->pages[1], s->team, home * s->row_bytes);
    err = err ? err : rxt_pages_open(&s->pages[2], s->team, threads * s->scratch_bytes);
    s->in = s->pages[0].at;
    s->out = s->pages[1].at;
    s->scratch = s->pages[2].at;
    return err;
}

static enum rxt_err open_state(void **out, struct rxt_team *team, const union rxt_value *v)
{
    enum rxt_err err = rxt_state_open(out, team, sizeof(struct blur));
    if (err) {
        return err;
    }
    struct blur *s = *out;
    *s = (struct blur){.team = team,
                       .input = v[INPUT].text,
                       .output = v[OUTPUT].text,
                       .seed = (uint64_t)v[SEED].integer,
                       .passes = blur_passes_of(rxt_isa_choose(team))};
    err = blur_picture_head(s, (size_t)v[N].integer, (int)v[BITS].integer);
    if (err) {
        return err;
    }
    s->shape.width = s->head.width;
    s->shape.channels = (size_t)s->head.channels;
    s->shape.bits = s->head.bits;
    blur_shape_set(&s->shape, v[SIGMA].real);
    s->row_bytes = s->head.width * s->shape.channels * (size_t)(s->head.bits / 8);
    s->stride = stride_of(s->row_bytes);
    err = open_loops(s);
    err = err ? err : allocate(s);
    return err ? err : blur_picture_fill(s);
}

static void blur_chunk(void *context, const struct rxt_chunk *chunk)
{
    const struct blur *s = context;
    const size_t at = chunk->first - s->first;
    blur_rows(&s->shape, s->passes, s->in + at * s->stride, s->stride, s->out + at * s->row_bytes,
              s->row_bytes, chunk->last - chunk->first,
              s->scratch + (size_t)chunk->worker * s->scratch_bytes);
}

static enum rxt_err run(void *state)
{
    struct blur *s = state;
    rxt_halo(s->rows, s->in, s->stride, s->shape.radius);
    rxt_map(s->rows, blur_chunk, s);
    return RXT_OK;
}

static void work(const void *state, struct rxt_work *out)
{
    const struct blur *s = state;
    const double pixels = (double)s->head.width * (double)s->head.height;
    *out = (struct rxt_work){
        .items = pixels, .bytes = 2.0 * (double)s->head.height * (double)s->row_bytes, .messages = 2.0};
}

static void spoil(void *state)
{
    struct blur *s = state;
    const size_t y = s->head.height / 2;
    if (rxt_loop_owner(s->rows, y) == rxt_team_rank(s->team)) {
        const size_t top = (y - s->first) * s->row_bytes + (size_t)(s->head.bits / 8) - 1;
        s->out[top] ^= 0x80; /* on this machine the last byte of a number is its highest */
    }
}

static enum rxt_err output(void *state)
{
    struct blur *s = state;
    return *s->output ? blur_picture_write(s) : RXT_OK;
}

static void close_state(void *state)
{
    struct blur *s = state;
    if (s) {
        rxt_loop_close(s->rows);
        rxt_loop_close(s->proof);
        for (size_t i = 0; i < sizeof s->pages / sizeof s->pages[0]; i++) {
            rxt_pages_close(&s->pages[i]);
        }
    }
    free(s);
}

const struct rxt_kernel rxt_kernel_blur = {
    .name = "blur",
    .what = "Gaussian blur of a picture",
    .category = "images",
    .stresses = "stencil, bytes",
    .formula = "out(y,x) = sum over j, i of g(j) g(i) in(y+j,x+i), g(k) ~ exp(-k^2 / (2 sigma^2))",
    .source = "Gonzalez & Woods, Digital Image Processing, 4th ed. (2018), 3.5",
    .params = params,
    .size_param = "n",
    .input_param = "input",
    .output_param = "output",
    .growth = {.power = 2.0},
    .need = need,
    .open = open_state,
    .run = run,
    .check = blur_check,
    .digest = blur_digest,
    .work = work,
    .spoil = spoil,
    .output = output,
    .close = close_state,
};
