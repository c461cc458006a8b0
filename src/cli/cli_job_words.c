/* SPDX-License-Identifier: BSD-3-Clause
 * cli_job_words.c - what a study was asked for, as its batch script passes it on and as its folder is called.
 */
#include "cli_job.h"
#include "cli_option.h"

#include "rxt/digest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_NAME = 96 };

/* A number in the fewest digits that give it back. */
static const char *show_real(char *out, size_t n_bytes, double value)
{
    snprintf(out, n_bytes, "%.15g", value);
    if (strtod(out, NULL) != value) {
        snprintf(out, n_bytes, "%.17g", value);
    }
    return out;
}

/* The value of an option as text, NULL if it is that of its preset. */
static const char *value_of(const struct rxt_opt *opt, const struct rxt_args *args, char *room,
                            size_t n_bytes)
{
    const void *at = (const char *)args + opt->at;
    const char *text = NULL;
    const char *none = opt->preset;
    if (opt->type == RXT_OPT_INTEGER) {
        snprintf(room, n_bytes, "%lld", *(const long long *)at);
        text = room;
        none = none ? none : "0";
    } else if (opt->type == RXT_OPT_REAL) {
        text = show_real(room, n_bytes, *(const double *)at);
        none = none ? none : "0";
    } else if (opt->type == RXT_OPT_SECONDS) {
        show_real(room, n_bytes, *(const double *)at);
        text = strcat(room, "s");
        none = "0s";
    } else if (opt->type == RXT_OPT_BUDGET) {
        text = rxt_budget_text(at, room, n_bytes);
        none = "";
    } else if (opt->type == RXT_OPT_FLAG) {
        text = *(const bool *)at ? "" : NULL;
    } else {
        text = *(const char *const *)at;
    }
    return text && none && !strcmp(text, none) ? NULL : text;
}

static void add_option(struct rxt_text *out, const struct rxt_opt *opt, const char *value)
{
    rxt_text_add(out, " --%s%s", opt->name, opt->type == RXT_OPT_FLAG ? "" : " ");
    if (opt->type != RXT_OPT_FLAG) {
        rxt_text_add_quoted(out, value);
    }
}

/* Those of a list of names. */
static void add_options(struct rxt_text *out, const struct rxt_args *args, const char *but)
{
    for (const struct rxt_opt *opt = rxt_opts; opt->name; opt++) {
        char room[64];
        if (!rxt_has_word(RXT_JOB_PASSED, opt->name, ' ') || rxt_has_word(but, opt->name, ' ')) {
            continue;
        }
        if (opt->type == RXT_OPT_LIST) {
            const struct rxt_words *list = (const void *)((const char *)args + opt->at);
            for (size_t i = 0; i < list->n; i++) {
                add_option(out, opt, list->word[i]);
            }
            continue;
        }
        const char *value = value_of(opt, args, room, sizeof room);
        if (value) {
            add_option(out, opt, value);
        }
    }
}

void rxt_job_add_options(struct rxt_text *out, const struct rxt_args *args)
{
    add_options(out, args, "");
}

size_t rxt_job_words(const struct rxt_args *args)
{
    return args->n_words - args->n_behind;
}

/* One thing that was asked, as a part of a name. A comma and an equals sign become "_", what else is no letter "-".
 * Returns whether something was lost. */
static bool add_part(struct rxt_text *out, const char *begin, const char *text, size_t n_bytes)
{
    bool is_lost = false;
    rxt_text_add(out, "-%s", begin);
    for (size_t i = 0; i < n_bytes; i++) {
        const char c = text[i];
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        const bool is_kept = is_letter || c == '.' || c == '-';
        rxt_text_add(out, "%c", is_kept ? c : c == ',' || c == '=' || c == '_' ? '_' : '-');
        is_lost |= !is_kept && c != ',' && c != '=';
    }
    return is_lost;
}

/* The program, or several by their names. */
static void add_programs(struct rxt_text *out, const struct rxt_args *args)
{
    for (size_t i = 0; i < args->subjects.n; i++) {
        add_part(out, "", args->subjects.word[i], strcspn(args->subjects.word[i], "="));
    }
    if (args->n_behind > 0) {
        const char *path = args->words[rxt_job_words(args)];
        const char *slash = strrchr(path, '/');
        const char *name = slash && slash[1] ? slash + 1 : path;
        add_part(out, "", name, strlen(name));
    }
}

/* All that the letters of a name may not hold. */
static void add_rest(struct rxt_text *out, const struct rxt_args *args)
{
    add_options(out, args, "budget timeout prepare-timeout"); /* which may change when a study goes on */
    for (size_t i = rxt_job_words(args); i < args->n_words; i++) {
        rxt_text_add(out, " ");
        rxt_text_add_quoted(out, args->words[i]);
    }
}

static void add_name(struct rxt_text *out, unsigned takes, const struct rxt_args *args)
{
    struct rxt_text name = {0}, rest = {0};
    bool is_lost = false;
    for (size_t i = 1; i < rxt_job_words(args) && (takes & RXT_JOB_PARAMS); i++) {
        is_lost |= add_part(&name, "", args->words[i], strlen(args->words[i]));
    }
    add_programs(&name, args);
    if (args->nodes && (takes & RXT_JOB_NODES)) {
        add_part(&name, "N", args->nodes, strlen(args->nodes));
    }
    if (args->cores) {
        add_part(&name, "c", args->cores, strlen(args->cores));
    }
    if (strcmp(args->size, "default") != 0) {
        add_part(&name, "", args->size, strlen(args->size));
    }
    add_rest(&rest, args);
    const bool is_long = strlen(rxt_text_of(&name)) > MOST_NAME;
    rxt_text_add(out, "%.*s", MOST_NAME, rxt_text_of(&name));
    if (is_lost || is_long || rxt_text_of(&rest)[0]) {
        for (size_t i = 1; i < rxt_job_words(args); i++) {
            rxt_text_add(&rest, " %s", args->words[i]);
        }
        rxt_text_add(&rest, "%s", rxt_text_of(&name));
        const uint64_t digest =
            rxt_digest_bytes(RXT_DIGEST_START, rxt_text_of(&rest), strlen(rxt_text_of(&rest)));
        rxt_text_add(out, "-%06x", (unsigned)(digest & 0xffffff));
    }
    out->failed |= name.failed || rest.failed;
    rxt_text_free(&name);
    rxt_text_free(&rest);
}

void rxt_job_add_folder(struct rxt_text *out, const char *kind, const char *apart, unsigned takes,
                        const struct rxt_args *args)
{
    if (!args->out) {
        rxt_text_add(out, "results/rxt-%s", kind);
        add_name(out, takes, args);
        rxt_text_add(out, "%s", apart);
        return;
    }
    size_t n_bytes = strlen(args->out);
    while (n_bytes > 1 && args->out[n_bytes - 1] == '/') { /* more may be put behind it */
        n_bytes--;
    }
    char *folder = strndup(args->out, n_bytes);
    out->failed |= !folder;
    rxt_text_add_quoted(out, folder ? folder : "");
    free(folder);
}
