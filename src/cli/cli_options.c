/* SPDX-License-Identifier: BSD-3-Clause
 * cli_options.c - the options of all commands: one row gives type, place, preset, range and help.
 */
#include "cli.h"

#include "text.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum opt_type { OPT_FLAG, OPT_INTEGER, OPT_REAL, OPT_SECONDS, OPT_TEXT, OPT_CHOICE };

struct opt {
    const char *name, *arg;
    enum opt_type type;
    size_t at;
    const char *preset; /* NULL: false, 0 or NULL */
    double min, max;
    const char *what;
    const char *absent; /* what holds without the option, where no preset says it */
};

#define AT(member) offsetof(struct rxt_args, member)
static const struct opt options[] = {
    {"layout", "[N:]RxT[@P]", OPT_TEXT, AT(layout), NULL, 0, 0,
     "R ranks a node, T threads a rank, placed by policy P", "one rank on all allowed cores"},
    {"layouts", "LIST", OPT_TEXT, AT(layouts), NULL, 0, 0, "layouts to compare, separated by commas",
     "all that make sense here, and the launcher's own"},
    {"scaling", "strong|weak", OPT_CHOICE, AT(scaling), NULL, 0, 0,
     "time over the number of cores: of one size, or of a size that grows with them", NULL},
    {"cores", "LIST", OPT_TEXT, AT(cores), NULL, 0, 0, "cores a node of --scaling, such as 1,2,4-8",
     "1,2,4,... all allowed"},
    {"nodes", "LIST", OPT_TEXT, AT(nodes), NULL, 0, 0,
     "numbers of nodes to compare; with --scaling all cores of each, or --cores", "all of the allocation"},
    {"nodes-differ", "smallest|refuse", OPT_CHOICE, AT(nodes_differ), "smallest", 0, 0,
     "nodes that differ: plan for the smallest, or refuse", NULL},
    {"hostfile", "FILE", OPT_TEXT, AT(hostfile), NULL, 0, 0, "hosts for the launcher, in its own format",
     "RXT_HOSTFILE"},
    {"size", "small|default|large", OPT_CHOICE, AT(size), "default", 0, 0,
     "preset of the kernels' parameters", NULL},
    {"sched", "static|dynamic", OPT_CHOICE, AT(sched), "static", 0, 0, "how chunks come to threads", NULL},
    {"reps", "N", OPT_INTEGER, AT(reps), NULL, 1, 100000, "timed runs a launch, after one untimed run",
     "run 5, study 3"},
    {"rounds", "N", OPT_INTEGER, AT(rounds), "10", 1, 10000,
     "rounds; every surviving layout is launched once in each", NULL},
    {"budget", "TIME", OPT_SECONDS, AT(budget_s), NULL, 0, 0,
     "begin no round that would end later: 30s, 10m, 1h", "no limit"},
    {"time", "TIME", OPT_SECONDS, AT(time_s), NULL, 0, 0, "time limit of the job: 30m, 2h",
     "what the kind of job takes"},
    {"partition", "NAME", OPT_TEXT, AT(partition), NULL, 0, 0, "partition of the job", "a line to fill in"},
    {"account", "NAME", OPT_TEXT, AT(account), NULL, 0, 0, "account of the job", "a line to fill in"},
    {"timeout", "TIME", OPT_SECONDS, AT(timeout_s), NULL, 0, 0, "end a launch that takes longer", "no limit"},
    {"seed", "N", OPT_INTEGER, AT(seed), "1", 0, 9e15, "seed of the order of launches", NULL},
    {"indifference", "X", OPT_REAL, AT(indifference), "0.01", 0, 1,
     "differences up to this ratio do not matter", NULL},
    {"out", "DIR", OPT_TEXT, AT(out), NULL, 0, 0, "folder of the study", "results/HOST-DATE for a study"},
    {"resume", "", OPT_FLAG, AT(resume), NULL, 0, 0, "go on with the study in --out, or begin it", NULL},
    {"smt", "", OPT_FLAG, AT(smt), NULL, 0, 0,
     "use all hardware threads of a core, so that ranks stay together", NULL},
    {"oversubscribe", "", OPT_FLAG, AT(oversubscribe), NULL, 0, 0, "allow more threads than cores", NULL},
    {"topology", "FILE|TEXT", OPT_TEXT, AT(topology), NULL, 0, 0, "hwloc XML file or synthetic text",
     "this machine"},
    {"json", "", OPT_FLAG, AT(json), NULL, 0, 0, "print JSON", NULL},
    {"color", "auto|always|never", OPT_CHOICE, AT(color), "auto", 0, 0, "colour on standard output", NULL},
    {"help", "", OPT_FLAG, AT(help), NULL, 0, 0, "print this", NULL},
};
enum { N_OPTIONS = sizeof options / sizeof *options };

