/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_words_plain.c - splitting a text into words, at any byte, in plain C: the reference.
 *
 * A chunk needs no seam: a word belongs to the chunk in which it starts.
 */
#include "kernel_words.h"

/* What a byte counts as; 0: between words. */
#define IS_UPPER(c) ((c) >= 'A' && (c) <= 'Z')
#define IS_OTHER(c) (((c) >= 'a' && (c) <= 'z') || ((c) >= '0' && (c) <= '9') || (c) >= 128)
#define FOLD(c)     (unsigned char)(IS_UPPER(c) ? (c) + 32 : IS_OTHER(c) ? (c) : 0)
#define FOLD4(c)    FOLD(c), FOLD((c) + 1), FOLD((c) + 2), FOLD((c) + 3)
#define FOLD16(c)   FOLD4(c), FOLD4((c) + 4), FOLD4((c) + 8), FOLD4((c) + 12)
#define FOLD64(c)   FOLD16(c), FOLD16((c) + 16), FOLD16((c) + 32), FOLD16((c) + 48)

const unsigned char words_folds[256] = {FOLD64(0), FOLD64(64), FOLD64(128), FOLD64(192)};

size_t words_skip_begun(const unsigned char *text, size_t first, size_t last)
{
    size_t i = first;
    if (i > 0 && words_folds[text[i - 1]]) {
        while (i < last && words_folds[text[i]]) {
            i++;
        }
    }
    return i;
}

bool words_count_plain(struct words_table *table, const unsigned char *text, size_t n_bytes, size_t first,
                       size_t last)
{
    size_t i = words_skip_begun(text, first, last);
    while (i < last) {
        if (!words_folds[text[i]]) {
            i++;
            continue;
        }
        const size_t start = i;
        while (i < n_bytes && words_folds[text[i]]) {
            i++;
        }
        if (!words_table_add_bytes(table, text + start, i - start, 1)) {
            return false;
        }
    }
    return true;
}
