/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_html_literal.c - the tokeniser's states byte by byte, as the standard writes them: slow, to check the fast one.
 *
 * Two states are taken together where they differ only in a parse error or in which of three names a text
 * is emitted for. All of the DOCTYPE states are one: each of them ends at '>'.
 */
#include "kernel_html.h"

#include <string.h>

enum { END = -1 }; /* behind the last character */

/* In groups, each with its function: content, less, tag, note. */
enum state {
    DATA,
    RCDATA,
    RAWTEXT,
    PLAINTEXT,
    SCRIPT,
    ESCAPED,
    ESCAPED_DASH,
    ESCAPED_DASH_DASH,
    TWICE,
    TWICE_DASH,
    TWICE_DASH_DASH,
    TAG_OPEN,
    END_TAG_OPEN,
    RAW_LESS,
    RAW_END_OPEN,
    RAW_END_NAME,
    ESCAPE_START,
    ESCAPE_START_DASH,
    TWICE_START,
    TWICE_LESS,
    TWICE_END,
    DECLARATION,
    TAG_NAME,
    BEFORE_NAME,
    ATTRIBUTE_NAME,
    AFTER_NAME,
    BEFORE_VALUE,
    QUOTED_TWICE,
    QUOTED_ONCE,
    UNQUOTED,
    AFTER_VALUE,
    SELF_CLOSING,
    BOGUS,
    DOCTYPE,
    COMMENT_START,
    COMMENT_START_DASH,
    COMMENT,
    COMMENT_END_DASH,
    COMMENT_END,
    COMMENT_END_BANG
};

/* A name as far as it is compared, all of its hash, and its length. */
struct name {
    unsigned char bytes[HTML_NAME_BYTES];
    size_t n;
    struct html_hash hash;
};

struct machine {
    const struct html_book *book;
    const unsigned char *p, *end; /* p: behind the character that is being consumed */
    struct html_totals *sum;
    enum state now, raw; /* raw: the content whose '<' is being looked at */
    bool again;          /* reconsume the character */
    bool is_end;         /* an end tag */
    struct name tag, attribute, buffer;
    enum html_tag last; /* the last start tag */
    uint64_t n_attributes;
    bool has_href, in_href;
    struct html_hash href;
};

static bool space(int c)
{
    return c == '\t' || c == '\n' || c == '\f' || c == ' ';
}

