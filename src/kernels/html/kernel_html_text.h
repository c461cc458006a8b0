/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_html_text.h - text: references, line ends, and the content of elements that hold no markup.
 */
#ifndef KERNEL_HTML_TEXT_H
#define KERNEL_HTML_TEXT_H

#include "kernel_html_page.h"

/* Count the byte at which a run of text stopped, which is not '<'. */
static const byte *odd_text(const struct page *g, const byte *p, uint64_t *n_bytes)
{
    if (*p == '\r') {
        *n_bytes += !(p + 1 < g->end && p[1] == '\n');
        return p + 1;
    }
    if (*p == '&') {
        byte out[HTML_REFERENCE_BYTES];
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
           (html_is_space(p[length + 2]) || p[length + 2] == '/' || p[length + 2] == '>');
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
                           (html_is_space(name[6]) || name[6] == '/' || name[6] == '>');
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

#endif
