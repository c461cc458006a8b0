/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_kmeans_read.c - points from a file, one a line.
 *
 * A first pass counts the lines of every chunk of bytes, so that each rank finds its points and the number of a line
 * that is wrong; lines of blanks are no points.
 */
#include "kernel_kmeans_team.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN = 40 }; /* bytes of what is wrong */

struct counted {
    size_t n_lines, n_points, pad[6];
};

/* Where the text is wrong; line is 0 if it is not. */
struct wrong {
    size_t line, n; /* from 1; numbers in it */
    size_t at, n_bad, pad[3];
    double largest; /* number of the chunk, without its sign */
};

/* The record that begins at *at, without its end; *at becomes the next one. */
static size_t take_line(const struct kmeans *s, size_t *at)
{
    const unsigned char *line = s->file.bytes + *at;
    const unsigned char *end = memchr(line, '\n', s->file.n_bytes - *at);
    const size_t n = end ? (size_t)(end - line) : s->file.n_bytes - *at;
    *at += n + (end != NULL);
    return n;
}

static bool is_empty(const unsigned char *line, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') {
            return false;
        }
    }
    return true;
}

static void count_chunk(void *context, const struct rxt_chunk *chunk)
{
    const struct kmeans *s = context;
    struct counted out = {.n_lines = 0};
    size_t at = rxt_input_record(s->file.bytes, s->file.n_bytes, chunk->first);
    while (at < chunk->last) {
        const unsigned char *line = s->file.bytes + at;
        const size_t n = take_line(s, &at);
        out.n_lines++;
        out.n_points += !is_empty(line, n);
    }
    *(struct counted *)chunk->partial = out;
}

static enum rxt_err count_lines(struct kmeans *s)
{
    const size_t n_chunks = rxt_loop_chunks(s->text);
    s->line_at = calloc(n_chunks + 1, sizeof *s->line_at);
    s->point_at = calloc(n_chunks + 1, sizeof *s->point_at);
    const bool right = s->line_at && s->point_at;
    const enum rxt_err err = rxt_team_agree(
        s->team, right ? RXT_OK : rxt_fail(RXT_E_MEMORY, "kmeans: tables of %zu chunks of text", n_chunks));
    if (err) {
        return err;
    }
    rxt_map(s->text, count_chunk, s);
    const struct counted *counted = rxt_partials(s->text);
    for (size_t c = 0; c < n_chunks; c++) {
        s->line_at[c + 1] = s->line_at[c] + counted[c].n_lines;
        s->point_at[c + 1] = s->point_at[c] + counted[c].n_points;
    }
    s->n = s->point_at[n_chunks];
    return RXT_OK;
}

/* The first point tells how many dimensions all have. */
static size_t dimensions(const struct kmeans *s)
{
    size_t at = 0, n = 0;
    const unsigned char *line;
    do {
        line = s->file.bytes + at;
        n = take_line(s, &at);
    } while (is_empty(line, n));
    return kmeans_line_read(line, n, NULL, 0).n;
}

enum rxt_err kmeans_text_open(struct kmeans *s)
{
    enum rxt_err err = rxt_input_open(&s->file, s->team, s->input);
    if (err) {
        return err;
    }
    const struct rxt_loop_spec spec = {
        .n_items = s->file.n_bytes, .grain = KMEANS_BYTES, .n_partial_bytes = sizeof(struct counted)};
    err = rxt_loop_open(&s->text, s->team, &spec);
    err = err ? err : count_lines(s);
    if (err) {
        return err;
    }
    if (s->n == 0) {
        return rxt_fail(RXT_E_INPUT, "input '%s' holds no point: give one a line, as numbers", s->input);
    }
    /* A first line that is wrong is told with all others. */
    s->shape.d = rxt_max(dimensions(s), 1);
    return s->shape.d > KMEANS_MAX_D ? rxt_fail(RXT_E_INPUT, "input '%s' has %zu numbers a line: at most %d",
                                                s->input, s->shape.d, KMEANS_MAX_D)
                                     : RXT_OK;
}

/* The chunk of bytes in which point i begins. */
static size_t chunk_of(const struct kmeans *s, size_t i)
{
    size_t low = 0, high = rxt_loop_chunks(s->text);
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        *(s->point_at[middle] <= i ? &low : &high) = middle;
    }
    return low;
}

static double largest_of(const double *x, size_t n)
{
    double largest = 0.0;
    for (size_t i = 0; i < n; i++) {
        largest = fmax(largest, fabs(x[i]));
    }
    return largest;
}

