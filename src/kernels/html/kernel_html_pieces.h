/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_html_pieces.h - pieces of markup and texts, and what they hold.
 */
#ifndef KERNEL_HTML_PIECES_H
#define KERNEL_HTML_PIECES_H

#include "kernel_html.h"

/* In a text: a phrase, an address, a paragraph of sentences. */
#define PHRASE    "\1"
#define URL       "\2"
#define PARAGRAPH "\3"

enum { HTML_PIECE_TAGS = 8, HTML_PIECES = 16, HTML_PHRASES = 8, HTML_SENTENCES = 8 };

/* Markup, and what it holds beside its phrases, addresses and paragraphs. */
struct html_piece {
    const char *text;
    unsigned char n_text, n_raw, n_end_tags, n_attributes, n_comments, n_tags, tags[HTML_PIECE_TAGS];
};

extern const struct html_piece html_head, html_foot;
extern const struct html_piece html_tiny; /* fills what is left of a block */
extern const struct html_piece html_pieces[HTML_PIECES];

/* Texts, and how many bytes their characters have when references are decoded. */
struct html_text {
    const char *text;
    size_t length, n_text;
};

extern const struct html_text html_phrases[HTML_PHRASES], html_sentences[HTML_SENTENCES];

#endif
