/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_html_literal_tag.c - a tag: its name, its attributes, and the content that follows it.
 */
#include "kernel_html_literal.h"

void html_literal_start_tag(struct machine *m, bool is_end, enum state next)
{
    m->is_end = is_end;
    m->tag = (struct name){.n = 0};
    m->n_attributes = 0;
    m->has_href = m->in_href = false;
    m->href = (struct html_hash){.n = 0};
    reconsume(m, next);
}

static enum state content_of(enum html_tag tag)
{
#define IS_RCDATA(name)    [HTML_TAG_##name] = RCDATA,
#define IS_RAWTEXT(name)   [HTML_TAG_##name] = RAWTEXT,
#define IS_SCRIPT(name)    [HTML_TAG_##name] = SCRIPT,
#define IS_PLAINTEXT(name) [HTML_TAG_##name] = PLAINTEXT,
    static const enum state states[HTML_TAGS] = {HTML_RCDATA_ELEMENTS(IS_RCDATA) HTML_RAWTEXT_ELEMENTS(
        IS_RAWTEXT) HTML_SCRIPT_ELEMENTS(IS_SCRIPT) HTML_PLAINTEXT_ELEMENTS(IS_PLAINTEXT)};
    return states[tag];
}

enum html_tag html_literal_tag_of(const struct machine *m, const struct name *name)
{
    uint64_t word[2]; /* zero behind its end, as struct name is */
    memcpy(word, name->bytes, sizeof word);
    const struct html_name *found =
        name->n <= sizeof word ? html_name_find(&m->book->tags, word[0], word[1], name->n) : NULL;
    return found ? found->value : HTML_OTHER;
}

static void end_attribute(struct machine *m)
{
    m->in_href = false;
}

void html_literal_emit_tag(struct machine *m)
{
    go(m, DATA);
    if (m->is_end) {
        m->sum->end_tags++;
        return;
    }
    m->last = html_literal_tag_of(m, &m->tag);
    m->sum->tags[m->last]++;
    m->sum->attributes += m->n_attributes;
    m->sum->other_hash += m->last == HTML_OTHER ? html_hash_end(&m->tag.hash) : 0;
    if (m->last == HTML_TAG_a && m->has_href) {
        m->sum->links++;
        m->sum->link_hash += html_hash_end(&m->href);
    }
    go(m, content_of(m->last));
}

static void start_attribute(struct machine *m, int c)
{
    m->attribute = (struct name){.n = 0};
    m->n_attributes++;
    if (c == '=') {
        append(&m->attribute, c);
        go(m, ATTRIBUTE_NAME);
    } else {
        reconsume(m, ATTRIBUTE_NAME);
    }
}

static void attribute_name(struct machine *m, int c)
{
    if (!html_is_space(c) && c != '/' && c != '>' && c != '=') {
        append(&m->attribute, c);
        return;
    }
    m->in_href = is_name(&m->attribute, "href") && !m->has_href;
    m->has_href |= m->in_href;
    if (c == '=') {
        go(m, BEFORE_VALUE);
    } else {
        reconsume(m, AFTER_NAME);
    }
}

static void append_value(struct machine *m, int c)
{
    unsigned char out[HTML_REFERENCE_BYTES] = {(unsigned char)c};
    size_t n = 1;
    if (c == '&') {
        n = html_literal_reference(m, true, out);
    } else if (c == 0) {
        memcpy(out, "\xef\xbf\xbd", n = 3);
    }
    if (m->in_href) {
        html_hash_add(&m->href, out, n);
    }
}

static void value(struct machine *m, int c)
{
    const int quote = m->now == QUOTED_TWICE ? '"' : m->now == QUOTED_ONCE ? '\'' : 0;
    if (quote ? c == quote : html_is_space(c)) {
        end_attribute(m);
        go(m, quote ? AFTER_VALUE : BEFORE_NAME);
    } else if (!quote && c == '>') {
        end_attribute(m);
        html_literal_emit_tag(m);
    } else {
        append_value(m, c);
    }
}

/* Before and after an attribute, and after its value or a '/'. */
static void between(struct machine *m, int c)
{
    if (c == '>') {
        html_literal_emit_tag(m);
    } else if (c == '/' && m->now != SELF_CLOSING) {
        go(m, SELF_CLOSING);
    } else if (m->now == SELF_CLOSING || (m->now == AFTER_VALUE && !html_is_space(c))) {
        reconsume(m, BEFORE_NAME);
    } else if (html_is_space(c)) {
        go(m, m->now == AFTER_VALUE ? BEFORE_NAME : m->now);
    } else if (m->now == AFTER_NAME && c == '=') {
        go(m, BEFORE_VALUE);
    } else {
        end_attribute(m);
        start_attribute(m, c);
    }
}

void html_literal_tag(struct machine *m, int c)
{
    if (c == END) {
        return; /* the tag is not emitted */
    }
    switch (m->now) {
    case TAG_NAME:
        if (html_is_space(c)) {
            go(m, BEFORE_NAME);
        } else if (c == '/') {
            go(m, SELF_CLOSING);
        } else if (c == '>') {
            html_literal_emit_tag(m);
        } else {
            append(&m->tag, c);
        }
        break;
    case ATTRIBUTE_NAME:
        attribute_name(m, c);
        break;
    case BEFORE_VALUE:
        if (c == '>') {
            html_literal_emit_tag(m);
        } else if (c == '"' || c == '\'') {
            go(m, c == '"' ? QUOTED_TWICE : QUOTED_ONCE);
        } else if (!html_is_space(c)) {
            reconsume(m, UNQUOTED);
        }
        break;
    case QUOTED_TWICE:
    case QUOTED_ONCE:
    case UNQUOTED:
        value(m, c);
        break;
    default: /* BEFORE_NAME, AFTER_NAME, AFTER_VALUE, SELF_CLOSING */
        between(m, c);
    }
}
