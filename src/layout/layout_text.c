/* SPDX-License-Identifier: BSD-3-Clause
 * layout_text.c - layouts as text, read strictly and written shortest.
 */
#include "layout.h"

#include "text.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define POLICY_TEXT(name, text) text,
static const char *const policies[RXT_POLICIES] = {RXT_POLICY_LIST(POLICY_TEXT)};
#undef POLICY_TEXT

const char *rxt_policy_name(enum rxt_policy policy)
{
    return policies[policy];
}

const char *rxt_mode_name(enum rxt_mode mode)
{
    static const char *const names[RXT_MODES] = {"serial", "threads", "ranks", "hybrid"};
    return names[mode];
}

int rxt_layout_ranks(const struct rxt_layout *layout)
{
    return layout->nodes * layout->ranks;
}

size_t rxt_layout_node_workers(const struct rxt_layout *layout)
{
    return (size_t)layout->ranks * (size_t)layout->threads;
}

size_t rxt_layout_workers(const struct rxt_layout *layout)
{
    return (size_t)layout->nodes * rxt_layout_node_workers(layout);
}

enum rxt_mode rxt_layout_mode(const struct rxt_layout *layout)
{
    const bool one_rank = layout->nodes == 1 && layout->ranks == 1;
    if (layout->threads == 1) {
        return one_rank ? RXT_MODE_SERIAL : RXT_MODE_RANKS;
    }
    return one_rank ? RXT_MODE_THREADS : RXT_MODE_HYBRID;
}

bool rxt_layout_equal(const struct rxt_layout *a, const struct rxt_layout *b)
{
    return a->nodes == b->nodes && a->ranks == b->ranks && a->threads == b->threads && a->policy == b->policy;
}

const char *rxt_layout_text(const struct rxt_layout *layout, char *out, size_t n_bytes)
{
    struct rxt_text text = {0};
    if (layout->nodes != 1) {
        rxt_text_add(&text, "%d:", layout->nodes);
    }
    rxt_text_add(&text, "%dx%d", layout->ranks, layout->threads);
    if (layout->policy != RXT_BY_SPREAD) {
        rxt_text_add(&text, "@%s", rxt_policy_name(layout->policy));
    }
    snprintf(out, n_bytes, "%s", rxt_text_of(&text));
    rxt_text_free(&text);
    return out;
}

/* What is refused may be anything: shown on one line, and not at any length. */
static void tame(char *text)
{
    for (; *text; text++) {
        *text = isprint((unsigned char)*text) ? *text : '?';
    }
}

static enum rxt_err refuse(const char *text, const char *format, ...) RXT_PRINTF(2, 3);
static enum rxt_err refuse(const char *text, const char *format, ...)
{
    char shown[41], why[200];
    va_list args;
    va_start(args, format);
    vsnprintf(why, sizeof why, format, args);
    va_end(args);
    const int n = snprintf(shown, sizeof shown, "%s", text);
    tame(shown);
    tame(why);
    return rxt_fail(RXT_E_USAGE,
                    "layout '%s%s' %s; write [NODES:]RANKSxTHREADS[@POLICY], such as 4x8 or 2:4x8@l3", shown,
                    n >= (int)sizeof shown ? "..." : "", why);
}

/* A number from 1 to RXT_MAX_WORKERS, without sign, blank or leading zero; *at moves behind it. */
static enum rxt_err read_number(const char *text, const char **at, const char *what, int *out)
{
    const char *begin = *at;
    const size_t n_digits = strspn(begin, "0123456789");
    if (n_digits == 0) {
        return *begin ? refuse(text, "has '%c' where the number of %s is due", *begin, what)
                      : refuse(text, "ends where the number of %s is due", what);
    }
    long value = 0;
    for (size_t i = 0; i < n_digits && value <= RXT_MAX_WORKERS; i++) {
        value = 10 * value + (begin[i] - '0');
    }
    if (value < 1 || value > RXT_MAX_WORKERS) {
        return refuse(text, "has %.*s %s, but it must be 1 to %d", (int)(n_digits < 20 ? n_digits : 20),
                      begin, what, (int)RXT_MAX_WORKERS);
    }
    if (begin[0] == '0') {
        return refuse(text, "has a number of %s that begins with 0", what);
    }
    *at = begin + n_digits;
    *out = (int)value;
    return RXT_OK;
}

static enum rxt_err read_x(const char *text, const char **at)
{
    if (**at == 'x') {
        ++*at;
        return RXT_OK;
    }
    return **at ? refuse(text, "has '%c' where the x between ranks and threads is due", **at)
                : refuse(text, "ends where the x between ranks and threads is due");
}

static enum rxt_err read_policy(const char *text, const char *name, enum rxt_policy *out)
{
    for (int p = 0; p < RXT_POLICIES; p++) {
        if (!strcmp(name, policies[p])) {
            *out = (enum rxt_policy)p;
            return RXT_OK;
        }
    }
    const char *nearest = *name ? rxt_nearest(name, policies, RXT_POLICIES) : NULL;
    if (nearest) {
        return refuse(text, "has an unknown policy, did you mean '%s'?", nearest);
    }
    return refuse(text, "%s policy; it is one of spread, compact, core, l3, numa, package, none",
                  *name ? "has an unknown" : "ends without its");
}

static enum rxt_err check_product(const char *text, const struct rxt_layout *layout)
{
    const size_t n_workers = rxt_layout_workers(layout);
    if (n_workers > RXT_MAX_WORKERS) {
        return refuse(text, "has %zu workers in all, but at most %d are possible", n_workers,
                      (int)RXT_MAX_WORKERS);
    }
    return RXT_OK;
}

enum rxt_err rxt_layout_parse(const char *text, struct rxt_layout *out)
{
    struct rxt_layout layout = {.nodes = 1, .policy = RXT_BY_SPREAD};
    const char *at = text;
    enum rxt_err err = RXT_OK;
    if (text[strspn(text, "0123456789")] == ':') {
        err = read_number(text, &at, "nodes", &layout.nodes);
        at++;
    }
    if (!err) {
        err = read_number(text, &at, "ranks", &layout.ranks);
    }
    if (!err) {
        err = read_x(text, &at);
    }
    if (!err) {
        err = read_number(text, &at, "threads", &layout.threads);
    }
    if (err == RXT_OK && *at == '@') {
        err = read_policy(text, at + 1, &layout.policy);
    } else if (err == RXT_OK && *at) {
        err = refuse(text, "has '%c' behind the number of threads", *at);
    }
    if (!err) {
        err = check_product(text, &layout);
    }
    if (err == RXT_OK) {
        *out = layout;
    }
    return err;
}
