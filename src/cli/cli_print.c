/* SPDX-License-Identifier: BSD-3-Clause
 * cli_print.c - results onto standard output, whole or with an error.
 */
#include "cli.h"

#include "json_text.h"
#include "text.h"

#include <stdio.h>
#include <string.h>

static FILE *results; /* NULL: standard output */

void rxt_results_to(FILE *file)
{
    results = file;
}

FILE *rxt_results(void)
{
    return results ? results : stdout;
}

enum rxt_err rxt_print(const char *text)
{
    return fputs(text, rxt_results()) >= 0 && fflush(rxt_results()) == 0
               ? RXT_OK
               : rxt_fail(RXT_E_OUTPUT,
                          "standard output cannot be written: is its disk full, or its reader gone?");
}

static enum rxt_err print_json(const json_t *json, size_t flags)
{
    struct rxt_text text = {0};
    rxt_text_add_json(&text, json, flags | JSON_REAL_PRECISION(17));
    rxt_text_add(&text, "\n");
    const enum rxt_err err =
        text.failed ? rxt_fail(RXT_E_MEMORY, "no room for JSON") : rxt_print(rxt_text_of(&text));
    rxt_text_free(&text);
    return err;
}

enum rxt_err rxt_print_json_line(const json_t *json)
{
    return print_json(json, JSON_COMPACT);
}

enum rxt_err rxt_print_json(const json_t *json)
{
    return print_json(json, JSON_INDENT(1));
}

void rxt_print_line(const char *begin, const char *text)
{
    struct rxt_text line = {0};
    rxt_text_add_line(&line, text ? text : "", text ? strlen(text) : 0);
    fprintf(rxt_results(), "%s%s\n", begin, rxt_text_of(&line));
    rxt_text_free(&line);
}
