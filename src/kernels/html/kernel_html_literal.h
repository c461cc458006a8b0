/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_html_literal.h - the standard's states, and what the tokeniser that goes by them remembers.
 *
 * Two states are taken together where they differ only in a parse error or in which of three names a text
 * is emitted for. All of the DOCTYPE states are one: each of them ends at '>'.
 */
#ifndef KERNEL_HTML_LITERAL_H
#define KERNEL_HTML_LITERAL_H

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

static inline void append(struct name *name, int c)
{
    const unsigned char low = html_lower(c);
    if (name->n < sizeof name->bytes) {
        name->bytes[name->n] = low;
    }
    name->n++;
    html_hash_add(&name->hash, &low, 1);
}

static inline bool is_name(const struct name *name, const char *text)
{
    return name->n == strlen(text) && name->n <= sizeof name->bytes && !memcmp(name->bytes, text, name->n);
}

static inline void go(struct machine *m, enum state to)
{
    m->now = to;
}

static inline void reconsume(struct machine *m, enum state in)
{
    m->now = in;
    m->again = true;
}

static inline void emit(struct machine *m, enum state content, uint64_t n)
{
    *(content <= RCDATA ? &m->sum->text_bytes : &m->sum->raw_bytes) += n;
}

/** Begin a tag, whose first character is consumed again, in the state `next`. */
void html_literal_start_tag(struct machine *m, bool is_end, enum state next);
/** Emit the tag that was begun; the state is then that of what may follow it. */
void html_literal_emit_tag(struct machine *m);
/** Return which of the standard's elements has this name, or HTML_OTHER. */
enum html_tag html_literal_tag_of(const struct machine *m, const struct name *name);
/** Return how many bytes a '&' and what follows stand for; p moves behind the reference. */
size_t html_literal_reference(struct machine *m, bool in_attribute, unsigned char out[HTML_REFERENCE_BYTES]);

/* Consume c, or END, in a state of that group. */
void html_literal_content(struct machine *m, int c);
void html_literal_less(struct machine *m, int c);
void html_literal_tag(struct machine *m, int c);

#endif
