/* SPDX-License-Identifier: BSD-3-Clause
 * machine_mask.c - sets of PUs by their OS index.
 */
#include "machine.h"

#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORD_BITS = 8 * (int)sizeof(unsigned long) };

bool rxt_mask_has(const struct rxt_mask *mask, int pu)
{
    return pu >= 0 && pu < RXT_MAX_PUS && (mask->words[pu / WORD_BITS] >> (pu % WORD_BITS) & 1);
}

void rxt_mask_add(struct rxt_mask *mask, int pu)
{
    if (pu >= 0 && pu < RXT_MAX_PUS) {
        mask->words[pu / WORD_BITS] |= 1UL << (pu % WORD_BITS);
    }
}

/* Masks are wide and mostly empty: words without a member are passed at once. */
int rxt_mask_next(const struct rxt_mask *mask, int after)
{
    int pu = after + 1;
    while (pu < RXT_MAX_PUS) {
        const unsigned long left = mask->words[pu / WORD_BITS] >> (pu % WORD_BITS);
        if (left & 1) {
            return pu;
        }
        pu = left ? pu + 1 : (pu / WORD_BITS + 1) * WORD_BITS;
    }
    return -1;
}

size_t rxt_mask_count(const struct rxt_mask *mask)
{
    size_t n = 0;
    for (int pu = rxt_mask_next(mask, -1); pu >= 0; pu = rxt_mask_next(mask, pu)) {
        n++;
    }
    return n;
}

bool rxt_mask_equal(const struct rxt_mask *a, const struct rxt_mask *b)
{
    return !memcmp(a->words, b->words, sizeof a->words);
}

bool rxt_mask_holds(const struct rxt_mask *a, const struct rxt_mask *b)
{
    unsigned long missing = 0;
    for (size_t w = 0; w < sizeof a->words / sizeof *a->words; w++) {
        missing |= b->words[w] & ~a->words[w];
    }
    return missing == 0;
}

bool rxt_mask_meets(const struct rxt_mask *a, const struct rxt_mask *b)
{
    unsigned long common = 0;
    for (size_t w = 0; w < sizeof a->words / sizeof *a->words; w++) {
        common |= a->words[w] & b->words[w];
    }
    return common != 0;
}

/* A number below RXT_MAX_PUS; text moves behind it. */
static bool read_pu(const char **text, int *pu)
{
    char *end = NULL;
    const long value = **text >= '0' && **text <= '9' ? strtol(*text, &end, 10) : -1;
    *pu = value >= 0 && value < RXT_MAX_PUS ? (int)value : -1;
    *text = *pu >= 0 ? end : *text;
    return *pu >= 0;
}

bool rxt_mask_read(const char *text, struct rxt_mask *out)
{
    *out = (struct rxt_mask){{0}};
    for (bool more = true; more;) {
        int first = 0, last = 0;
        if (!read_pu(&text, &first)) {
            return false;
        }
        last = first;
        if (*text == '-') {
            text++;
            if (!read_pu(&text, &last) || last < first) {
                return false;
            }
        }
        for (int pu = first; pu <= last; pu++) {
            rxt_mask_add(out, pu);
        }
        more = *text == ',';
        text += more;
    }
    return *text == '\0';
}

const char *rxt_mask_text(const struct rxt_mask *mask, char *out, size_t n_bytes)
{
    struct rxt_text text = {0};
    for (int pu = rxt_mask_next(mask, -1), last; pu >= 0; pu = rxt_mask_next(mask, last)) {
        last = pu;
        while (rxt_mask_has(mask, last + 1)) {
            last++;
        }
        rxt_text_add(&text, text.n > 0 ? ",%d" : "%d", pu);
        if (last > pu) {
            rxt_text_add(&text, "-%d", last);
        }
    }
    snprintf(out, n_bytes, "%s", rxt_text_of(&text));
    if (text.n >= n_bytes && n_bytes > 4) {
        snprintf(out + n_bytes - 4, 4, "...");
    }
    rxt_text_free(&text);
    return out;
}

/* The index at *text, which is moved behind it; -1: none is there. */
static int next_index(const char **text)
{
    char *end = NULL;
    const long value = **text >= '0' && **text <= '9' ? strtol(*text, &end, 10) : -1;
    *text = end ? end : *text;
    return value < RXT_MAX_PUS ? (int)value : -1;
}

bool rxt_mask_parse(const char *text, struct rxt_mask *out)
{
    *out = (struct rxt_mask){{0}};
    bool is_more = *text != '\0';
    while (is_more) {
        const int first = next_index(&text);
        int last = first;
        if (*text == '-') {
            text++;
            last = next_index(&text);
        }
        if (first < 0 || last < first) {
            return false;
        }
        for (int pu = first; pu <= last; pu++) {
            rxt_mask_add(out, pu);
        }
        is_more = *text == ',';
        text += is_more;
    }
    return *text == '\0';
}

bool rxt_mask_within(const struct rxt_mask *a, const struct rxt_mask *b)
{
    unsigned long outside = 0;
    for (size_t i = 0; i < sizeof a->words / sizeof *a->words; i++) {
        outside |= a->words[i] & ~b->words[i];
    }
    return !outside;
}
