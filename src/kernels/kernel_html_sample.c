/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_html_sample.c - pages without an author: pieces of markup in random order, whose tokens are known.
 *
 * What a piece holds stands beside it, so a block of pages is counted from its draws. Draw w of block
 * b is a function of (seed, b, w): every block can be written, and counted, by itself.
 */
#include "kernel_html.h"

#include "rxt/random.h"

#include <string.h>

#define STYLE "\nbody > p { margin: 0 auto }\na:hover { color: #036 }\n"
#define WRITE "\nif (a < b && c > 0) document.write(\"<p>\");\n"
#define ESCAPE                                                                                               \
    "\nvar n = 0;\n<!-- document.write('<script>n++</script>'); -->\nfor (i = 0; i < 9; i++) { n += i; }\n"

/* In a text: a phrase, an address, a paragraph of sentences. */
#define PHRASE    "\1"
#define URL       "\2"
#define PARAGRAPH "\3"

enum { DRAWS_A_BLOCK_BITS = 32, MAX_TAGS = 8, PIECES = 16, MAX_BYTES = 3072, MAX_TINY = 64 };

/* Markup, and what it holds beside its phrases, addresses and paragraphs. */
struct piece {
    const char *text;
    unsigned char n_text, n_raw, n_end_tags, n_attributes, n_comments, n_tags, tags[MAX_TAGS];
};

#define TAGS1(a)          .n_tags = 1, .tags = {HTML_TAG_##a}
#define TAGS2(a, b)       .n_tags = 2, .tags = {HTML_TAG_##a, HTML_TAG_##b}
#define TAGS3(a, b, c)    .n_tags = 3, .tags = {HTML_TAG_##a, HTML_TAG_##b, HTML_TAG_##c}
#define TAGS4(a, b, c, d) .n_tags = 4, .tags = {HTML_TAG_##a, HTML_TAG_##b, HTML_TAG_##c, HTML_TAG_##d}

static const struct piece head = {
    .text =
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>" PHRASE "</title>\n"
        "<link rel=\"stylesheet\" href=\"/style.css\">\n<style>" STYLE "</style>\n<script>" WRITE
        "</script>\n</head>\n<body class=\"page\" id=top>\n",
    .n_text = 10,
    .n_raw = sizeof STYLE WRITE - 1,
    .n_end_tags = 4,
    .n_attributes = 6,
    .n_tags = 8,
    .tags = {HTML_TAG_html, HTML_TAG_head, HTML_TAG_meta, HTML_TAG_title, HTML_TAG_link, HTML_TAG_style,
             HTML_TAG_script, HTML_TAG_body}};
static const struct piece foot = {"</body>\n</html>\n", .n_text = 2, .n_end_tags = 2};

/* Fills what is left of a block. */
static const struct piece tiny = {"<!doctype html>\n<p>" PHRASE "\n", .n_text = 2,
                                  TAGS1(p)}; /* an end tag may be missing */

static const struct piece pieces[PIECES] = {
    {"<p>" PARAGRAPH "</p>\n", .n_text = 1, .n_end_tags = 1, TAGS1(p)},
    {"<p>" PARAGRAPH " " PARAGRAPH "</p>\n", .n_text = 2, .n_end_tags = 1, TAGS1(p)},
    {"<p class=\"text\">" PARAGRAPH "</p>\n", .n_text = 1, .n_end_tags = 1, .n_attributes = 1, TAGS1(p)},
    {"<p>" PHRASE "<br>\n" PHRASE "<br/>\n" PHRASE "\n", .n_text = 3, .n_tags = 3,
     .tags = {HTML_TAG_p, HTML_TAG_br, HTML_TAG_br}},
    {"<p>" PARAGRAPH " <a href=\"" URL "\">" PHRASE "</a> " PARAGRAPH "</p>\n", .n_text = 3, .n_end_tags = 2,
     .n_attributes = 1, TAGS2(p, a)},
    {"<p>" PHRASE " <em>" PHRASE "</em>, <a href=\"" URL "\">" PHRASE "</a>.</p>\n", .n_text = 5,
     .n_end_tags = 3, .n_attributes = 1, TAGS3(p, em, a)},
    {"<div class=\"item\" id='i' data-n=42>\n<h2><a title=\"more\" href=\"" URL "\">" PHRASE
     "</a></h2>\n<p>" PARAGRAPH "</p>\n</div>\n",
     .n_text = 4, .n_end_tags = 4, .n_attributes = 5, TAGS4(div, h2, a, p)},
    {"<UL CLASS=\"links\">\n<LI><A HREF=\"" URL "\">" PHRASE "</A></LI>\n</UL>\n", .n_text = 3,
     .n_end_tags = 3, .n_attributes = 2, TAGS3(ul, li, a)},
    {"<li><a class=ext rel=\"nofollow\" href='" URL "'>" PHRASE "</a>\n", .n_text = 1, .n_end_tags = 1,
     .n_attributes = 3, TAGS2(li, a)},
    {"<nav><a href=" URL ">" PHRASE "</a><span class=\"sep\">|</span></nav>\n", .n_text = 2, .n_end_tags = 3,
     .n_attributes = 2, TAGS3(nav, a, span)},
    {"<!-- <a href=\"#\">no link --- </a> -->\n", .n_text = 1, .n_comments = 1},
    {"<img src=\"/images/photo.jpg\" alt=\"a > b\" width=640 height = \"480\" loading=lazy hidden>\n",
     .n_text = 1, .n_attributes = 6, TAGS1(img)},
    {"<table>\n<tr><th>" PHRASE "</th><td align=right>42</td></tr>\n</table>\n", .n_text = 5, .n_end_tags = 4,
     .n_attributes = 1, TAGS4(table, tr, th, td)},
    {"<script>" ESCAPE "</script>\n", .n_text = 1, .n_raw = sizeof ESCAPE - 1, .n_end_tags = 1,
     TAGS1(script)},
    {"<span style=\"color: red\"><b>" PHRASE "</b> " PHRASE "</span>\n", .n_text = 2, .n_end_tags = 2,
     .n_attributes = 1, TAGS2(span, b)},
    {"<form action='/find' method=get>\n<input type=\"text\" name=\"q\" value=''><button>" PHRASE
     "</button></form>\n",
     .n_text = 2, .n_end_tags = 2, .n_attributes = 5, TAGS3(form, input, button)},
};

