/* SPDX-License-Identifier: BSD-3-Clause
 * launch_own.c - did rxt write a launch line? What a journal says to paste may be anybody's.
 */
#include "launch.h"

#include "text.h"

#include <string.h>

/* One word of a line. */
struct word {
    const char *text;
    size_t n;
};

/* Step over one word and the blanks behind it. */
static struct word take_word(const char **line)
{
    const struct word word = {*line, rxt_word_bytes(*line)};
    *line += word.n;
    *line += strspn(*line, " ");
    return word;
}

static bool is_called(struct word word, const char *name)
{
    return word.n == strlen(name) && !memcmp(word.text, name, word.n);
}

/* In any folder, and with a site's addition, such as rxt-openmpi; a path may be quoted. */
static bool is_rxt(struct word word)
{
    size_t first = word.n;
    while (first > 0 && word.text[first - 1] != '/' && word.text[first - 1] != '\'') {
        first--;
    }
    if (first == word.n && word.n > 0) { /* a quote behind it */
        const struct word within = {word.text, word.n - 1};
        return is_rxt(within);
    }
    return word.n - first >= 3 && !memcmp(word.text + first, "rxt", 3);
}

/* Step over an option and its value; false: rxt gives the launcher no such option. */
static bool take_option(const struct rxt_launcher *launcher, struct word word, const char **line)
{
    for (const char *const *option = launcher->options; option && *option; option++) {
        const size_t n = strlen(*option) - ((*option)[strlen(*option) - 1] == ' ');
        const bool has_value = (*option)[n - 1] == '=';
        if (word.n < n || memcmp(word.text, *option, n) != 0 || (!has_value && word.n != n)) {
            continue;
        }
        if ((*option)[n] == ' ') {
            (void)take_word(line);
        }
        return true;
    }
    return false;
}

static bool is_launch(const struct rxt_launcher *launcher, const char *line)
{
    const struct word program = take_word(&line);
    bool is = false;
    for (const char *const *name = launcher->programs; name && *name; name++) {
        is |= is_called(program, *name);
    }
    struct word word = take_word(&line);
    while (is && word.n > 0 && word.text[0] == '-') {
        is = take_option(launcher, word, &line);
        word = take_word(&line);
    }
    return is && is_rxt(word) && !*line;
}

bool rxt_launch_line_is_own(const char *line)
{
    const char *rest = line;
    if (!rxt_is_words(line)) {
        return false;
    }
    bool is = is_rxt(take_word(&rest)) && !*rest;
    for (const struct rxt_launcher *const *l = rxt_launchers; *l; l++) {
        is |= is_launch(*l, line);
    }
    return is;
}
