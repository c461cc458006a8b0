/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_html_tags.h - a tag with its name and its attributes.
 */
#ifndef KERNEL_HTML_TAGS_H
#define KERNEL_HTML_TAGS_H

#include "kernel_html_text.h"

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
        const byte c = html_lower(p[i]);
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
        byte out[HTML_REFERENCE_BYTES] = {*q};
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

struct value {
    const byte *first, *last;
};

/* An attribute's value, p being at the '='. */
static inline const byte *attribute_value(const struct page *g, const byte *p, struct value *value)
{
    do {
        p++;
    } while (p < g->end && html_is_space(*p));
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
        while (p < g->end && (html_is_space(*p) || *p == '/')) {
            p++;
        }
        if (p == g->end || *p == '>') {
            return p;
        }
        const byte *name = p;
        p = find_end(g, p + 1, OF_ATTRIBUTE); /* even a '=' begins a name */
        const size_t length = (size_t)(p - name);
        struct value value = {p, p};
        while (p < g->end && html_is_space(*p)) {
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

#endif