static bool letter(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void append(struct name *name, int c)
{
    const unsigned char low = (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    if (name->n < sizeof name->bytes) {
        name->bytes[name->n] = low;
    }
    name->n++;
    html_hash_add(&name->hash, &low, 1);
}

static bool is_name(const struct name *name, const char *text)
{
    return name->n == strlen(text) && name->n <= sizeof name->bytes && !memcmp(name->bytes, text, name->n);
}

static void go(struct machine *m, enum state to)
{
    m->now = to;
}

static void reconsume(struct machine *m, enum state in)
{
    m->now = in;
    m->again = true;
}

static void emit(struct machine *m, enum state content, uint64_t n)
{
    *(content <= RCDATA ? &m->sum->text_bytes : &m->sum->raw_bytes) += n;
}

static void start_tag(struct machine *m, bool is_end, enum state next)
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

static enum html_tag tag_of(const struct name *name)
{
    enum html_tag tag = 0;
    while (tag < HTML_OTHER && !is_name(name, html_tag_name(tag))) {
        tag++;
    }
    return tag;
}

static void end_attribute(struct machine *m)
{
    m->in_href = false;
}

static void emit_tag(struct machine *m)
{
    go(m, DATA);
    if (m->is_end) {
        m->sum->end_tags++;
        return;
    }
    m->last = tag_of(&m->tag);
    m->sum->tags[m->last]++;
    m->sum->attributes += m->n_attributes;
    m->sum->other_hash += m->last == HTML_OTHER ? html_hash_end(&m->tag.hash) : 0;
    if (m->last == HTML_TAG_a && m->has_href) {
        m->sum->links++;
        m->sum->link_hash += html_hash_end(&m->href);
    }
    go(m, content_of(m->last));
}

/* The bytes that a '&' stands for; p moves behind the reference. */
static size_t reference(struct machine *m, bool in_attribute, unsigned char out[4])
{
    size_t n = 1;
    const size_t n_taken = html_reference(m->book, m->p - 1, m->end, in_attribute, out, &n);
    if (n_taken) {
        m->p += n_taken - 1;
        return n;
    }
    out[0] = '&';
    return 1;
}

/* The escaped states: behind no dash, one, two; `from` is ESCAPED or TWICE. */
static void escaped(struct machine *m, int c, enum state from)
{
    const unsigned dashes = m->now - from;
    emit(m, SCRIPT, c == 0 ? 3 : c != '<' || from == TWICE);
    go(m, c == '-' ? from + (dashes < 2 ? dashes + 1 : 2) : from);
    if (c == '<') {
        m->raw = ESCAPED;
        go(m, from == ESCAPED ? RAW_LESS : TWICE_LESS);
    } else if (c == '>' && dashes == 2) {
        go(m, SCRIPT);
    }
}

static void content(struct machine *m, int c)
{
    unsigned char out[4];
    if (c == END) {
        return;
    }
    if (m->now >= ESCAPED) {
        escaped(m, c, m->now >= TWICE ? TWICE : ESCAPED);
    } else if (c == '&' && (m->now == DATA || m->now == RCDATA)) {
        emit(m, m->now, reference(m, false, out));
    } else if (c == '<' && m->now != PLAINTEXT) {
        m->raw = m->now;
        go(m, m->now == DATA ? TAG_OPEN : RAW_LESS);
    } else {
        emit(m, m->now, c == 0 && m->now != DATA ? 3 : 1);
    }
}

static void tag_open(struct machine *m, int c)
{
    if (c == '!') {
        go(m, DECLARATION);
    } else if (c == '/') {
        go(m, END_TAG_OPEN);
    } else if (letter(c)) {
        start_tag(m, false, TAG_NAME);
    } else if (c == '?') {
        m->sum->comments++;
        reconsume(m, BOGUS);
    } else {
        emit(m, DATA, 1);
        reconsume(m, DATA);
    }
}

static void end_tag_open(struct machine *m, int c)
{
    if (letter(c)) {
        start_tag(m, true, TAG_NAME);
    } else if (c == '>') {
        go(m, DATA);
    } else if (c == END) {
        emit(m, DATA, 2);
        reconsume(m, DATA);
    } else {
        m->sum->comments++;
        reconsume(m, BOGUS);
    }
}

/* Nothing has been consumed of what is behind the "<!". */
static void declaration(struct machine *m)
{
    const size_t left = (size_t)(m->end - m->p);
    struct name name = {.n = 0};
    for (size_t i = 0; i < 7 && i < left; i++) {
        append(&name, m->p[i]);
    }
    if (left >= 2 && m->p[0] == '-' && m->p[1] == '-') {
        m->p += 2;
        m->sum->comments++;
        go(m, COMMENT_START);
    } else if (is_name(&name, "doctype")) {
        m->p += 7;
        m->sum->doctypes++;
        go(m, DOCTYPE);
    } else { /* "[CDATA[" too: all content is HTML */
        m->sum->comments++;
        go(m, BOGUS);
    }
}

/* The '<' of RCDATA, RAWTEXT, script data and escaped script data. */
static void raw_less(struct machine *m, int c)
{
    m->buffer = (struct name){.n = 0};
    if (c == '/') {
        go(m, RAW_END_OPEN);
        return;
    }
    emit(m, m->raw, 1);
    if (m->raw == SCRIPT && c == '!') {
        emit(m, SCRIPT, 1);
        go(m, ESCAPE_START);
    } else if (m->raw == ESCAPED && letter(c)) {
        reconsume(m, TWICE_START);
    } else {
        reconsume(m, m->raw);
    }
}

static void raw_end(struct machine *m, int c)
{
    if (m->now == RAW_END_OPEN && letter(c)) {
        start_tag(m, true, RAW_END_NAME);
    } else if (m->now == RAW_END_NAME && letter(c)) {
        append(&m->tag, c);
    } else if (m->now == RAW_END_NAME && tag_of(&m->tag) == m->last && (space(c) || c == '/')) {
        go(m, c == '/' ? SELF_CLOSING : BEFORE_NAME);
    } else if (m->now == RAW_END_NAME && tag_of(&m->tag) == m->last && c == '>') {
        emit_tag(m);
    } else {
        emit(m, m->raw, 2 + (m->now == RAW_END_NAME ? m->tag.n : 0));
        reconsume(m, m->raw);
    }
}

/* An escaped "<script" begins, "</script" ends the doubly escaped state. */
static void twice(struct machine *m, int c)
{
    const bool starts = m->now == TWICE_START;
    if (space(c) || c == '/' || c == '>') {
        emit(m, SCRIPT, 1);
        go(m, is_name(&m->buffer, "script") == starts ? TWICE : ESCAPED);
    } else if (letter(c)) {
        emit(m, SCRIPT, 1);
        append(&m->buffer, c);
    } else {
        reconsume(m, starts ? ESCAPED : TWICE);
    }
}

static void less(struct machine *m, int c)
{
    switch (m->now) {
    case TAG_OPEN:
        tag_open(m, c);
        break;
    case END_TAG_OPEN:
        end_tag_open(m, c);
        break;
    case RAW_LESS:
        raw_less(m, c);
        break;
    case RAW_END_OPEN:
    case RAW_END_NAME:
        raw_end(m, c);
        break;
    case ESCAPE_START:
    case ESCAPE_START_DASH:
        if (c == '-') {
            emit(m, SCRIPT, 1);
            go(m, m->now == ESCAPE_START ? ESCAPE_START_DASH : ESCAPED_DASH_DASH);
        } else {
            reconsume(m, SCRIPT);
        }
        break;
    case TWICE_LESS:
        m->buffer = (struct name){.n = 0};
        emit(m, SCRIPT, c == '/');
        m->again = c != '/';
        go(m, c == '/' ? TWICE_END : TWICE);
        break;
    case DECLARATION:
        if (c != END) {
            m->p--;
        }
        declaration(m);
        m->again = c == END;
        break;
    default: /* TWICE_START, TWICE_END */
        twice(m, c);
    }
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
    if (!space(c) && c != '/' && c != '>' && c != '=') {
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
    unsigned char out[4] = {(unsigned char)c};
    size_t n = 1;
    if (c == '&') {
        n = reference(m, true, out);
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
    if (quote ? c == quote : space(c)) {
        end_attribute(m);
        go(m, quote ? AFTER_VALUE : BEFORE_NAME);
    } else if (!quote && c == '>') {
        end_attribute(m);
        emit_tag(m);
    } else {
        append_value(m, c);
    }
}

/* Before and after an attribute, and after its value or a '/'. */
static void between(struct machine *m, int c)
{
    if (c == '>') {
        emit_tag(m);
    } else if (c == '/' && m->now != SELF_CLOSING) {
        go(m, SELF_CLOSING);
    } else if (m->now == SELF_CLOSING || (m->now == AFTER_VALUE && !space(c))) {
        reconsume(m, BEFORE_NAME);
    } else if (space(c)) {
        go(m, m->now == AFTER_VALUE ? BEFORE_NAME : m->now);
    } else if (m->now == AFTER_NAME && c == '=') {
        go(m, BEFORE_VALUE);
    } else {
        end_attribute(m);
        start_attribute(m, c);
    }
}

static void tag(struct machine *m, int c)
{
    if (c == END) {
        return; /* the tag is not emitted */
    }
    switch (m->now) {
    case TAG_NAME:
        if (space(c)) {
            go(m, BEFORE_NAME);
        } else if (c == '/') {
            go(m, SELF_CLOSING);
        } else if (c == '>') {
            emit_tag(m);
        } else {
            append(&m->tag, c);
        }
        break;
    case ATTRIBUTE_NAME:
        attribute_name(m, c);
        break;
    case BEFORE_VALUE:
        if (c == '>') {
            emit_tag(m);
        } else if (c == '"' || c == '\'') {
            go(m, c == '"' ? QUOTED_TWICE : QUOTED_ONCE);
        } else if (!space(c)) {
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

/* Comments and DOCTYPEs, which were counted when they began. The states of a '<' in a comment only find a parse error. */
static void note(struct machine *m, int c)
{
    const enum state now = m->now;
    if (c == '>' && now != COMMENT && now != COMMENT_END_DASH) {
        go(m, DATA);
    } else if (c == '-' && (now == COMMENT_START || now == COMMENT)) {
        go(m, now == COMMENT ? COMMENT_END_DASH : COMMENT_START_DASH);
    } else if (c == '-' && (now == COMMENT_START_DASH || now == COMMENT_END_DASH || now == COMMENT_END)) {
        go(m, COMMENT_END);
    } else if (c == '-' && now == COMMENT_END_BANG) {
        go(m, COMMENT_END_DASH);
    } else if (c == '!' && now == COMMENT_END) {
        go(m, COMMENT_END_BANG);
    } else if (now >= COMMENT_START) {
        go(m, COMMENT);
    }
}

/* The next character; CR LF and CR are LF. */
static int next(struct machine *m)
{
    const int c = *m->p++;
    if (c != '\r') {
        return c;
    }
    m->p += m->p < m->end && *m->p == '\n';
    return '\n';
}

void html_tokens_literal(const struct html_book *book, const unsigned char *p, const unsigned char *end,
                         const unsigned char *safe, struct html_totals *sum)
{
    struct machine m = {.book = book, .p = p, .end = end, .sum = sum, .last = HTML_OTHER};
    int c = 0;
    (void)safe;
    while (m.again || c != END) {
        if (!m.again) {
            c = m.p < end ? next(&m) : END;
        }
        m.again = false;
        if (m.now < TAG_OPEN) {
            content(&m, c);
        } else if (m.now < TAG_NAME) {
            less(&m, c);
        } else if (m.now < BOGUS) {
            tag(&m, c);
        } else {
            note(&m, c);
        }
    }
}
