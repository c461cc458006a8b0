/* SPDX-License-Identifier: BSD-3-Clause
 * trial_plugin_check.c - is what a kernel says of itself whole? Asked before any of it is used.
 *
 * Every floor prints names and texts, makes words of them, and reckons with the ranges: what is wrong there would be wrong
 * in a hundred places.
 */
#include "trial_plugin.h"

#include "text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_NAME = 40, MOST_TEXT = 400, MOST_PARAMS = 31 };

/* One line of printable UTF-8. */
static bool is_line(const char *text)
{
    struct rxt_clean clean;
    const size_t n = strnlen(text, MOST_TEXT + 1);
    bool is = n <= MOST_TEXT;
    for (size_t at = 0; is && at < n;) {
        at += rxt_clean_next(text + at, n - at, &clean);
        is = clean.is_plain;
    }
    return is;
}

/* The beginning of a text that is not what it should be. */
static const char *shown(char out[80], const char *text)
{
    struct rxt_clean clean;
    const size_t n = text ? strnlen(text, 60) : 0;
    size_t used = 0;
    out[0] = '\0';
    for (size_t at = 0; at < n && used < 60;) {
        at += rxt_clean_next(text + at, n - at, &clean);
        used += (size_t)snprintf(out + used, 80 - used, "%s", clean.text);
    }
    return text ? out : "NULL";
}

static bool is_short_name(const char *name)
{
    return strnlen(name, MOST_NAME + 1) <= MOST_NAME && rxt_is_name(name);
}

static enum rxt_err check_texts(const struct rxt_kernel *k)
{
    char out[80];
    const struct {
        const char *field, *text;
    } texts[] = {{"what", k->what},       {"category", k->category}, {"stresses", k->stresses},
                 {"formula", k->formula}, {"source", k->source},     {"lack", k->lack}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (texts[i].text && !is_line(texts[i].text)) {
            return rxt_fail(RXT_E_INPUT,
                            "kernel '%s': its '%s' is not one line of text of at most %d bytes: '%s'",
                            k->name, texts[i].field, MOST_TEXT, shown(out, texts[i].text));
        }
    }
    return k->what && k->what[0]
               ? RXT_OK
               : rxt_fail(RXT_E_INPUT, "kernel '%s' has no 'what': say in one line what it does", k->name);
}

/* An integer is whole in a double. */
static bool is_range(const struct rxt_param *p)
{
    const double most = 9007199254740992.0;
    return isfinite(p->min) && isfinite(p->max) && p->min <= p->max &&
           (p->type != RXT_INTEGER || (p->min >= -most && p->max <= most));
}

static enum rxt_err check_preset(const char *kernel, const struct rxt_param *p, int size)
{
    static const char *const sizes[RXT_SIZES] = {"small", "default", "large"};
    const char *text = p->preset[size];
    long long integer = 0;
    double real = 0.0;
    if (!text || !is_line(text)) {
        return rxt_fail(
            RXT_E_INPUT, "kernel '%s', parameter '%s': its preset for %s is %s", kernel, p->name, sizes[size],
            text ? "not one line of text" : "NULL; three stand in { }, as a user would write them");
    }
    const enum rxt_err err = p->type == RXT_INTEGER ? rxt_parse_integer(text, p->name, (long long)p->min,
                                                                        (long long)p->max, &integer)
                             : p->type == RXT_REAL  ? rxt_parse_real(text, p->name, p->min, p->max, &real)
                                                    : RXT_OK;
    return err == RXT_OK ? err
                         : rxt_fail(RXT_E_INPUT, "kernel '%s': the preset for %s is none: %s", kernel,
                                    sizes[size], rxt_reason());
}

static enum rxt_err check_param(const struct rxt_kernel *k, size_t at)
{
    char out[80];
    const struct rxt_param *p = &k->params[at];
    enum rxt_err err = RXT_OK;
    if (!is_short_name(p->name)) {
        return rxt_fail(
            RXT_E_INPUT,
            "kernel '%s': '%s' is no name of a parameter: letters, digits, '_', '.', '-', '+', a letter or "
            "digit first, at most %d",
            k->name, shown(out, p->name), MOST_NAME);
    }
    for (size_t i = 0; i < at; i++) {
        if (!strcmp(k->params[i].name, p->name)) {
            return rxt_fail(RXT_E_INPUT, "kernel '%s' has two parameters '%s'", k->name, p->name);
        }
    }
    if (p->type != RXT_INTEGER && p->type != RXT_REAL && p->type != RXT_TEXT) {
        return rxt_fail(RXT_E_INPUT, "kernel '%s', parameter '%s': %d is no type", k->name, p->name,
                        (int)p->type);
    }
    if ((p->unit && !is_line(p->unit)) || (p->what && !is_line(p->what))) {
        return rxt_fail(RXT_E_INPUT,
                        "kernel '%s', parameter '%s': its unit and its meaning are one line each", k->name,
                        p->name);
    }
    if (p->type != RXT_TEXT && !is_range(p)) {
        return rxt_fail(RXT_E_INPUT, "kernel '%s', parameter '%s': %g to %g is no range", k->name, p->name,
                        p->min, p->max);
    }
    for (int size = 0; size < RXT_SIZES && !err; size++) {
        err = check_preset(k->name, p, size);
    }
    return err;
}

