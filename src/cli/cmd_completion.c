/* SPDX-License-Identifier: BSD-3-Clause
 * cmd_completion.c - rxt completion: a script for bash, made from the tables.
 */
#include "cli.h"

#include "rxt/kernel.h"

#include <stdio.h>
#include <string.h>

static void print_option(void *context, const struct rxt_option *option)
{
    (void)context;
    printf(" --%s", option->name);
}

/* What comes behind an option: one of its choices, a folder, a file; nothing is offered for a number or a name. */
static void print_values(void *context, const struct rxt_option *option)
{
    (void)context;
    if (option->is_choice) {
        printf("    --%s) list='", option->name);
        for (const char *at = option->arg; *at; at++) {
            putchar(*at == '|' ? ' ' : *at);
        }
        printf("' ;;\n");
    } else if (option->arg[0]) {
        const char way = strstr(option->arg, "DIR") ? 'd' : 'f';
        const bool is_path = way == 'd' || strstr(option->arg, "FILE");
        printf(is_path ? "    --%s) _rxt_paths -%c; return ;;\n" : "    --%s) return ;;\n", option->name,
               way);
    }
}

static void print_word(void *context, const char *word)
{
    (void)context;
    printf(" %s", word);
}

/* What a command takes, by the words of its usage. */
static void print_command(const struct rxt_cmd *cmd)
{
    printf("        %s)\n            list='", cmd->name);
    rxt_cmd_each_option(cmd, print_option, NULL);
    printf("'\n");
    if (strstr(cmd->words, "KERNEL") || strstr(cmd->words, "NAME")) {
        printf("            list+=\"$kernels $(compgen -f -X '!*.so' -- \"$word\")\"\n");
    }
    if (strstr(cmd->words, "name=value")) {
        printf("            _rxt_params\n");
    }
    if (strstr(cmd->words, "KIND")) {
        printf("            [ \"$COMP_CWORD\" -ne 2 ] || list='");
        rxt_job_each_kind(print_word, NULL);
        printf("'\n");
    }
    if (strstr(cmd->words, "DIR")) {
        printf("            [[ $word = -* ]] || { _rxt_paths -%c; return; }\n",
               strstr(cmd->words, "FILE") ? 'f' : 'd');
    }
    printf("            ;;\n");
}

/* The parameters of the kernels that the line names already. */
static void print_params(void)
{
    printf("_rxt_params()\n{\n    local w\n    for w in \"${COMP_WORDS[@]:2}\"; do\n        case $w in\n");
    for (const struct rxt_kernel *const *k = rxt_kernels; *k; k++) {
        printf("        %s) list+='", (*k)->name);
        /* A kernel that this build lacks has none. */
        for (const struct rxt_param *param = (*k)->params; param && param->name; param++) {
            printf(" %s=", param->name);
        }
        printf("' ;;\n");
    }
    printf("        esac\n    done\n}\n");
}

static enum rxt_err run(const struct rxt_args *args)
{
    (void)args;
    printf("# bash completion for rxt; made by 'rxt completion'\n"
           "_rxt_paths()\n"
           "{\n"
           "    mapfile -t COMPREPLY < <(compgen \"$1\" -- \"$word\")\n"
           "    compopt -o filenames 2>/dev/null\n"
           "}\n");
    print_params();
    printf("_rxt()\n"
           "{\n"
           "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} list kernels='");
    for (const struct rxt_kernel *const *k = rxt_kernels; *k; k++) {
        printf(" %s", (*k)->name);
    }
    printf("'\n"
           "    COMPREPLY=()\n"
           "    case $before in\n");
    rxt_cmd_each_option(NULL, print_values, NULL);
    printf("    *)\n"
           "        case ${COMP_WORDS[1]} in\n");
    for (const struct rxt_cmd *const *cmd = rxt_cmds; *cmd; cmd++) {
        print_command(*cmd);
    }
    printf("        esac ;;\n"
           "    esac\n"
           "    if [ \"$COMP_CWORD\" -eq 1 ]; then list='help");
    for (const struct rxt_cmd *const *cmd = rxt_cmds; *cmd; cmd++) {
        printf(" %s", (*cmd)->name);
    }
    printf("'; fi\n"
           "    COMPREPLY=($(compgen -W \"$list\" -- \"$word\"))\n"
           "    [[ ${COMPREPLY[*]} != *= ]] || compopt -o nospace 2>/dev/null\n"
           "}\n"
           "complete -F _rxt rxt\n");
    return RXT_OK;
}

const struct rxt_cmd rxt_cmd_completion = {
    .name = "completion",
    .words = "",
    .most_words = 0,
    .options = "",
    .what = "print the completion script for bash",
    .more = "Example:\n  source <(rxt completion)\n",
    .run = run,
};
