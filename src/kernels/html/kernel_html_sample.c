/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_html_sample.c - pages without an author: pieces of markup in random order, whose tokens are known.
 *
 * What a piece holds stands beside it, so a block of pages is counted from its draws. Draw w of block
 * b is a function of (seed, b, w): every block can be written, and counted, by itself.
 */
#include "kernel_html_pieces.h"

#include "rxt/random.h"

#include <string.h>

enum { DRAWS_A_BLOCK_BITS = 32, MAX_BYTES = 3072, MAX_TINY = 64 };

/* Writes when there is an `out`, counts when there is a `sum`. */
struct writer {
    unsigned char *out;
    struct html_totals *sum;
    size_t used, n_bytes;
    uint64_t seed, draw;
};

static uint64_t draw(struct writer *w)
{
    return rxt_random_at(w->seed, w->draw++);
}

static void put(struct writer *w, const char *bytes, size_t n)
{
    if (w->out) {
        memcpy(w->out + w->used, bytes, n);
    }
    w->used += n;
}

static void put_text(struct writer *w, const struct html_text *text)
{
    put(w, text->text, text->length);
    if (w->sum) {
        w->sum->text_bytes += text->n_text;
    }
}

static void put_paragraph(struct writer *w)
{
    uint64_t x = draw(w);
    for (uint64_t n = 1 + x % 4; n > 0; n--) {
        put_text(w, &html_sentences[(x >>= 8) % HTML_SENTENCES]);
        put_text(w, &(struct html_text){" ", 1, 1});
    }
}

/* As long as every other one: six digits. */
static void put_url(struct writer *w)
{
    char url[] = "https://example.org/archive/000000.html?page=0&amp;lang=en";
    enum { DIGITS = sizeof "https://example.org/archive/" - 1, AMP = sizeof url - sizeof "&amp;lang=en" };
    uint64_t x = draw(w);
    for (int i = 0; i < 6; i++, x >>= 8) {
        url[DIGITS + i] = (char)('0' + x % 8);
    }
    put(w, url, sizeof url - 1);
    if (w->sum) {
        struct html_hash hash = {.n = 0};
        html_hash_add(&hash, (const unsigned char *)url, AMP);
        html_hash_add(&hash, (const unsigned char *)"&lang=en", 8);
        w->sum->links++;
        w->sum->link_hash += html_hash_end(&hash);
    }
}

static void count_piece(struct html_totals *sum, const struct html_piece *piece)
{
    sum->text_bytes += piece->n_text;
    sum->raw_bytes += piece->n_raw;
    sum->end_tags += piece->n_end_tags;
    sum->attributes += piece->n_attributes;
    sum->comments += piece->n_comments;
    for (size_t i = 0; i < piece->n_tags; i++) {
        sum->tags[piece->tags[i]]++;
    }
}

static void put_piece(struct writer *w, const struct html_piece *piece)
{
    for (const char *p = piece->text; *p; p++) {
        const size_t n = strcspn(p, PHRASE URL PARAGRAPH);
        put(w, p, n);
        p += n;
        if (!*p) {
            break;
        }
        if (*p == *URL) {
            put_url(w);
        } else if (*p == *PHRASE) {
            put_text(w, &html_phrases[draw(w) % HTML_PHRASES]);
        } else {
            put_paragraph(w);
        }
    }
    if (w->sum) {
        count_piece(w->sum, piece);
    }
}

static void put_head(struct writer *w, const struct html_piece *piece)
{
    put_piece(w, piece);
    if (w->sum) {
        w->sum->pages++;
        w->sum->doctypes++;
    }
}

static void put_page(struct writer *w)
{
    put_head(w, &html_head);
    for (uint64_t n = 16 + draw(w) % 128; n > 0 && w->n_bytes - w->used > MAX_BYTES; n--) {
        put_piece(w, &html_pieces[draw(w) >> 32 & (HTML_PIECES - 1)]);
    }
    put_piece(w, &html_foot);
}

static void put_block(struct writer *w)
{
    while (w->n_bytes - w->used > MAX_BYTES) {
        put_page(w);
    }
    while (w->n_bytes - w->used > MAX_TINY) {
        put_head(w, &html_tiny);
    }
    if (w->sum && w->used < w->n_bytes) {
        w->sum->pages += w->used == 0;
        w->sum->text_bytes += w->n_bytes - w->used;
    }
    if (w->out) {
        memset(w->out + w->used, '\n', w->n_bytes - w->used);
    }
}

void html_sample_fill(unsigned char *out, size_t n_bytes, uint64_t seed, uint64_t block)
{
    put_block(
        &(struct writer){.out = out, .n_bytes = n_bytes, .seed = seed, .draw = block << DRAWS_A_BLOCK_BITS});
}

void html_sample_totals(struct html_totals *sum, size_t n_bytes, uint64_t seed, uint64_t block)
{
    put_block(
        &(struct writer){.sum = sum, .n_bytes = n_bytes, .seed = seed, .draw = block << DRAWS_A_BLOCK_BITS});
}
