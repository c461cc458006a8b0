/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_mandelbrot.c - how long do the points of a picture stay bounded? Irregular arithmetic.
 *
 * A pixel's number k is how many of z_1 ... z_iterations in a row lie within
 * |z| <= 2: 0 for |c| > 2, `iterations` for a point of the set. Counted per
 * iteration of a pixel: 8 flop (3 multiplications, 5 additions); the comparison is not.
 */
#include "kernel_mandelbrot.h"

#include "rxt/digest.h"
#include "rxt/kernel.h"
#include "rxt/memory.h"
#include "rxt/picture.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { N, ITERATIONS, CENTRE_X, CENTRE_Y, WIDTH, OUTPUT };

static const struct rxt_param params[] = {
    [N] = {"n", "pixels", RXT_INTEGER, 1, 65536, {"256", "1024", "4096"}, "pixels along each side"},
    [ITERATIONS] =
        {"iterations", "", RXT_INTEGER, 1, 65535, {"1000", "1500", "2000"}, "iterations of a pixel at most"},
    [CENTRE_X] = {"x", "", RXT_REAL, -4, 4, {"-0.75", "-0.75", "-0.75"}, "real part of the centre"},
    [CENTRE_Y] = {"y", "", RXT_REAL, -4, 4, {"0", "0", "0"}, "imaginary part of the centre"},
    [WIDTH] = {"width", "", RXT_REAL, 1e-12, 8, {"2.5", "2.5", "2.5"}, "width of the picture in the plane"},
    [OUTPUT] = {"output", "", RXT_TEXT, 0, 0, {"", "", ""}, "picture to write, .png or .pgm"},
    {.name = NULL},
};

struct state {
    struct rxt_team *team;
    struct rxt_loop *rows;
    struct rxt_pages pages;
    uint16_t *k; /* n x n; the rows that this rank ran are valid */
    struct mandelbrot_view view;
    const char *output;
    double total; /* iterations in all */
};

static void need(const union rxt_value *v, struct rxt_need *out)
{
    const double n = (double)v[N].integer;
    *out = (struct rxt_need){.rank_bytes = n * n * sizeof(uint16_t)}; /* any rank may run any row */
}

static void run_row(void *context, const struct rxt_chunk *chunk)
{
    const struct state *s = context;
    uint16_t *row = s->k + chunk->first * s->view.n;
    mandelbrot_row(&s->view, chunk->first, row);
    *(struct mandelbrot_sum *)chunk->partial = mandelbrot_sum_of(row, s->view.n);
}

static enum rxt_err open_state(void **out, struct rxt_team *team, const union rxt_value *v)
{
    const char *output = v[OUTPUT].text;
    enum rxt_err err = *output ? rxt_picture_check_name(output, 1) : RXT_OK;
    err = err ? err : rxt_state_open(out, team, sizeof(struct state));
    if (err) {
        return err;
    }
    struct state *s = *out;
    const size_t n = (size_t)v[N].integer;
    *s = (struct state){.team = team, .output = output};
    s->view = (struct mandelbrot_view){.n = n,
                                       .iterations = (unsigned)v[ITERATIONS].integer,
                                       .x = v[CENTRE_X].real,
                                       .y = v[CENTRE_Y].real,
                                       .width = v[WIDTH].real,
                                       .isa = rxt_isa_choose(team)};
    const struct rxt_loop_spec rows = {
        .n_items = n, .grain = 1, .n_partial_bytes = sizeof(struct mandelbrot_sum), .roams = true};
    err = rxt_loop_open(&s->rows, team, &rows);
    err = err ? err : rxt_pages_open(&s->pages, team, n * n * sizeof *s->k);
    if (!err) {
        s->k = s->pages.at;
        memset(s->k, 0, s->pages.n_bytes); /* any thread may write any row: all is touched here, untimed */
    }
    return err;
}

static enum rxt_err run(void *state)
{
    struct state *s = state;
    rxt_map(s->rows, run_row, s);
    const struct mandelbrot_sum *sums = rxt_partials(s->rows);
    s->total = 0.0;
    for (size_t j = 0; j < s->view.n; j++) {
        s->total += (double)sums[j].iterations;
    }
    return RXT_OK;
}

static bool row_right(const struct state *s, size_t j, const struct mandelbrot_sum *sum)
{
    const uint16_t *row = s->k + j * s->view.n;
    const struct mandelbrot_sum again = mandelbrot_sum_of(row, s->view.n);
    return !mandelbrot_row_wrong(&s->view, j, row) && again.iterations == sum->iterations &&
           again.hash == sum->hash;
}

/* Iterations of whole windows around -0.75, 2.5 wide, by the textbook's loop in a program of its own. */
static const struct {
    size_t n;
    unsigned iterations;
    double total;
} windows[] = {{256, 1000, 16166944}, {1024, 1500, 385482890}, {4096, 2000, 8192476044}};