static bool has_word(const char *list, const char *word, char separator)
{
    const size_t n = strlen(word);
    for (const char *at = list; n > 0 && (at = strstr(at, word)) != NULL; at += n) {
        if ((at == list || at[-1] == separator) && (at[n] == separator || at[n] == '\0')) {
            return true;
        }
    }
    return false;
}

static bool takes(const struct rxt_cmd *cmd, const struct opt *opt)
{
    return !strcmp(opt->name, "help") || has_word(cmd->options, opt->name, ' ');
}

static enum rxt_err set(const struct opt *opt, const char *text, struct rxt_args *out)
{
    char what[64];
    void *at = (char *)out + opt->at;
    snprintf(what, sizeof what, "--%s", opt->name);
    if (opt->type != OPT_FLAG && !text[0]) { /* of a script whose variable was not set, often */
        return rxt_fail(RXT_E_USAGE, "--%s has an empty value; it needs %s", opt->name, opt->arg);
    }
    switch (opt->type) {
    case OPT_FLAG:
        *(bool *)at = true;
        return RXT_OK;
    case OPT_INTEGER:
        return rxt_parse_integer(text, what, (long long)opt->min, (long long)opt->max, at);
    case OPT_REAL:
        return rxt_parse_real(text, what, opt->min, opt->max, at);
    case OPT_SECONDS:
        return rxt_parse_duration(text, what, at);
    case OPT_CHOICE:
        if (!has_word(opt->arg, text, '|')) {
            return rxt_fail(RXT_E_USAGE, "--%s '%s' must be one of %s", opt->name, text, opt->arg);
        }
        break;
    case OPT_TEXT:
        break;
    }
    *(const char **)at = text;
    return RXT_OK;
}