static enum rxt_err check_params(const struct rxt_kernel *k)
{
    enum rxt_err err = RXT_OK;
    size_t n = 0;
    for (; err == RXT_OK && k->params && n <= MOST_PARAMS && k->params[n].name; n++) {
        err = check_param(k, n);
    }
    return err == RXT_OK && n > MOST_PARAMS
               ? rxt_fail(RXT_E_INPUT,
                          "kernel '%s' has more than %d parameters: does a row with the name NULL end them?",
                          k->name, MOST_PARAMS)
               : err;
}

/* A parameter with a part to play is there, and of its type; a kernel that this build lacks has its name alone. */
static enum rxt_err check_part(const struct rxt_kernel *k, const char *field, const char *name,
                               enum rxt_type type)
{
    char out[80];
    const struct rxt_param *p = k->params;
    if (k->lack && !(p && p->name)) {
        return RXT_OK;
    }
    while (name && p && p->name && strcmp(p->name, name) != 0) {
        p++;
    }
    if (name && !(p && p->name)) {
        return rxt_fail(RXT_E_INPUT, "kernel '%s': its %s is '%s', and no parameter is called so", k->name,
                        field, shown(out, name));
    }
    return !name || p->type == type
               ? RXT_OK
               : rxt_fail(RXT_E_INPUT, "kernel '%s': its %s is '%s', which is no %s", k->name, field, name,
                          type == RXT_INTEGER ? "RXT_INTEGER" : "RXT_TEXT");
}

static enum rxt_err check_numbers(const struct rxt_kernel *k)
{
    if (!(k->growth.power >= 0.0 && k->growth.power <= 100.0)) {
        return rxt_fail(RXT_E_INPUT, "kernel '%s': its work cannot grow with the power %g", k->name,
                        k->growth.power);
    }
    if (k->growth.power > 0.0 && !k->size_param) {
        return rxt_fail(
            RXT_E_INPUT,
            "kernel '%s': its work grows with the power %g of its size, and it names no size_param", k->name,
            k->growth.power);
    }
    if (!(k->tolerance >= 0.0 && k->tolerance < 1.0)) {
        return rxt_fail(RXT_E_INPUT, "kernel '%s': a tolerance is from 0 to 1, and not %g", k->name,
                        k->tolerance);
    }
    if (k->kind != RXT_SPLIT && k->kind != RXT_WHOLE) {
        return rxt_fail(RXT_E_INPUT, "kernel '%s': %d is no kind", k->name, (int)k->kind);
    }
    return k->ceiling == RXT_NO_CEILING
               ? RXT_OK
               : rxt_fail(RXT_E_INPUT, "kernel '%s': the ceilings of the machine are rxt's own kernels",
                          k->name);
}

enum rxt_err rxt_kernel_check_words(const struct rxt_kernel *k)
{
    char out[80];
    enum rxt_err err =
        k->name && is_short_name(k->name)
            ? RXT_OK
            : rxt_fail(
                  RXT_E_INPUT,
                  "'%s' is no name of a kernel: letters, digits, '_', '.', '-', '+', a letter or digit first, at "
                  "most %d",
                  shown(out, k->name), MOST_NAME);
    if (!err) {
        err = check_texts(k);
    }
    if (!err) {
        err = check_params(k);
    }
    if (!err) {
        err = check_numbers(k);
    }
    if (!err) {
        err = check_part(k, "size_param", k->size_param, RXT_INTEGER);
    }
    if (!err) {
        err = check_part(k, "input_param", k->input_param, RXT_TEXT);
    }
    return err == RXT_OK ? check_part(k, "output_param", k->output_param, RXT_TEXT) : err;
}

static enum rxt_err check_functions(const struct rxt_kernel *k)
{
    const struct {
        const char *name;
        bool is_there;
    } must[] = {{"open", k->open != NULL},
                {"run", k->run != NULL},
                {"check", k->check || k->kind == RXT_WHOLE},
                {"close", k->close != NULL},
                {"digest", k->digest || k->kind == RXT_WHOLE},
                {"answer", k->answer || k->kind == RXT_SPLIT}};
    for (size_t i = 0; i < sizeof must / sizeof *must; i++) {
        if (!must[i].is_there) {
            return rxt_fail(RXT_E_INPUT, "kernel '%s' has no function '%s', without which it cannot be run",
                            k->name, must[i].name);
        }
    }
    return (k->output != NULL) == (k->output_param != NULL)
               ? RXT_OK
               : rxt_fail(RXT_E_INPUT, "kernel '%s': 'output' and 'output_param' go together", k->name);
}

enum rxt_err rxt_kernel_check(const struct rxt_kernel *kernel)
{
    const enum rxt_err err = rxt_kernel_check_words(kernel);
    return err == RXT_OK && !kernel->lack ? check_functions(kernel) : err;
}
