/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_primes_tables.c - what a sieve needs before it starts: its primes by class, and the patterns.
 */
#include "kernel_primes.h"

#include <stdlib.h>
#include <string.h>

const unsigned char primes_wheel[PRIMES_CLASSES] = {1, 7, 11, 13, 17, 19, 23, 29};

/* Groups of like products: a pattern is read from the L2 cache, as often as it is long. */
static const unsigned char groups[PRIMES_GROUPS][4] = {
    {7, 11, 13, 17}, {19, 23, 29}, {31, 163}, {37, 157}, {41, 151}, {43, 149}, {47, 139}, {53, 137},
    {59, 131},       {61, 127},    {67, 113}, {71, 109}, {73, 107}, {79, 103}, {83, 101}, {89, 97},
};

static unsigned class_of(uint64_t p)
{
    unsigned c = 0;
    while (primes_wheel[c] != p % PRIMES_SPAN) {
        c++;
    }
    return c;
}

static void cross_out(struct primes_pattern *pattern, size_t p)
{
    for (size_t round = 0; round < pattern->n_bytes; round += p) {
        for (unsigned j = 0; j < PRIMES_CLASSES; j++) {
            const size_t multiple = p * primes_wheel[j];
            pattern->bytes[round + multiple / PRIMES_SPAN] &= (unsigned char)~(1U << class_of(multiple));
        }
    }
}

static enum rxt_err open_pattern(struct primes_pattern *out, const unsigned char *group)
{
    *out = (struct primes_pattern){.n_bytes = 1};
    for (unsigned i = 0; i < sizeof groups[0] && group[i]; i++) {
        out->n_bytes *= group[i];
    }
    out->bytes = malloc(out->n_bytes);
    if (!out->bytes) {
        return rxt_fail(RXT_E_MEMORY, "%zu bytes for a pattern of primes", out->n_bytes);
    }
    memset(out->bytes, 0xff, out->n_bytes);
    for (unsigned i = 0; i < sizeof groups[0] && group[i]; i++) {
        cross_out(out, group[i]);
    }
    return RXT_OK;
}

uint64_t primes_least_count(uint64_t n)
{
    uint64_t count = n >= 5 ? 3 : n >= 3 ? 2 : n >= 2;
    for (size_t g = 0; g < PRIMES_GROUPS; g++) {
        for (size_t i = 0; i < sizeof groups[0]; i++) {
            count += groups[g][i] != 0 && groups[g][i] <= n;
        }
    }
    return count;
}

/* A plain sieve up to the root: flags of 1 are composite. */
static void sieve_small(unsigned char *composite, uint64_t root)
{
    for (uint64_t p = 2; p * p <= root; p++) {
        for (uint64_t m = p * p; m <= root && !composite[p]; m += p) {
            composite[m] = 1;
        }
    }
}

static void put(struct primes_class *class, uint64_t p)
{
    class->p[class->n] = (uint32_t)p;
    class->inverse[class->n++] = 1.0 / (double)p;
}

static enum rxt_err open_classes(struct primes_tables *out, const unsigned char *composite, uint64_t root)
{
    size_t room[PRIMES_CLASSES] = {0};
    for (uint64_t p = PRIMES_LEAST; p <= root; p++) {
        if (!composite[p]) {
            room[class_of(p)]++;
        }
    }
    for (unsigned c = 0; c < PRIMES_CLASSES; c++) {
        struct primes_class *class = &out->of[c];
        *class = (struct primes_class){.first = out->n};
        class->p = malloc((room[c] + 1) * sizeof *class->p);
        class->inverse = malloc((room[c] + 1) * sizeof *class->inverse);
        if (!class->p || !class->inverse) {
            return rxt_fail(RXT_E_MEMORY, "%zu sieving primes", room[c]);
        }
        out->n += room[c];
    }
    for (uint64_t p = PRIMES_LEAST; p <= root; p++) {
        if (!composite[p]) {
            put(&out->of[class_of(p)], p);
        }
    }
    return RXT_OK;
}

enum rxt_err primes_tables_open(struct primes_tables *out, uint64_t n)
{
    *out = (struct primes_tables){.n = 0};
    const uint64_t root = primes_root(n);
    enum rxt_err err = RXT_OK;
    unsigned char *composite = calloc(root + 1, 1);
    if (!composite) {
        err = rxt_fail(RXT_E_MEMORY, "%llu bytes to find the sieving primes", (unsigned long long)root + 1);
        goto out;
    }
    for (size_t g = 0; g < PRIMES_GROUPS && !err; g++) {
        err = open_pattern(&out->pattern[g], groups[g]);
    }
    if (!err) {
        sieve_small(composite, root);
        err = open_classes(out, composite, root);
    }
out:
    free(composite);
    return err;
}

void primes_tables_close(struct primes_tables *tables)
{
    for (unsigned c = 0; c < PRIMES_CLASSES; c++) {
        free(tables->of[c].p);
        free(tables->of[c].inverse);
    }
    for (size_t g = 0; g < PRIMES_GROUPS; g++) {
        free(tables->pattern[g].bytes);
    }
    *tables = (struct primes_tables){.n = 0};
}

/* Long runs between two ends of the pattern: the compiler's vectors do the rest. */
static void lay_over(const struct primes_pattern *pattern, unsigned char *restrict out, uint64_t first,
                     size_t n_bytes)
{
    size_t at = (size_t)(first % pattern->n_bytes);
    for (size_t done = 0; done < n_bytes; at = 0) {
        const size_t left = n_bytes - done, to_end = pattern->n_bytes - at, n = left < to_end ? left : to_end;
        const unsigned char *restrict from = pattern->bytes + at;
        unsigned char *restrict to = out + done;
        for (size_t i = 0; i < n; i++) {
            to[i] &= from[i];
        }
        done += n;
    }
}

void primes_pattern_fill(const struct primes_tables *tables, unsigned char *out, uint64_t first,
                         size_t n_bytes)
{
    memset(out, 0xff, n_bytes);
    for (size_t g = 0; g < PRIMES_GROUPS; g++) {
        lay_over(&tables->pattern[g], out, first, n_bytes);
    }
}
