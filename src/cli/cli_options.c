/* SPDX-License-Identifier: BSD-3-Clause
 * cli_options.c - read the options and words of a command.
 */
#include "cli_option.h"

#include "text.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What getopt_long returns: 1 for a word, beyond all letters for an option. */
enum { WORD = 1, FIRST = 256 };

bool rxt_has_word(const char *list, const char *word, char separator)
{
    const size_t n = strlen(word);
    for (const char *at = list; n > 0 && (at = strstr(at, word)) != NULL; at += n) {
        if ((at == list || at[-1] == separator) && (at[n] == separator || at[n] == '\0')) {
            return true;
        }
    }
    return false;
}

bool rxt_cmd_takes(const struct rxt_cmd *cmd, const struct rxt_opt *opt)
{
    return !strcmp(opt->name, "help") || rxt_has_word(cmd->options, opt->name, ' ') ||
           (cmd->program_options && rxt_has_word(cmd->program_options, opt->name, ' '));
}

static enum rxt_err set(const struct rxt_opt *opt, const char *text, struct rxt_args *out)
{
    char what[64];
    void *at = (char *)out + opt->at;
    snprintf(what, sizeof what, "--%s", opt->name);
    if (opt->type != RXT_OPT_FLAG && !text[0]) { /* of a script whose variable was not set, often */
        return rxt_fail(RXT_E_USAGE, "--%s has an empty value; it needs %s", opt->name, opt->arg);
    }
    switch (opt->type) {
    case RXT_OPT_FLAG:
        *(bool *)at = true;
        return RXT_OK;
    case RXT_OPT_INTEGER:
        return rxt_parse_integer(text, what, (long long)opt->min, (long long)opt->max, at);
    case RXT_OPT_REAL:
        return rxt_parse_real(text, what, opt->min, opt->max, at);
    case RXT_OPT_SECONDS:
        return rxt_parse_duration(text, what, at);
    case RXT_OPT_LIMIT:
        return rxt_parse_limit(text, what, at);
    case RXT_OPT_BUDGET:
        return rxt_budget_parse(text, what, at);
    case RXT_OPT_SIZE:
        if (rxt_size_is_list(text)) {
            break;
        } /* fall through */
    case RXT_OPT_CHOICE:
        if (!rxt_has_word(opt->arg, text, '|')) {
            return rxt_fail(RXT_E_USAGE, "--%s '%s' must be one of %s", opt->name, text, opt->arg);
        }
        break;
    case RXT_OPT_LIST:
        rxt_words_add(at, "%s", text);
        return ((struct rxt_words *)at)->failed ? rxt_fail(RXT_E_MEMORY, "no room for %s", what) : RXT_OK;
    case RXT_OPT_TEXT:
        break;
    }
    *(const char **)at = text;
    return RXT_OK;
}

static enum rxt_err refuse(const struct rxt_cmd *cmd, const char *word)
{
    const char *names[RXT_OPTS_MOST];
    char name[64];
    size_t n = 0;
    snprintf(name, sizeof name, "%.*s", (int)strcspn(word, "="), word);
    for (size_t i = 0; rxt_opts[i].name; i++) {
        if (rxt_cmd_takes(cmd, &rxt_opts[i])) {
            names[n++] = rxt_opts[i].name;
            if (rxt_opts[i].type == RXT_OPT_FLAG && !strncmp(name, "--", 2) &&
                !strcmp(name + 2, rxt_opts[i].name)) {
                return rxt_fail(RXT_E_USAGE, "%s takes no value, not even an empty one: '%s'", name, word);
            }
        }
    }
    const char *near = strncmp(name, "--", 2) == 0 ? rxt_nearest(name + 2, names, n) : NULL;
    return rxt_fail(RXT_E_USAGE, "rxt %s has no option '%s'; %s%s%s'rxt %s --help' lists them", cmd->name,
                    name, near ? "did you mean '--" : "", near ? near : "", near ? "'? " : "", cmd->name);
}

static void list_long(const struct rxt_cmd *cmd, struct option *list)
{
    for (size_t i = 0; rxt_opts[i].name; i++) {
        if (rxt_cmd_takes(cmd, &rxt_opts[i])) {
            *list++ = (struct option){rxt_opts[i].name,
                                      rxt_opts[i].type == RXT_OPT_FLAG ? no_argument : required_argument,
                                      NULL, FIRST + (int)i};
        }
    }
    *list = (struct option){NULL, 0, NULL, 0};
}

/* The next option, or word, of the command line. False: there is none. */
static bool read_next(const struct rxt_cmd *cmd, int argc, char **argv, const struct option *list,
                      bool *given, struct rxt_args *out, enum rxt_err *err)
{
    const int at = optind;
    const char *word = at < argc ? argv[at] : "";
    /* "-": words come in their order, between the options, so that it is known which of them are behind "--". */
    const int got = getopt_long(argc, argv, "-:", list, NULL);
    if (got == -1) {
        out->is_behind = optind > at; /* it went over "--" */
        return false;
    }
    if (got == WORD) {
        out->words[out->n_words++] = optarg;
    } else if (got == ':') {
        *err = rxt_fail(RXT_E_USAGE, "%s needs a value; 'rxt %s --help' tells which", argv[optind - 1],
                        cmd->name);
    } else if (got == '?') {
        *err = refuse(cmd, word[0] == '-' ? word : argv[optind - 1]);
    } else {
        given[got - FIRST] = true;
        *err = set(&rxt_opts[got - FIRST], optarg, out);
    }
    return *err == RXT_OK;
}

static enum rxt_err check_words(const struct rxt_cmd *cmd, const struct rxt_args *args)
{
    const size_t n = args->n_words - (cmd->program_options ? args->n_behind : 0);
    return args->help || n <= cmd->most_words
               ? RXT_OK
               : rxt_fail(RXT_E_USAGE, "rxt %s takes no '%s'; usage: rxt %s %s", cmd->name,
                          args->words[cmd->most_words], cmd->name, cmd->words);
}

enum rxt_err rxt_args_parse(const struct rxt_cmd *cmd, int argc, char **argv, struct rxt_args *out)
{
    struct option list[RXT_OPTS_MOST + 1];
    bool given[RXT_OPTS_MOST] = {false};
    enum rxt_err err = RXT_OK;
    *out = (struct rxt_args){.words = calloc((size_t)argc + 1, sizeof *out->words)};
    if (!out->words) {
        return rxt_fail(RXT_E_MEMORY, "no room for %d words", argc);
    }
    for (size_t i = 0; rxt_opts[i].name && err == RXT_OK; i++) {
        err = rxt_opts[i].preset ? set(&rxt_opts[i], rxt_opts[i].preset, out) : RXT_OK;
    }
    list_long(cmd, list);
    opterr = 0;
    optind = 1;
    while (err == RXT_OK && read_next(cmd, argc, argv, list, given, out, &err)) {
    }
    for (int i = optind; i < argc; i++) { /* as they are, "-x" too */
        out->words[out->n_words++] = argv[i];
        out->n_behind++;
    }
    if (!err) {
        err = check_words(cmd, out);
    }
    return err == RXT_OK && cmd->program_options && !out->help ? rxt_args_fit(cmd, given, out) : err;
}

void rxt_args_free(struct rxt_args *args)
{
    for (size_t i = 0; rxt_opts[i].name; i++) {
        if (rxt_opts[i].type == RXT_OPT_LIST) {
            rxt_words_free((struct rxt_words *)(void *)((char *)args + rxt_opts[i].at));
        }
    }
    free(args->words);
    *args = (struct rxt_args){.words = NULL};
}
