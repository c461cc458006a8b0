/* SPDX-License-Identifier: BSD-3-Clause
 * words.h - the words of a command line, or a list of texts, that grows.
 */
#ifndef RXT_WORDS_H
#define RXT_WORDS_H

#include "rxt/err.h"

#include <stdbool.h>
#include <stddef.h>

/* They own copies. Begin with {0}. */
struct rxt_words {
    char **word; /* ended by NULL once something was added */
    size_t n;
    bool failed; /* memory ran out */
};

void rxt_words_add(struct rxt_words *words, const char *format, ...) RXT_PRINTF(2, 3);
void rxt_words_free(struct rxt_words *words);

#endif
