/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_factor_check.c - is each answer the number's prime factors? Without Montgomery's residues.
 */
#include "kernel_factor_mont.h"
#include "kernel_factor_team.h"

#include "rxt/digest.h"
#include "rxt/output.h"

/* The first n_bases primes as bases decide every v below. */
static const struct proven {
    uint64_t below;
    int n_bases;
} proven[] = {
    {UINT64_C(2047), 1},
    {UINT64_C(1373653), 2},
    {UINT64_C(25326001), 3},
    {UINT64_C(3215031751), 4},
    {UINT64_C(2152302898747), 5},
    {UINT64_C(3474749660383), 6},
    {UINT64_C(341550071728321), 7},
    {UINT64_C(3825123056546413051), 9},
    {UINT64_MAX, 12},
};

static const unsigned char first_primes[12] = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37};

static uint64_t times(uint64_t a, uint64_t b, uint64_t v)
{
    return (a | b) >> 32 ? (uint64_t)((mont_wide)a * b % v) : a * b % v;
}

/* v is odd, base < v. */
static bool is_strong(uint64_t v, uint64_t base)
{
    uint64_t e = v - 1, x = 1;
    int twos = 0;
    for (; e % 2 == 0; e /= 2) {
        twos++;
    }
    for (int bit = 63; bit >= 0; bit--) {
        x = times(x, x, v);
        x = e >> bit & 1 ? times(x, base, v) : x;
    }
    bool strong = x == 1 || x == v - 1;
    for (int i = 1; i < twos && !strong; i++) {
        x = times(x, x, v);
        strong = x == v - 1;
    }
    return strong;
}

bool factor_is_prime_by_division(uint64_t v)
{
    for (int i = 0; i < 12; i++) {
        if (v % first_primes[i] == 0) {
            return v == first_primes[i];
        }
    }
    size_t row = 0;
    while (v >= proven[row].below && proven[row].below < UINT64_MAX) {
        row++;
    }
    bool prime = v > 1;
    for (int i = 0; i < proven[row].n_bases && prime; i++) {
        prime = is_strong(v, first_primes[i]);
    }
    return prime;
}

bool factor_answer_right(const struct factor_answer *answer)
{
    uint64_t p[FACTOR_MAX];
    const size_t n = factor_list(answer, p);
    size_t wrong = n == 0;
    for (size_t i = 0; i < n; i++) {
        const bool again = i > 0 && p[i] == p[i - 1];
        wrong += i > 0 && p[i] < p[i - 1];
        wrong += !again && !factor_is_prime_by_division(p[i]);
    }
    for (size_t i = 0; i < answer->n_large && i < FACTOR_MAX_LARGE; i++) {
        wrong += answer->large[i] < FACTOR_SMALL;
    }
    return wrong == 0;
}

uint64_t factor_hash(uint64_t digest, const struct factor_answer *answer)
{
    uint64_t p[FACTOR_MAX];
    const size_t n = factor_list(answer, p);
    digest = rxt_digest_word(digest, answer->number);
    for (size_t i = 0; i < n; i++) {
        digest = rxt_digest_word(digest, p[i]);
    }
    return digest;
}

/* The answers of the chunks that this rank ran, and whether they are those that the chunks told all. */
static size_t count_wrong(const struct factor *f, uint64_t *number)
{
    const struct factor_part *parts = rxt_partials(f->loop);
    size_t wrong = 0, i = 0;
    for (size_t c = 0; c < rxt_loop_chunks(f->loop); c++) {
        const size_t end = i + parts[c].numbers;
        uint64_t hash = RXT_DIGEST_START;
        if (end > f->n || !rxt_loop_ran(f->loop, c)) {
            i = end;
            continue;
        }
        for (; i < end; i++) {
            hash = factor_hash(hash, &f->answers[i]);
            if (!factor_answer_right(&f->answers[i])) {
                *number = f->answers[i].number;
                wrong++;
            }
        }
        wrong += hash != parts[c].hash;
    }
    return wrong + (i != f->n);
}

enum rxt_err factor_check(void *state)
{
    const struct factor *f = state;
    uint64_t number = 0;
    const size_t wrong = count_wrong(f, &number);
    enum rxt_err err = RXT_OK;
    if (wrong) {
        err = rxt_fail(RXT_E_WRONG,
                       "factor: %zu answers are no prime factors, or were changed; one is that of %llu",
                       wrong, (unsigned long long)number);
    }
    return rxt_team_agree(f->team, err);
}

static bool write_answer(FILE *file, const struct factor_answer *answer)
{
    uint64_t p[FACTOR_MAX];
    const size_t n = factor_list(answer, p);
    bool written = fprintf(file, "%llu:", (unsigned long long)answer->number) > 0;
    for (size_t i = 0; i < n; i++) {
        written = written && fprintf(file, " %llu", (unsigned long long)p[i]) > 0;
    }
    return written && fputc('\n', file) == '\n';
}

static bool write_answers(FILE *file, const void *state)
{
    const struct factor *f = state;
    bool written = true;
    for (size_t i = 0; i < f->n && written; i++) {
        written = write_answer(file, &f->answers[i]);
    }
    return written;
}

enum rxt_err factor_output(void *state)
{
    struct factor *f = state;
    if (!*f->output) {
        return RXT_OK;
    }
    const enum rxt_err err = rxt_gather(f->loop, f->answers, sizeof *f->answers);
    return err ? err : rxt_output_write(f->team, f->output, write_answers, f);
}