/* Texts, and how many bytes their characters have when references are decoded. */
struct text {
    const char *text;
    size_t length, n_text;
};

#define TEXT(text)                                                                                           \
    {                                                                                                        \
        text, sizeof text - 1, sizeof text - 1                                                               \
    }
#define TEXT_OF(text, like)                                                                                  \
    {                                                                                                        \
        text, sizeof text - 1, sizeof like - 1                                                               \
    }

enum { PHRASES = 8, SENTENCES = 8 };
static const struct text phrases[PHRASES] = {
    TEXT("home"),
    TEXT("next page"),
    TEXT("the archive of last year"),
    TEXT("read on"),
    TEXT("a longer title of some page"),
    TEXT_OF("terms &amp; conditions", "terms & conditions"),
    TEXT("caf\xc3\xa9 at noon"),
    TEXT("42"),
};
static const struct text sentences[SENTENCES] = {
    TEXT("It was not what anybody in the room had expected to hear that late in the afternoon."),
    TEXT("Prices rose by four percent, while wages did not."),
    TEXT("The committee will meet again in the spring to look at the figures and to decide, after a further "
         "round of letters, whether the bridge is to be built at all."),
    TEXT_OF("Research &amp; development &ndash; or what is left of it.",
            "Research & development \xe2\x80\x93 or what is left of it."),
    TEXT("Nobody knows."),
    TEXT("Rain in the morning, then clear skies,\nand a light wind from the west."),
    TEXT_OF("&quot;Yes&quot;, she said &#8212; 5 &lt; 7.", "\"Yes\", she said \xe2\x80\x94 5 < 7."),
    TEXT("Stra\xc3\x9f"
         "e, na\xc3\xafve, \xe6\x9d\xb1\xe4\xba\xac: these are words too."),
};

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

static void put_text(struct writer *w, const struct text *text)
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
        put_text(w, &sentences[(x >>= 8) % SENTENCES]);
        put_text(w, &(struct text)TEXT(" "));
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

static void count_piece(struct html_totals *sum, const struct piece *piece)
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

static void put_piece(struct writer *w, const struct piece *piece)
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
            put_text(w, &phrases[draw(w) % PHRASES]);
        } else {
            put_paragraph(w);
        }
    }
    if (w->sum) {
        count_piece(w->sum, piece);
    }
}

static void put_head(struct writer *w, const struct piece *piece)
{
    put_piece(w, piece);
    if (w->sum) {
        w->sum->pages++;
        w->sum->doctypes++;
    }
}

static void put_page(struct writer *w)
{
    put_head(w, &head);
    for (uint64_t n = 16 + draw(w) % 128; n > 0 && w->n_bytes - w->used > MAX_BYTES; n--) {
        put_piece(w, &pieces[draw(w) >> 32 & (PIECES - 1)]);
    }
    put_piece(w, &foot);
}

static void put_block(struct writer *w)
{
    while (w->n_bytes - w->used > MAX_BYTES) {
        put_page(w);
    }
    while (w->n_bytes - w->used > MAX_TINY) {
        put_head(w, &tiny);
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
