/* SPDX-License-Identifier: BSD-3-Clause
 * cli_help.c - what is said of the options of a command.
 */
#include "cli_option.h"

#include "text.h"

#include <stdio.h>
#include <string.h>

void rxt_cmd_each_option(const struct rxt_cmd *cmd,
                         void (*each)(void *context, const struct rxt_option *option), void *context)
{
    for (size_t i = 0; rxt_opts[i].name; i++) {
        const struct rxt_option option = {rxt_opts[i].name, rxt_opts[i].arg,
                                          rxt_opts[i].type == RXT_OPT_CHOICE ||
                                              rxt_opts[i].type == RXT_OPT_SIZE};
        if (!cmd || rxt_cmd_takes(cmd, &rxt_opts[i])) {
            each(context, &option);
        }
    }
}

/* What holds without the option, and what it may be: "(default: 10; from 1 to 10000)". */
static void add_bounds(struct rxt_text *text, const struct rxt_opt *opt)
{
    const char *none = opt->preset ? opt->preset : opt->absent;
    const bool has_range = opt->type == RXT_OPT_INTEGER || opt->type == RXT_OPT_REAL;
    if (none || has_range) {
        rxt_text_add(text, " (%s%s%s", none ? "default: " : "", none ? none : "",
                     none && has_range ? "; " : "");
    }
    if (has_range) {
        rxt_text_add(text, "from %.16g to %.16g", opt->min, opt->max);
    }
    rxt_text_add(text, "%s", none || has_range ? ")" : "");
}

static void add_rows(struct rxt_text *text, const struct rxt_cmd *cmd, bool of_program)
{
    for (size_t i = 0; rxt_opts[i].name; i++) {
        char left[64];
        const bool is_of_program =
            cmd->program_options && rxt_has_word(cmd->program_options, rxt_opts[i].name, ' ');
        if (rxt_cmd_takes(cmd, &rxt_opts[i]) && is_of_program == of_program) {
            snprintf(left, sizeof left, "--%s %s", rxt_opts[i].name, rxt_opts[i].arg);
            rxt_text_add(text, "  %-31s %s", left, rxt_opts[i].what);
            add_bounds(text, &rxt_opts[i]);
            rxt_text_add(text, "\n");
        }
    }
}

void rxt_cmd_help(const struct rxt_cmd *cmd)
{
    struct rxt_text text = {0};
    add_rows(&text, cmd, false);
    if (cmd->program_options) {
        rxt_text_add(&text, "\nOf a program:\n");
        add_rows(&text, cmd, true);
    }
    printf("rxt %s %s%s[options]\n  %s\n\n%s\n%s", cmd->name, cmd->words, cmd->words[0] ? " " : "", cmd->what,
           rxt_text_of(&text), cmd->more);
    rxt_text_free(&text);
}

void rxt_options_help(void)
{
    struct rxt_text text = {0};
    for (size_t i = 0; rxt_opts[i].name; i++) {
        const bool has_arg = rxt_opts[i].arg[0];
        rxt_text_add(&text, "--%s%s%s\n  %s", rxt_opts[i].name, has_arg ? " " : "", rxt_opts[i].arg,
                     rxt_opts[i].what);
        add_bounds(&text, &rxt_opts[i]);
        rxt_text_add(&text, "\n  of:");
        for (const struct rxt_cmd *const *cmd = rxt_cmds; *cmd; cmd++) {
            rxt_text_add(&text, "%s%s", rxt_cmd_takes(*cmd, &rxt_opts[i]) ? " " : "",
                         rxt_cmd_takes(*cmd, &rxt_opts[i]) ? (*cmd)->name : "");
        }
        rxt_text_add(&text, "\n");
    }
    printf("%s", rxt_text_of(&text));
    rxt_text_free(&text);
}
