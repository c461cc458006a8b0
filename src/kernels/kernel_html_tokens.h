/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_html_tokens.h - the tokeniser, written once over two searches; a variant defines those and includes this.
 *
 *   find(g, p, a, b, c, d)  the first byte at or behind p that is one of the four; g->end if none is
 *   find_text_end(g, p)     ... that is '<', '&' or a CR
 *
 * A tokeniser of the standard works byte by byte; here the states in which most bytes only
 * continue what began are searches for the byte that ends them, and the others are tests behind a search.
 * Every function gets where it begins and returns where it ended.
 */
#ifndef KERNEL_HTML_TOKENS_H
#define KERNEL_HTML_TOKENS_H

#include "kernel_html.h"

#include "rxt/digest.h"

#include <string.h>

typedef unsigned char byte;

struct page {
    const struct html_book *book;
    const byte *end, *safe; /* of the page; of what may be read */
    struct html_totals *sum;
};

static const byte *find(const struct page *g, const byte *p, byte a, byte b, byte c, byte d);
static const byte *find_text_end(const struct page *g, const byte *p);

/* What a byte ends. Names and values without quotes are too short for vectors to pay. */
enum { OF_TAG = 1, OF_ATTRIBUTE = 2, OF_VALUE = 4, OF_TEXT = 8 };
static const byte ends[256] = {
    ['\t'] = OF_TAG | OF_ATTRIBUTE | OF_VALUE,
    ['\n'] = OF_TAG | OF_ATTRIBUTE | OF_VALUE,
    ['\f'] = OF_TAG | OF_ATTRIBUTE | OF_VALUE,
    ['\r'] = OF_TAG | OF_ATTRIBUTE | OF_VALUE | OF_TEXT,
    [' '] = OF_TAG | OF_ATTRIBUTE | OF_VALUE,
    ['>'] = OF_TAG | OF_ATTRIBUTE | OF_VALUE,
    ['/'] = OF_TAG | OF_ATTRIBUTE,
    ['='] = OF_ATTRIBUTE,
    ['<'] = OF_TEXT,
    ['&'] = OF_TEXT,
};

static inline const byte *find_end(const struct page *g, const byte *p, byte of)
{
    while (p < g->end && !(ends[*p] & of)) {
        p++;
    }
    return p;
}

static inline bool is_space(byte c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static inline bool is_letter(byte c)
{
    return (byte)((c | 0x20) - 'a') < 26;
}

static inline uint64_t lower_word(uint64_t w)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), seven = w & 0x7f * ones;
    const uint64_t upper = ((seven + (0x80 - 'A') * ones) ^ (seven + (0x7f - 'Z') * ones)) & ~w & 0x80 * ones;
    return w | upper >> 2;
}

/* The first `length` bytes at p, zero behind them; length <= 8. */
static inline uint64_t word_at(const struct page *g, const byte *p, size_t length)
{
    uint64_t w = 0;
    if (g->safe - p >= 8) {
        memcpy(&w, p, 8);
        return length < 8 ? w & ((UINT64_C(1) << 8 * length) - 1) : w;
    }
    memcpy(&w, p, length);
    return w;
}

static bool same_name(const struct page *g, const byte *p, const char *name, size_t length)
{
    bool same = (size_t)(g->end - p) >= length;
    for (size_t i = 0; i < length && same; i++) {
        same = (p[i] >= 'A' && p[i] <= 'Z' ? p[i] + 32 : p[i]) == name[i];
    }
    return same;
}

static enum html_tag tag_of(const struct page *g, const byte *p, size_t length)
{
    const struct html_name *name = NULL;
    if (length <= HTML_NAME_BYTES) {
        const uint64_t low = lower_word(word_at(g, p, length < 8 ? length : 8));
        const uint64_t high = length > 8 ? lower_word(word_at(g, p + 8, length - 8)) : 0;
        name = html_name_find(&g->book->tags, low, high, length);
    }
    return name ? name->value : HTML_OTHER;
}

static uint64_t hash_of_name(const byte *p, size_t length)
{
    struct html_hash h = {.n = 0};
    for (size_t i = 0; i < length; i++) {
        const byte c = (byte)(p[i] >= 'A' && p[i] <= 'Z' ? p[i] + 32 : p[i]);
        html_hash_add(&h, &c, 1);
    }
    return html_hash_end(&h);
}

/* The hash of an attribute's value as the tokeniser emits it. */
static uint64_t hash_of_value(const struct page *g, const byte *p, const byte *end)
{
    const struct page value = {.end = end, .safe = g->safe};
    struct html_hash h = {.n = 0};
    for (;;) {
        const byte *q = find(&value, p, '&', '\r', '\0', '&');
        html_hash_add(&h, p, (size_t)(q - p));
        if (q == end) {
            return html_hash_end(&h);
        }
        byte out[4] = {*q};
        size_t n = 1, n_taken = 1;
        if (*q == '&') {
            n_taken = html_reference(g->book, q, g->end, true, out, &n);
        } else if (*q == '\r') {
            out[0] = '\n';
            n = !(q + 1 < g->end && q[1] == '\n');
        } else {
            memcpy(out, "\xef\xbf\xbd", n = 3);
        }
        html_hash_add(&h, n_taken ? out : q, n_taken ? n : 1);
        p = q + (n_taken ? n_taken : 1);
    }
}

