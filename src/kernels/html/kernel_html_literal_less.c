/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_html_literal_less.c - what a '<' begins: a tag, a declaration, or nothing, by what is around it.
 */
#include "kernel_html_literal.h"

static void tag_open(struct machine *m, int c)
{
    if (c == '!') {
        go(m, DECLARATION);
    } else if (c == '/') {
        go(m, END_TAG_OPEN);
    } else if (html_is_letter(c)) {
        html_literal_start_tag(m, false, TAG_NAME);
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
    if (html_is_letter(c)) {
        html_literal_start_tag(m, true, TAG_NAME);
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
    } else if (m->raw == ESCAPED && html_is_letter(c)) {
        reconsume(m, TWICE_START);
    } else {
        reconsume(m, m->raw);
    }
}

static void raw_end(struct machine *m, int c)
{
    if (m->now == RAW_END_OPEN && html_is_letter(c)) {
        html_literal_start_tag(m, true, RAW_END_NAME);
    } else if (m->now == RAW_END_NAME && html_is_letter(c)) {
        append(&m->tag, c);
    } else if (m->now == RAW_END_NAME && html_literal_tag_of(m, &m->tag) == m->last &&
               (html_is_space(c) || c == '/')) {
        go(m, c == '/' ? SELF_CLOSING : BEFORE_NAME);
    } else if (m->now == RAW_END_NAME && html_literal_tag_of(m, &m->tag) == m->last && c == '>') {
        html_literal_emit_tag(m);
    } else {
        emit(m, m->raw, 2 + (m->now == RAW_END_NAME ? m->tag.n : 0));
        reconsume(m, m->raw);
    }
}

/* An escaped "<script" begins, "</script" ends the doubly escaped state. */
static void twice(struct machine *m, int c)
{
    const bool starts = m->now == TWICE_START;
    if (html_is_space(c) || c == '/' || c == '>') {
        emit(m, SCRIPT, 1);
        go(m, is_name(&m->buffer, "script") == starts ? TWICE : ESCAPED);
    } else if (html_is_letter(c)) {
        emit(m, SCRIPT, 1);
        append(&m->buffer, c);
    } else {
        reconsume(m, starts ? ESCAPED : TWICE);
    }
}

void html_literal_less(struct machine *m, int c)
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
