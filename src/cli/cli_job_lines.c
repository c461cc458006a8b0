/* SPDX-License-Identifier: BSD-3-Clause
 * cli_job_lines.c - the lines of a batch script for its site: in each a value, and nothing that could be taken for more.
 */
#include "cli_job.h"

#include <string.h>

#define LETTERS    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
#define NAME_MARKS "_-.,:+@%=/[]"
#define NAME       LETTERS NAME_MARKS
#define MARKS      "&|()*" /* of features */

static enum rxt_err check_name(const char *option, const char *name, const char *allowed)
{
    if (name && strspn(name, allowed) != strlen(name)) {
        return rxt_fail(RXT_E_USAGE, "--%s '%s' must be letters, digits and %s alone", option, name,
                        allowed + strlen(LETTERS));
    }
    return RXT_OK;
}

static enum rxt_err check_memory(const char *size)
{
    const size_t n_digits = size ? strspn(size, "0123456789") : 0;
    const char *unit = size ? size + n_digits : "";
    const bool has_unit = *unit && strchr("KMGT", *unit) && !unit[1];
    if (size && strcmp(size, "0") != 0 && (n_digits == 0 || !has_unit)) {
        return rxt_fail(
            RXT_E_USAGE,
            "--mem '%s' must be 0 (all of a node), or a whole number and K, M, G or T, such as 64G", size);
    }
    return RXT_OK;
}

/* Read by a shell, as a word of "module load". */
static enum rxt_err check_module(const char *name)
{
    return name[0] == '-' ? rxt_fail(RXT_E_USAGE, "--module '%s' must be the name of a module", name)
                          : check_name("module", name, LETTERS "_-.+/:@=");
}

/* Slurm takes the begin of an option's name for it: --tim is --time. */
static enum rxt_err check_own(const char *line, size_t n_bytes)
{
    static const char *const given[] = {"time",       "nodes", "partition", "account",
                                        "constraint", "qos",   "mem",       "mail-user"};
    static const char *const written[] = {"job-name", "exclusive", "array",     "signal",
                                          "requeue",  "open-mode", "mail-type", "wrap"};
    for (size_t i = 0; i < sizeof given / sizeof *given; i++) {
        if (!strncmp(given[i], line + 2, n_bytes)) {
            return rxt_fail(RXT_E_USAGE, "--sbatch '%s' is an option of rxt job itself: --%s", line,
                            given[i]);
        }
        if (!strncmp(written[i], line + 2, n_bytes)) {
            return rxt_fail(RXT_E_USAGE, "--sbatch '%s': rxt job writes --%s itself; edit the script", line,
                            written[i]);
        }
    }
    return RXT_OK;
}

/* "--gres=gpu:2" */
static enum rxt_err check_line(const char *line)
{
    const size_t n_bytes =
        !strncmp(line, "--", 2) ? strspn(line + 2, "abcdefghijklmnopqrstuvwxyz0123456789-") : 0;
    const char *value = n_bytes > 0 ? line + 2 + n_bytes : "?";
    if (*value != '\0' && *value != '=') {
        return rxt_fail(RXT_E_USAGE,
                        "--sbatch '%s' must be one option in its long form, such as --gres=gpu:2", line);
    }
    if (strspn(value, NAME MARKS) != strlen(value)) {
        return rxt_fail(
            RXT_E_USAGE,
            "--sbatch '%s' must be one option, its value letters, digits and %s alone; edit the script", line,
            NAME_MARKS MARKS);
    }
    return check_own(line, n_bytes);
}

enum rxt_err rxt_job_check_lines(const struct rxt_args *args)
{
    enum rxt_err err = check_name("partition", args->partition, NAME);
    if (!err) {
        err = check_name("account", args->account, NAME);
    }
    if (!err) {
        err = check_name("qos", args->qos, NAME);
    }
    if (!err) {
        err = check_name("mail-user", args->mail_user, NAME);
    }
    if (!err) {
        err = check_name("constraint", args->constraint, NAME MARKS);
    }
    if (!err) {
        err = check_memory(args->mem);
    }
    for (size_t i = 0; i < args->modules.n && err == RXT_OK; i++) {
        err = check_module(args->modules.word[i]);
    }
    for (size_t i = 0; i < args->lines.n && err == RXT_OK; i++) {
        err = check_line(args->lines.word[i]);
    }
    return err;
}

static void add_directive(struct rxt_text *out, const char *option, const char *value, const char *why)
{
    rxt_text_add(out, "%s#SBATCH --%s=%s  # %s\n", value ? "" : "#", option, value ? value : "NAME", why);
}

void rxt_job_add_lines(struct rxt_text *out, const struct rxt_args *args)
{
    const struct {
        const char *name, *value;
    } asked[] = {{"qos", args->qos},
                 {"mem", args->mem},
                 {"constraint", args->constraint},
                 {"mail-user", args->mail_user},
                 {"mail-type", args->mail_user ? "END,FAIL" : NULL}};
    add_directive(out, "partition", args->partition, "the nodes that you ask about");
    add_directive(out, "account", args->account, "who pays");
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        if (asked[i].value) {
            rxt_text_add(out, "#SBATCH --%s=%s\n", asked[i].name, asked[i].value);
        }
    }
    for (size_t i = 0; i < args->lines.n; i++) {
        rxt_text_add(out, "#SBATCH %s\n", args->lines.word[i]);
    }
}

void rxt_job_add_begin(struct rxt_text *out, const struct rxt_args *args, const char *program)
{
    rxt_text_add(out, "set -eu\nRXT=${RXT:-");
    rxt_text_add_quoted(out, program);
    rxt_text_add(out, "}  # the program; another one, if the nodes have it elsewhere\n");
    if (args->modules.n == 0) {
        rxt_text_add(out,
                     "# module load openmpi  # the MPI that rxt was built with, if your site has modules\n");
    } else {
        rxt_text_add(out, "set +u  # modules may read what is not set\n");
        for (size_t i = 0; i < args->modules.n; i++) {
            rxt_text_add(out, "module load ");
            rxt_text_add_quoted(out, args->modules.word[i]);
            rxt_text_add(out, "\n");
        }
        rxt_text_add(out, "set -u\n");
    }
    rxt_text_add(out, args->out ? "" : "mkdir -p results\n");
}