/* Count the byte at which a run of text stopped, which is not '<'. */
static const byte *odd_text(const struct page *g, const byte *p, uint64_t *n_bytes)
{
    if (*p == '\r') {
        *n_bytes += !(p + 1 < g->end && p[1] == '\n');
        return p + 1;
    }
    if (*p == '&') {
        byte out[4];
        size_t n;
        const size_t n_taken = html_reference(g->book, p, g->end, false, out, &n);
        *n_bytes += n_taken ? n : 1;
        return p + (n_taken ? n_taken : 1);
    }
    *n_bytes += *p ? 1 : 3; /* U+FFFD for a NUL */
    return p + 1;
}

/* Is this "</name" and then what ends a name? */
static bool is_end_of(const struct page *g, const byte *p, enum html_tag tag)
{
    const char *name = html_tag_name(tag);
    const size_t length = strlen(name);
    return g->end - p > (ptrdiff_t)length + 2 && p[1] == '/' && same_name(g, p + 2, name, length) &&
           (is_space(p[length + 2]) || p[length + 2] == '/' || p[length + 2] == '>');
}

/* RCDATA (with references) or RAWTEXT, up to the end tag. */
static const byte *raw_text(const struct page *g, const byte *p, enum html_tag tag, byte reference,
                            uint64_t *n_bytes)
{
    while (p < g->end) {
        const byte *q = find(g, p, '<', reference, '\r', '\0');
        *n_bytes += (uint64_t)(q - p);
        if (q == g->end || (*q == '<' && is_end_of(g, q, tag))) {
            return q;
        }
        p = odd_text(g, q, n_bytes);
    }
    return p;
}

/* A '<' or '>' in script data: what it makes of the state. Plain, escaped by "<!--", or in an escaped "<script". */
enum script { PLAIN, ESCAPED, TWICE };

static enum script next_script(const struct page *g, const byte *start, const byte *p, enum script now)
{
    if (*p == '>') { /* the dashes of "<!-->" count, those before "<!--" do not */
        return p - start >= 2 && p[-1] == '-' && p[-2] == '-' ? PLAIN : now;
    }
    if (now == PLAIN) {
        return same_name(g, p, "<!--", 4) ? ESCAPED : PLAIN;
    }
    const byte *name = p + (now == ESCAPED ? 1 : 2);
    const bool closes = now == ESCAPED || (g->end - p > 1 && p[1] == '/');
    const bool is_script = closes && g->end - name > 6 && same_name(g, name, "script", 6) &&
                           (is_space(name[6]) || name[6] == '/' || name[6] == '>');
    return !is_script ? now : now == ESCAPED ? TWICE : ESCAPED;
}

static const byte *script_data(const struct page *g, const byte *p)
{
    const byte *start = p;
    enum script state = PLAIN;
    uint64_t *n_bytes = &g->sum->raw_bytes;
    while (p < g->end) {
        const byte *q = find(g, p, '<', state == PLAIN ? '<' : '>', '\r', '\0');
        *n_bytes += (uint64_t)(q - p);
        if (q == g->end || (*q == '<' && state != TWICE && is_end_of(g, q, HTML_TAG_script))) {
            return q;
        }
        p = odd_text(g, q, n_bytes);
        if (*q == '<' || *q == '>') {
            state = next_script(g, start, q, state);
        }
    }
    return p;
}

static const byte *plain_text(const struct page *g, const byte *p)
{
    while (p < g->end) {
        const byte *q = find(g, p, '\r', '\0', '\r', '\0');
        g->sum->raw_bytes += (uint64_t)(q - p);
        p = q < g->end ? odd_text(g, q, &g->sum->raw_bytes) : q;
    }
    return p;
}

/* What follows a start tag whose element holds no markup. */
static const byte *content(const struct page *g, const byte *p, enum html_tag tag)
{
    switch (tag) {
#define CASE(name) case HTML_TAG_##name:
        HTML_RCDATA_ELEMENTS(CASE)
        return raw_text(g, p, tag, '&', &g->sum->text_bytes);
        HTML_RAWTEXT_ELEMENTS(CASE)
        return raw_text(g, p, tag, '<', &g->sum->raw_bytes);
        HTML_SCRIPT_ELEMENTS(CASE)
        return script_data(g, p);
        HTML_PLAINTEXT_ELEMENTS(CASE)
        return plain_text(g, p);
    default:
        return p;
    }
}

struct value {
    const byte *first, *last;
};

/* An attribute's value, p being at the '='. */
static inline const byte *attribute_value(const struct page *g, const byte *p, struct value *value)
{
    do {
        p++;
    } while (p < g->end && is_space(*p));
    if (p == g->end || *p == '>') {
        *value = (struct value){p, p};
        return p;
    }
    const byte quote = *p;
    if (quote == '"' || quote == '\'') {
        p++;
        const byte *q = find(g, p, quote, quote, quote, quote);
        *value = (struct value){p, q};
        return q < g->end ? q + 1 : q;
    }
    const byte *q = find_end(g, p, OF_VALUE);
    *value = (struct value){p, q};
    return q;
}

