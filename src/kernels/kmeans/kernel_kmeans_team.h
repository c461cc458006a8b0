/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_kmeans_team.h - the state of `kmeans` on one rank.
 */
#ifndef KERNEL_KMEANS_TEAM_H
#define KERNEL_KMEANS_TEAM_H

#include "kernel_kmeans.h"

#include "rxt/input.h"
#include "rxt/kernel.h"
#include "rxt/memory.h"

/* The parameters. */
enum {
    KMEANS_INPUT,
    KMEANS_N,
    KMEANS_D,
    KMEANS_K,
    KMEANS_ITERATIONS,
    KMEANS_SPREAD,
    KMEANS_SEED,
    KMEANS_OUTPUT
};

enum {
    KMEANS_GRAIN = 4096,     /* points a chunk at least                */
    KMEANS_BYTES = 65536,    /* of text a chunk                        */
    KMEANS_CANDIDATES = 1024 /* for the first centres at least         */
};

struct kmeans {
    struct rxt_team *team;
    const struct kmeans_ops *ops;
    const char *input, *output; /* files, "" for none */
    uint64_t seed;
    double spread;
    struct kmeans_shape mixture;         /* generated */
    struct kmeans_shape shape;           /* k is at most n */
    size_t n, n_iterations, grain, part; /* part: numbers of a partial result */
    struct rxt_input file;
    struct rxt_loop *text; /* bytes of the file: lines and points in front of each chunk */
    size_t *line_at, *point_at;
    struct rxt_loop *assign;    /* chunks of points, with their sums               */
    struct rxt_loop *candidate; /* chunks, with points for the first centres       */
    struct rxt_loop *tally;     /* chunks, with what a check or a digest wants     */
    struct rxt_loop *parse;     /* chunks, with the place of an error in the text  */
    size_t n_candidates;        /* of a chunk, if it has as many points            */
    struct rxt_pages points, labels, scratch;
    size_t first;                                      /* of the home */
    double *truth, *start, *before, *centres, *counts; /* before: those of the last assignment */
    double *inertia;                                   /* of every iteration */
};

/** Find n and the dimensions: the parameters, or those of the file, whose lines are counted; collective. */
RXT_CHECKED
enum rxt_err kmeans_text_open(struct kmeans *s);
/** Read the points of the home from the file; collective. */
RXT_CHECKED
enum rxt_err kmeans_text_read(struct kmeans *s);
/** Return about how many numbers and points a file holds. */
void kmeans_text_size(const char *path, double *n_points, double *n_numbers);

static inline double *kmeans_point_at(const struct kmeans *s, size_t i)
{
    return (double *)s->points.at + (i - s->first) * s->shape.d;
}

static inline uint32_t *kmeans_label_at(const struct kmeans *s, size_t i)
{
    return (uint32_t *)s->labels.at + (i - s->first);
}

/** Return the numbers that the check wants of a chunk. */
size_t kmeans_tally_size(const struct kmeans_shape *shape);

/** What struct rxt_kernel says of them. */
void kmeans_need(const union rxt_value *v, struct rxt_need *out);
RXT_CHECKED
enum rxt_err kmeans_open(void **out, struct rxt_team *team, const union rxt_value *v);
void kmeans_close(void *state);
RXT_CHECKED
enum rxt_err kmeans_check(void *state);

#endif
