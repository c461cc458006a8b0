/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_html_literal.c - the tokeniser's states byte by byte, as the standard writes them: slow, to check the fast one.
 */
#include "kernel_html_literal.h"

/* The bytes that a '&' stands for; p moves behind the reference. */
size_t html_literal_reference(struct machine *m, bool in_attribute, unsigned char out[HTML_REFERENCE_BYTES])
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

void html_literal_content(struct machine *m, int c)
{
    unsigned char out[HTML_REFERENCE_BYTES];
    if (c == END) {
        return;
    }
    if (m->now >= ESCAPED) {
        escaped(m, c, m->now >= TWICE ? TWICE : ESCAPED);
    } else if (c == '&' && (m->now == DATA || m->now == RCDATA)) {
        emit(m, m->now, html_literal_reference(m, false, out));
    } else if (c == '<' && m->now != PLAINTEXT) {
        m->raw = m->now;
        go(m, m->now == DATA ? TAG_OPEN : RAW_LESS);
    } else {
        emit(m, m->now, c == 0 && m->now != DATA ? 3 : 1);
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
            html_literal_content(&m, c);
        } else if (m.now < TAG_NAME) {
            html_literal_less(&m, c);
        } else if (m.now < BOGUS) {
            html_literal_tag(&m, c);
        } else {
            note(&m, c);
        }
    }
}
