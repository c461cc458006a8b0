/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_words_split.c - splitting text into words at any byte, so that chunks need no seam.
 */
#include "kernel_words.h"

#include "rxt/digest.h"

/* What a byte counts as; 0: between words. */
#define IS_UPPER(c) ((c) >= 'A' && (c) <= 'Z')
#define IS_OTHER(c) (((c) >= 'a' && (c) <= 'z') || ((c) >= '0' && (c) <= '9') || (c) >= 128)
#define FOLD(c)     (unsigned char)(IS_UPPER(c) ? (c) + 32 : IS_OTHER(c) ? (c) : 0)
#define FOLD4(c)    FOLD(c), FOLD((c) + 1), FOLD((c) + 2), FOLD((c) + 3)
#define FOLD16(c)   FOLD4(c), FOLD4((c) + 4), FOLD4((c) + 8), FOLD4((c) + 12)
#define FOLD64(c)   FOLD16(c), FOLD16((c) + 16), FOLD16((c) + 32), FOLD16((c) + 48)

static const unsigned char fold[256] = {FOLD64(0), FOLD64(64), FOLD64(128), FOLD64(192)};

/* FNV-1a, 64 bits; rxt_mix at the end spreads it to the upper bits, which choose the shard. */
static const uint64_t hash_start = UINT64_C(14695981039346656037), hash_prime = UINT64_C(1099511628211);

unsigned char words_fold(unsigned char byte)
{
    return fold[byte];
}

uint64_t words_hash(const unsigned char *word, size_t length)
{
    uint64_t hash = hash_start;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ fold[word[i]]) * hash_prime;
    }
    return rxt_mix(hash);
}

/* The first byte of [first, last) that does not belong to a word that started before. */
static size_t skip_begun(const unsigned char *text, size_t first, size_t last)
{
    size_t i = first;
    if (i > 0 && fold[text[i - 1]]) {
        while (i < last && fold[text[i]]) {
            i++;
        }
    }
    return i;
}

bool words_count(struct words_table *shards, const unsigned char *text, size_t n_bytes, size_t first,
                 size_t last)
{
    size_t i = skip_begun(text, first, last);
    while (i < last) {
        if (!fold[text[i]]) {
            i++;
            continue;
        }
        const size_t start = i;
        uint64_t hash = hash_start;
        for (; i < n_bytes && fold[text[i]]; i++) {
            hash = (hash ^ fold[text[i]]) * hash_prime;
        }
        hash = rxt_mix(hash);
        if (!words_table_add(&shards[words_shard(hash)], hash, text + start, i - start, 1)) {
            return false;
        }
    }
    return true;
}