/* The attributes of a tag, up to its '>' or the end of the page. */
static inline const byte *attributes(const struct page *g, const byte *p, uint64_t *n, struct value *href)
{
    for (;; ++*n) {
        while (p < g->end && (is_space(*p) || *p == '/')) {
            p++;
        }
        if (p == g->end || *p == '>') {
            return p;
        }
        const byte *name = p;
        p = find_end(g, p + 1, OF_ATTRIBUTE); /* even a '=' begins a name */
        const size_t length = (size_t)(p - name);
        struct value value = {p, p};
        while (p < g->end && is_space(*p)) {
            p++;
        }
        if (p < g->end && *p == '=') {
            p = attribute_value(g, p, &value);
        }
        if (length == 4 && !href->first && same_name(g, name, "href", 4)) {
            *href = value;
        }
    }
}

/* A tag, p being at the first letter of its name. One that the end of the page cuts off counts nothing. */
static inline const byte *end_tag(const struct page *g, const byte *p)
{
    uint64_t n_attributes = 0;
    struct value href = {NULL, NULL};
    p = find_end(g, p, OF_TAG);
    if (p < g->end && *p != '>') {
        p = attributes(g, p, &n_attributes, &href);
    }
    if (p == g->end) {
        return p;
    }
    g->sum->end_tags++;
    return p + 1;
}

static inline const byte *start_tag(const struct page *g, const byte *p)
{
    uint64_t n_attributes = 0;
    struct value href = {NULL, NULL};
    const byte *name = p;
    p = find_end(g, p, OF_TAG);
    const size_t length = (size_t)(p - name);
    if (p < g->end && *p != '>') {
        p = attributes(g, p, &n_attributes, &href);
    }
    if (p == g->end) {
        return p;
    }
    struct html_totals *sum = g->sum;
    const enum html_tag tag = tag_of(g, name, length);
    sum->tags[tag]++;
    sum->attributes += n_attributes;
    if (tag == HTML_OTHER) {
        sum->other_hash += hash_of_name(name, length);
    } else if (tag == HTML_TAG_a && href.first) {
        sum->links++;
        sum->link_hash += hash_of_value(g, href.first, href.last);
    }
    return content(g, p + 1, tag);
}

/* Up to the next '>': a bogus comment, or a DOCTYPE, which a '>' ends in all of its states. */
static const byte *until_greater(const struct page *g, const byte *p, uint64_t *counter)
{
    ++*counter;
    const byte *q = find(g, p, '>', '>', '>', '>');
    return q < g->end ? q + 1 : q;
}

/* p is behind "<!--"; it ends at "-->" or "--!>", and at once with ">" or "->". */
static const byte *comment(const struct page *g, const byte *p)
{
    const byte *start = p;
    g->sum->comments++;
    while (p < g->end) {
        p = find(g, p, '>', '>', '>', '>');
        if (p == g->end) {
            break;
        }
        const ptrdiff_t n = p++ - start;
        const byte *last = start + n - 1; /* not read before start - 2, which are the dashes of "<!--" */
        if (n == 0 || (n == 1 && last[0] == '-') || (n >= 2 && last[0] == '-' && last[-1] == '-') ||
            (n >= 3 && last[0] == '!' && last[-1] == '-' && last[-2] == '-')) {
            break;
        }
    }
    return p;
}

/* p is at the "<!". */
static const byte *declaration(const struct page *g, const byte *p)
{
    if (same_name(g, p + 2, "--", 2)) {
        return comment(g, p + 4);
    }
    const bool is_doctype = same_name(g, p + 2, "doctype", 7);
    return until_greater(g, p + 2, is_doctype ? &g->sum->doctypes : &g->sum->comments);
}

/* What does the '<' at p begin? */
static inline const byte *markup(const struct page *g, const byte *p)
{
    const byte next = g->end - p > 1 ? p[1] : '\0';
    if (is_letter(next)) {
        return start_tag(g, p + 1);
    }
    if (next == '/' && g->end - p > 2) {
        return is_letter(p[2]) ? end_tag(g, p + 2)
               : p[2] == '>'   ? p + 3
                               : until_greater(g, p + 2, &g->sum->comments);
    }
    if (next == '!') {
        return declaration(g, p);
    }
    if (next == '?') {
        return until_greater(g, p + 1, &g->sum->comments);
    }
    g->sum->text_bytes++;
    return p + 1;
}

static inline void tokens(const struct page *g, const byte *p)
{
    uint64_t *n_bytes = &g->sum->text_bytes;
    while (p < g->end) {
        const byte *q = find_text_end(g, p);
        *n_bytes += (uint64_t)(q - p);
        if (q == g->end) {
            return;
        }
        p = *q == '<' ? markup(g, q) : odd_text(g, q, n_bytes);
    }
}

#endif