static enum rxt_err check_total(const struct state *s)
{
    const struct mandelbrot_view *v = &s->view;
    if (v->x != -0.75 || v->y != 0.0 || v->width != 2.5) {
        return RXT_OK;
    }
    for (size_t i = 0; i < sizeof windows / sizeof *windows; i++) {
        if (v->n == windows[i].n && v->iterations == windows[i].iterations && s->total != windows[i].total) {
            return rxt_fail(RXT_E_WRONG, "mandelbrot: %.0f iterations in all, not %.0f", s->total,
                            windows[i].total);
        }
    }
    return RXT_OK;
}

static enum rxt_err check(void *state)
{
    struct state *s = state;
    const struct mandelbrot_sum *sums = rxt_partials(s->rows);
    size_t wrong = 0, n_asymmetric = 0;
    for (size_t j = 0; j < s->view.n; j++) {
        const struct mandelbrot_sum *mirrored = &sums[s->view.n - 1 - j];
        wrong += rxt_loop_ran(s->rows, j) && !row_right(s, j, &sums[j]);
        n_asymmetric += sums[j].iterations != mirrored->iterations || sums[j].hash != mirrored->hash;
    }
    enum rxt_err err = RXT_OK;
    if (wrong) {
        err = rxt_fail(RXT_E_WRONG, "mandelbrot: %zu rows differ from the closed forms or from their sums",
                       wrong);
    } else if (s->view.y == 0.0 && n_asymmetric) {
        err = rxt_fail(RXT_E_WRONG, "mandelbrot: %zu rows differ from their mirror images", n_asymmetric);
    }
    err = err ? err : check_total(s);
    return rxt_team_agree(s->team, err);
}

static uint64_t digest(void *state)
{
    const struct state *s = state;
    const struct mandelbrot_sum *sums = rxt_partials(s->rows);
    uint64_t all = rxt_digest_word(RXT_DIGEST_START, s->view.n);
    for (size_t j = 0; j < s->view.n; j++) {
        all = rxt_digest_word(rxt_digest_word(all, sums[j].iterations), sums[j].hash);
    }
    return all;
}

static void tell(const void *state, char *text, size_t n_bytes)
{
    const struct state *s = state;
    snprintf(text, n_bytes, "%.0f iterations", s->total);
}

static void work(const void *state, struct rxt_work *out)
{
    const struct state *s = state;
    *out = (struct rxt_work){.items = (double)s->view.n * (double)s->view.n, .flop = 8.0 * s->total};
}

static void spoil(void *state)
{
    struct state *s = state;
    if (rxt_loop_ran(s->rows, s->view.n / 2)) {
        s->k[s->view.n / 2 * s->view.n + s->view.n / 2] ^= 1;
    }
}

/* Grey by the logarithm of the count, points of the set black. */
static enum rxt_err write_grey(const struct state *s)
{
    const size_t n_pixels = s->view.n * s->view.n;
    const double scale = 255.0 / log(1.0 + (double)s->view.iterations);
    unsigned char *grey = malloc(n_pixels);
    if (!grey) {
        return rxt_fail(RXT_E_MEMORY, "%zu bytes for the picture", n_pixels);
    }
    for (size_t i = 0; i < n_pixels; i++) {
        grey[i] = s->k[i] < s->view.iterations ? (unsigned char)(scale * log(1.0 + s->k[i])) : 0;
    }
    const struct rxt_picture picture = {
        .pixels = grey, .width = s->view.n, .height = s->view.n, .channels = 1, .bits = 8};
    const enum rxt_err err = rxt_picture_write(s->output, &picture);
    free(grey);
    return err;
}

static enum rxt_err output(void *state)
{
    struct state *s = state;
    if (!*s->output) {
        return RXT_OK;
    }
    const enum rxt_err err = rxt_gather(s->rows, s->k, s->view.n * sizeof *s->k);
    return err ? err : rxt_team_agree(s->team, rxt_team_rank(s->team) == 0 ? write_grey(s) : RXT_OK);
}

static void close_state(void *state)
{
    struct state *s = state;
    if (s) {
        rxt_loop_close(s->rows);
        rxt_pages_close(&s->pages);
    }
    free(s);
}

const struct rxt_kernel rxt_kernel_mandelbrot = {
    .name = "mandelbrot",
    .what = "escape times of the points of a picture",
    .category = "mathematics",
    .stresses = "irregular arithmetic",
    .formula = "z_1 = c, z_(k+1) = z_k^2 + c; count k while |z_k| <= 2",
    .source = "Mandelbrot, Annals of the New York Academy of Sciences 357 (1980)",
    .params = params,
    .size_param = "n",
    .output_param = "output",
    .growth = {.power = 2.0},
    .need = need,
    .open = open_state,
    .run = run,
    .check = check,
    .digest = digest,
    .tell = tell,
    .work = work,
    .spoil = spoil,
    .output = output,
    .close = close_state,
};
