/* SPDX-License-Identifier: BSD-3-Clause
 * launch_pool.c - which layout a pool has: of the program, its arguments, its environment, a decision, or its launcher.
 */
#include "launch_place.h"
#include "team_pool.h"

#include <jansson.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* What was said about the layout. */
struct wish {
    const char *layout, *decision, *subject;
    bool smt, oversubscribe;
};

/* If words[*i] is an option of the pool, take it, and go to its last word. */
static enum rxt_err take_word(char **words, int n, int *i, struct wish *wish, bool *is_ours)
{
    const struct {
        const char *name, **value;
    } texts[] = {{"--layout", &wish->layout}, {"--decision", &wish->decision}, {"--subject", &wish->subject}};
    const struct {
        const char *name;
        bool *value;
    } flags[] = {{"--smt", &wish->smt}, {"--oversubscribe", &wish->oversubscribe}};
    const char *word = words[*i];
    for (size_t k = 0; k < sizeof flags / sizeof *flags; k++) {
        *is_ours |= !strcmp(word, flags[k].name);
        *flags[k].value |= !strcmp(word, flags[k].name);
    }
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        const size_t length = strlen(texts[k].name);
        if (strncmp(word, texts[k].name, length) != 0 || (word[length] != '\0' && word[length] != '=')) {
            continue;
        }
        *is_ours = true;
        if (word[length] == '\0' && *i + 1 >= n) {
            return rxt_fail(RXT_E_USAGE, "%s needs a value behind it", texts[k].name);
        }
        *texts[k].value = word[length] == '=' ? word + length + 1 : words[++*i];
    }
    return RXT_OK;
}

/* Take the pool's options out of the arguments; the others stay in their order, and the NULL behind them. */
static enum rxt_err take_words(int *argc, char **argv, struct wish *wish)
{
    int n_left = 0;
    enum rxt_err err = RXT_OK;
    bool is_over = false;
    for (int i = 0; i < *argc; i++) {
        bool is_ours = false;
        const int first = i;
        is_over |= !strcmp(argv[i], "--");
        if (i > 0 && !is_over && !err) {
            err = take_word(argv, *argc, &i, wish, &is_ours);
        }
        if (!is_ours) {
            argv[n_left++] = argv[first];
        }
    }
    argv[n_left] = NULL;
    *argc = n_left;
    return err;
}

/* The row of a decision for a subject; NULL with a reason. */
static const json_t *find_row(const json_t *decision, const char *path, const char *subject)
{
    const json_t *rows = json_object_get(decision, "kernels"), *row, *found = NULL;
    size_t i;
    json_array_foreach(rows, i, row)
    {
        const char *name = json_string_value(json_object_get(row, "kernel"));
        if (name && (!subject || !strcmp(name, subject))) {
            found = found ? found : row;
        }
    }
    if (!subject && json_array_size(rows) > 1) {
        (void)rxt_fail(RXT_E_INPUT, "%s decides for %zu subjects: name one, as in --subject %s", path,
                       json_array_size(rows),
                       found ? json_string_value(json_object_get(found, "kernel")) : "NAME");
        return NULL;
    }
    if (!found) {
        (void)rxt_fail(RXT_E_INPUT, "%s decides for no subject%s%s", path, subject ? " called " : "",
                       subject ? subject : "");
    }
    return found;
}

static enum rxt_err read_decision(const json_t *decision, const char *path, const char *subject,
                                  struct rxt_team_spec *out)
{
    const char *schema = json_string_value(json_object_get(decision, "schema"));
    if (!schema || strcmp(schema, "rxt-decision/1") != 0) {
        return rxt_fail(RXT_E_INPUT, "%s is no decision of rxt (schema rxt-decision/1)", path);
    }
    const json_t *row = find_row(decision, path, subject);
    const char *recommended = json_string_value(json_object_get(row, "recommended"));
    const char *layout = recommended ? recommended : json_string_value(json_object_get(row, "best"));
    if (!row) {
        return rxt_fail(RXT_E_INPUT, "%s", rxt_reason());
    }
    if (!layout) {
        return rxt_fail(RXT_E_INPUT, "%s recommends no layout for %s", path,
                        json_string_value(json_object_get(row, "kernel")));
    }
    out->options.smt |= json_is_true(json_object_get(decision, "smt"));
    out->options.oversubscribe |= json_is_true(json_object_get(decision, "oversubscribe"));
    return rxt_layout_parse(layout, &out->layout);
}

static enum rxt_err decide(const char *given, const char *subject, struct rxt_team_spec *out)
{
    char path[4096];
    struct stat st;
    json_error_t why;
    const bool is_folder = stat(given, &st) == 0 && S_ISDIR(st.st_mode);
    snprintf(path, sizeof path, "%s%s", given, is_folder ? "/decision.json" : "");
    json_t *decision = json_load_file(path, JSON_DISABLE_EOF_CHECK, &why);
    const enum rxt_err err = decision ? read_decision(decision, path, subject, out)
                                      : rxt_fail(RXT_E_INPUT, "%s: %s", path, why.text);
    json_decref(decision);
    return err;
}

/* What the launcher started, each rank with the cores of its mask; without one all cores here. */
static enum rxt_err default_layout(struct rxt_team_spec *out)
{
    struct rxt_topology *topology = NULL;
    const struct rxt_rank rank = rxt_rank_here();
    if (rank.is_one) {
        out->layout.nodes = rank.n_nodes;
        out->layout.ranks = rank.n_ranks > 0 ? rank.n_ranks / rank.n_nodes : 1;
        out->threads_by_mask = true;
        return RXT_OK;
    }
    const enum rxt_err err = rxt_topology_open(&topology, NULL);
    if (err == RXT_OK) {
        out->layout.threads = (int)rxt_quota_workers(topology, topology->n_cores);
    }
    rxt_topology_close(topology);
    return err;
}

static const char *first_of(const char *a, const char *b, const char *variable)
{
    const char *c = getenv(variable);
    return a ? a : b ? b : c && c[0] ? c : NULL;
}

static enum rxt_err choose(const struct rxt_pool_spec *spec, struct rxt_team_spec *out)
{
    struct wish wish = {.smt = spec->smt, .oversubscribe = spec->oversubscribe};
    const enum rxt_err err = spec->argc && spec->argv ? take_words(spec->argc, spec->argv, &wish) : RXT_OK;
    const char *layout = first_of(spec->layout, wish.layout, "RXT_LAYOUT");
    const char *decision = first_of(spec->decision, wish.decision, "RXT_DECISION");
    out->options = (struct rxt_plan_options){.smt = wish.smt, .oversubscribe = wish.oversubscribe};
    return err        ? err
           : layout   ? rxt_layout_parse(layout, &out->layout)
           : decision ? decide(decision, spec->subject ? spec->subject : wish.subject, out)
                      : default_layout(out);
}

enum rxt_err rxt_pool_open(struct rxt_pool **out, const struct rxt_pool_spec *spec)
{
    struct rxt_team_spec team = {.layout = {1, 1, 1, RXT_BY_SPREAD},
                                 .start = rxt_start_here(),
                                 .sched = RXT_DYNAMIC,
                                 .goes_on_beside = true};
    const enum rxt_err err = choose(spec, &team);
    return rxt_team_pool_open(out, spec, &team, err);
}
