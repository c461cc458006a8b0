/* SPDX-License-Identifier: BSD-3-Clause
 * base_words.c - a list of texts that grows.
 */
#include "words.h"

#include "text.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void rxt_words_add(struct rxt_words *words, const char *format, ...)
{
    struct rxt_text text = {0}; /* as long as it is: a word of a program's user may be a whole script */
    va_list args;
    va_start(args, format);
    rxt_text_add_args(&text, format, args);
    va_end(args);
    char *copy = text.failed ? NULL : strdup(rxt_text_of(&text));
    char **word = copy ? realloc(words->word, (words->n + 2) * sizeof *word) : NULL;
    if (word) {
        words->word = word;
        word[words->n++] = copy;
        word[words->n] = NULL;
    } else {
        free(copy);
        words->failed = true;
    }
    rxt_text_free(&text);
}

void rxt_words_free(struct rxt_words *words)
{
    for (size_t i = 0; i < words->n; i++) {
        free(words->word[i]);
    }
    free(words->word);
    *words = (struct rxt_words){0};
}