static enum rxt_err refuse(const struct rxt_cmd *cmd, const char *word)
{
    const char *names[N_OPTIONS];
    char name[64];
    size_t n = 0;
    snprintf(name, sizeof name, "%.*s", (int)strcspn(word, "="), word);
    for (size_t i = 0; i < N_OPTIONS; i++) {
        if (takes(cmd, &options[i])) {
            names[n++] = options[i].name;
            if (options[i].type == OPT_FLAG && !strncmp(name, "--", 2) &&
                !strcmp(name + 2, options[i].name)) {
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
    for (size_t i = 0; i < N_OPTIONS; i++) {
        if (takes(cmd, &options[i])) {
            *list++ = (struct option){
                options[i].name, options[i].type == OPT_FLAG ? no_argument : required_argument, NULL, (int)i};
        }
    }
    *list = (struct option){NULL, 0, NULL, 0};
}

enum rxt_err rxt_args_parse(const struct rxt_cmd *cmd, int argc, char **argv, struct rxt_args *out)
{
    struct option list[N_OPTIONS + 1];
    enum rxt_err err = RXT_OK;
    *out = (struct rxt_args){.words = NULL};
    for (size_t i = 0; i < N_OPTIONS && err == RXT_OK; i++) {
        err = options[i].preset ? set(&options[i], options[i].preset, out) : RXT_OK;
    }
    list_long(cmd, list);
    opterr = 0;
    optind = 1;
    while (err == RXT_OK) {
        const char *word = optind < argc ? argv[optind] : "";
        const int got = getopt_long(argc, argv, ":", list, NULL);
        if (got == -1) {
            break;
        }
        if (got == ':') {
            err = rxt_fail(RXT_E_USAGE, "%s needs a value; 'rxt %s --help' tells which", argv[optind - 1],
                           cmd->name);
        } else if (got == '?') {
            err = refuse(cmd, word[0] == '-' ? word : argv[optind - 1]);
        } else {
            err = set(&options[got], optarg, out);
        }
    }
    out->words = argv + optind;
    out->n_words = (size_t)(argc - optind);
    if (err == RXT_OK && !out->help && out->n_words > cmd->most_words) {
        err = rxt_fail(RXT_E_USAGE, "rxt %s takes no '%s'; usage: rxt %s %s", cmd->name,
                       out->words[cmd->most_words], cmd->name, cmd->words);
    }
    return err;
}

void rxt_cmd_each_option(const struct rxt_cmd *cmd,
                         void (*each)(void *context, const struct rxt_option *option), void *context)
{
    for (size_t i = 0; i < N_OPTIONS; i++) {
        const struct rxt_option option = {options[i].name, options[i].arg, options[i].type == OPT_CHOICE};
        if (!cmd || takes(cmd, &options[i])) {
            each(context, &option);
        }
    }
}

/* What holds without the option, and what it may be: "(default: 10; from 1 to 10000)". */
static void add_bounds(struct rxt_text *text, const struct opt *opt)
{
    const char *none = opt->preset ? opt->preset : opt->absent;
    const bool has_range = opt->type == OPT_INTEGER || opt->type == OPT_REAL;
    if (none || has_range) {
        rxt_text_add(text, " (%s%s%s", none ? "default: " : "", none ? none : "",
                     none && has_range ? "; " : "");
    }
    if (has_range) {
        rxt_text_add(text, "from %.16g to %.16g", opt->min, opt->max);
    }
    rxt_text_add(text, "%s", none || has_range ? ")" : "");
}

void rxt_cmd_help(const struct rxt_cmd *cmd)
{
    struct rxt_text text = {0};
    for (size_t i = 0; i < N_OPTIONS; i++) {
        char left[64];
        if (takes(cmd, &options[i])) {
            snprintf(left, sizeof left, "--%s %s", options[i].name, options[i].arg);
            rxt_text_add(&text, "  %-31s %s", left, options[i].what);
            add_bounds(&text, &options[i]);
            rxt_text_add(&text, "\n");
        }
    }
    printf("rxt %s %s%s[options]\n  %s\n\n%s\n%s", cmd->name, cmd->words, cmd->words[0] ? " " : "", cmd->what,
           rxt_text_of(&text), cmd->more);
    rxt_text_free(&text);
}

void rxt_options_help(void)
{
    struct rxt_text text = {0};
    for (size_t i = 0; i < N_OPTIONS; i++) {
        const bool has_arg = options[i].arg[0];
        rxt_text_add(&text, "--%s%s%s\n  %s", options[i].name, has_arg ? " " : "", options[i].arg,
                     options[i].what);
        add_bounds(&text, &options[i]);
        rxt_text_add(&text, "\n  of:");
        for (const struct rxt_cmd *const *cmd = rxt_cmds; *cmd; cmd++) {
            rxt_text_add(&text, "%s%s", takes(*cmd, &options[i]) ? " " : "",
                         takes(*cmd, &options[i]) ? (*cmd)->name : "");
        }
        rxt_text_add(&text, "\n");
    }
    printf("%s", rxt_text_of(&text));
    rxt_text_free(&text);
}