static void parse_chunk(void *context, const struct rxt_chunk *chunk)
{
    const struct kmeans *s = context;
    const size_t from = chunk_of(s, chunk->first);
    size_t i = s->point_at[from], line_number = s->line_at[from];
    size_t at = rxt_input_record(s->file.bytes, s->file.n_bytes, from * KMEANS_BYTES);
    struct wrong wrong = {.line = 0};
    while (i < chunk->last && !wrong.line) {
        const size_t first = at, n = take_line(s, &at);
        const unsigned char *line = s->file.bytes + first;
        line_number++;
        if (is_empty(line, n) || i++ < chunk->first) {
            continue;
        }
        const struct kmeans_line read = kmeans_line_read(line, n, kmeans_point_at(s, i - 1), s->shape.d);
        if (read.is_bad || read.n != s->shape.d) {
            wrong = (struct wrong){.line = line_number,
                                   .n = read.n,
                                   .at = first + read.bad,
                                   .n_bad = read.is_bad ? read.n_bad : SIZE_MAX};
        } else {
            wrong.largest = fmax(wrong.largest, largest_of(kmeans_point_at(s, i - 1), s->shape.d));
        }
    }
    *(struct wrong *)chunk->partial = wrong;
}

/* Bytes that a terminal or JSON could not show become question marks. */
static void quote(const unsigned char *bytes, size_t n, char out[SHOWN + 1])
{
    n = rxt_min(n, SHOWN);
    for (size_t i = 0; i < n; i++) {
        out[i] = bytes[i] >= ' ' && bytes[i] < 0x7f ? (char)bytes[i] : '?';
    }
    out[n] = '\0';
}

static enum rxt_err tell(const struct kmeans *s, const struct wrong *w)
{
    char shown[SHOWN + 1];
    if (w->n_bad == SIZE_MAX) {
        return rxt_fail(RXT_E_INPUT, "input '%s', line %zu: %zu number%s, but the first point has %zu",
                        s->input, w->line, w->n, w->n == 1 ? "" : "s", s->shape.d);
    }
    if (w->n_bad == 0) {
        return rxt_fail(RXT_E_INPUT, "input '%s', line %zu: a number is missing beside a separator", s->input,
                        w->line);
    }
    quote(s->file.bytes + w->at, w->n_bad, shown);
    return rxt_fail(RXT_E_INPUT, "input '%s', line %zu: '%s' is not a finite number up to 1e140", s->input,
                    w->line, shown);
}

/* Of all ranks' chunks, so that all agree. */
static enum rxt_err refuse_tiny(const struct kmeans *s, const struct wrong *wrong)
{
    const double narrowest = 1e-140; /* squares of distances, 1e-280, still have a double's precision */
    double largest = 0.0;
    for (size_t c = 0; c < rxt_loop_chunks(s->parse); c++) {
        largest = fmax(largest, wrong[c].largest);
    }
    return largest == 0.0 || largest >= narrowest
               ? RXT_OK
               : rxt_fail(RXT_E_INPUT,
                          "input '%s': no number is larger than %.3g: below %.0e the squares of distances "
                          "underflow; scale them",
                          s->input, largest, narrowest);
}

enum rxt_err kmeans_text_read(struct kmeans *s)
{
    const struct rxt_loop_spec spec = {
        .n_items = s->n, .grain = s->grain, .n_partial_bytes = sizeof(struct wrong)};
    const enum rxt_err err = rxt_loop_open(&s->parse, s->team, &spec);
    if (err) {
        return err;
    }
    rxt_map(s->parse, parse_chunk, s);
    const struct wrong *wrong = rxt_partials(s->parse);
    for (size_t c = 0; c < rxt_loop_chunks(s->parse); c++) {
        if (wrong[c].line) {
            return tell(s, &wrong[c]);
        }
    }
    return refuse_tiny(s, wrong);
}

void kmeans_text_size(const char *path, double *n_points, double *n_numbers)
{
    char begin[4096];
    size_t n = 0, points = 1, numbers = 1;
    /* A pipe has no size, and opening one would wait for who writes to it. */
    FILE *file = rxt_input_size(path) > 0.0 ? fopen(path, "r") : NULL;
    if (file) {
        n = fread(begin, 1, sizeof begin, file);
        fclose(file);
    }
    for (size_t i = 1; i < n; i++) {
        points += begin[i] == '\n';
        numbers += strchr(" \t,;\n", begin[i]) && !strchr(" \t,;\n", begin[i - 1]);
    }
    const double scale = n ? rxt_input_size(path) / (double)n : 0.0;
    *n_points = scale * (double)points;
    *n_numbers = scale * (double)numbers;
}
