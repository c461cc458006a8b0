/* SPDX-License-Identifier: BSD-3-Clause
 * cmd_completion.c - rxt completion: a script for bash, made from the tables.
 */
#include "cli.h"

#include "rxt/kernel.h"

#include <stdio.h>

static void print_option(void *context, const char *name)
{
    (void)context;
    printf(" --%s", name);
}

static enum rxt_err run(const struct rxt_args *args)
{
    (void)args;
    printf("# bash completion for rxt; made by 'rxt completion'\n"
           "_rxt()\n"
           "{\n"
           "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} list\n"
           "    case $before in\n"
           "    --size) list='small default large' ;;\n"
           "    --sched) list='static dynamic' ;;\n"
           "    --color) list='auto always never' ;;\n"
           "    --topology|--out) COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n"
           "    *)\n"
           "        case ${COMP_WORDS[1]} in\n");
    for (const struct rxt_cmd *const *cmd = rxt_cmds; *cmd; cmd++) {
        printf("        %s) list='", (*cmd)->name);
        rxt_cmd_each_option(*cmd, print_option, NULL);
        printf("' ;;\n");
    }
    printf("        esac\n        case ${COMP_WORDS[1]} in\n        run|study|kernels) list+='");
    for (const struct rxt_kernel *const *k = rxt_kernels; *k; k++) {
        printf(" %s", (*k)->name);
    }
    printf("' ;;\n        esac ;;\n    esac\n    if [ \"$COMP_CWORD\" -eq 1 ]; then list='help");
    for (const struct rxt_cmd *const *cmd = rxt_cmds; *cmd; cmd++) {
        printf(" %s", (*cmd)->name);
    }
    printf("'; fi\n    COMPREPLY=($(compgen -W \"$list\" -- \"$word\"))\n}\ncomplete -F _rxt rxt\n");
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
