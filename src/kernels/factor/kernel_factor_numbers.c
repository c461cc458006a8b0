/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_factor_numbers.c - the numbers to factor: made by counter, or read from a text.
 */
#include "kernel_factor_team.h"

#include "rxt/random.h"

#include <string.h>

static const char *const kinds[FACTOR_KINDS] = {"random", "semiprime", "prime"};

enum rxt_err factor_kind_of(const char *name, enum factor_kind *out)
{
    for (unsigned k = 0; k < FACTOR_KINDS; k++) {
        if (!strcmp(name, kinds[k])) {
            *out = (enum factor_kind)k;
            return RXT_OK;
        }
    }
    return rxt_fail(RXT_E_USAGE, "factor: kind '%s' is none of random, semiprime, prime", name);
}

/* The first prime from an odd number on; both ends are set so that none lies above `most`. */
static uint64_t prime_from(uint64_t v, uint64_t most)
{
    v = (v < most ? v : most) | 1;
    while (!factor_is_prime(v)) {
        v += 2;
    }
    return v;
}

uint64_t factor_number(const struct factor_source *source, uint64_t i)
{
    const uint64_t largest_32 = UINT64_C(4294967291), largest_64 = UINT64_C(18446744073709551557);
    const uint64_t half = UINT64_C(1) << 31, word = rxt_random_at(source->seed, i);
    switch (source->kind) {
    case FACTOR_SEMIPRIME:
        return prime_from(half | (word >> 32), largest_32) * prime_from(half | (uint32_t)word, largest_32);
    case FACTOR_PRIME:
        return prime_from(word | UINT64_C(1) << 63, largest_64);
    default:
        return word < 2 ? word + 2 : word; /* 0 and 1 have no factors */
    }
}

size_t factor_lines(const unsigned char *text, size_t n_bytes)
{
    size_t n = 0;
    for (size_t at = 0; at < n_bytes; n++) {
        at = rxt_input_record(text, n_bytes, at + 1);
    }
    return n;
}

/* One line of a file, without its end. */
struct line {
    const char *file;
    size_t number;
    const unsigned char *text;
    size_t length;
};

static enum rxt_err refuse(const struct line *line, const char *why)
{
    char shown[32];
    size_t n = 0;
    for (; n < line->length && n + 1 < sizeof shown; n++) {
        shown[n] = (char)(line->text[n] >= ' ' && line->text[n] <= '~' ? line->text[n] : '?');
    }
    shown[n] = '\0';
    return rxt_fail(
        RXT_E_INPUT,
        "input '%s', line %zu: '%s'%s %s: give one whole number from 2 to 18446744073709551615 a line",
        line->file, line->number, shown, n < line->length ? "..." : "", why);
}

static enum rxt_err read_line(const struct line *line, uint64_t *out)
{
    uint64_t v = 0;
    for (size_t i = 0; i < line->length; i++) {
        const unsigned digit = line->text[i] - (unsigned)'0';
        if (digit > 9) {
            return refuse(line, "is not a number");
        }
        if (v > (UINT64_MAX - digit) / 10) {
            return refuse(line, "is too large");
        }
        v = 10 * v + digit;
    }
    *out = v;
    if (line->length == 0) {
        return refuse(line, "is empty");
    }
    return v < 2 ? refuse(line, "has no prime factors") : RXT_OK;
}

enum rxt_err factor_read(const char *file, const unsigned char *text, size_t n_bytes,
                         struct factor_answer *out)
{
    enum rxt_err err = RXT_OK;
    struct line line = {.file = file};
    for (size_t at = 0; at < n_bytes && !err;) {
        const size_t next = rxt_input_record(text, n_bytes, at + 1);
        size_t end = next;
        end -= end > at && text[end - 1] == '\n';
        end -= end > at && text[end - 1] == '\r';
        uint64_t *number = &out[line.number].number;
        line = (struct line){file, line.number + 1, text + at, end - at};
        err = read_line(&line, number);
        at = next;
    }
    return err;
}
