/* SPDX-License-Identifier: BSD-3-Clause
 * program_when.c - an argument that only some layouts take: "ranks>1:-parallel".
 */
#include "program.h"

#include <stdio.h>
#include <string.h>

enum op { OP_NOT, OP_AT_MOST, OP_AT_LEAST, OP_IS, OP_LESS, OP_MORE, OPS };
/* The longer ones first: "<=" begins with "<". */
static const char *const op_texts[OPS] = {"!=", "<=", ">=", "=", "<", ">"};

static bool compare(enum op op, long a, long b)
{
    switch (op) {
    case OP_NOT:
        return a != b;
    case OP_AT_MOST:
        return a <= b;
    case OP_AT_LEAST:
        return a >= b;
    case OP_IS:
        return a == b;
    case OP_LESS:
        return a < b;
    case OP_MORE:
    case OPS:
        break;
    }
    return a > b;
}

/* The value of the count that text begins with, and what follows it; NULL: it begins with none. */
static const char *read_count(const char *text, const struct rxt_program_values *v, long *value)
{
    const struct {
        const char *name;
        long value;
    } counts[] = {{"ranks", v->ranks}, {"threads", v->threads}, {"nodes", v->nodes}, {"cores", v->cores}};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        const size_t n = strlen(counts[i].name);
        if (!strncmp(text, counts[i].name, n)) {
            *value = counts[i].value;
            return text + n;
        }
    }
    return NULL;
}

static enum op read_op(const char *text)
{
    enum op op = OP_NOT;
    while (op < OPS && strncmp(text, op_texts[op], strlen(op_texts[op])) != 0) {
        op++;
    }
    return op;
}

static enum rxt_err refuse(const char *text, const char *why)
{
    return rxt_fail(RXT_E_USAGE,
                    "--when '%s' %s: it is CONDITION:ARGUMENT, the condition being ranks, threads, nodes or "
                    "cores, one of = != < > <= >=, and a number, such as 'ranks>1:-parallel'",
                    text, why);
}

enum rxt_err rxt_program_when(const char *text, const struct rxt_program_values *values, bool *holds,
                              const char **word)
{
    char number[32];
    long long with = 0;
    long value = 0;
    const char *colon = strchr(text, ':');
    const char *at = read_count(text, values, &value);
    const enum op op = at ? read_op(at) : OPS;
    if (!colon || op == OPS || at > colon) {
        return refuse(text, !colon ? "has no colon"
                            : !at  ? "begins with no such count"
                                   : "compares with nothing");
    }
    at += strlen(op_texts[op]);
    if (at > colon) { /* as in "ranks:=" the sign is behind the colon */
        return refuse(text, "compares with nothing");
    }
    snprintf(number, sizeof number, "%.*s", (int)(colon - at), at);
    if (rxt_parse_integer(number, "--when", 0, 1000000000, &with) != RXT_OK) {
        return refuse(text, "compares with no whole number");
    }
    *holds = compare(op, value, (long)with);
    *word = colon + 1;
    return RXT_OK;
}
