/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_html_pieces.c - the markup and the texts of generated pages.
 */
#include "kernel_html_pieces.h"

#define STYLE "\nbody > p { margin: 0 auto }\na:hover { color: #036 }\n"
#define WRITE "\nif (a < b && c > 0) document.write(\"<p>\");\n"
#define ESCAPE                                                                                               \
    "\nvar n = 0;\n<!-- document.write('<script>n++</script>'); -->\nfor (i = 0; i < 9; i++) { n += i; }\n"

#define TAGS1(a)          .n_tags = 1, .tags = {HTML_TAG_##a}
#define TAGS2(a, b)       .n_tags = 2, .tags = {HTML_TAG_##a, HTML_TAG_##b}
#define TAGS3(a, b, c)    .n_tags = 3, .tags = {HTML_TAG_##a, HTML_TAG_##b, HTML_TAG_##c}
#define TAGS4(a, b, c, d) .n_tags = 4, .tags = {HTML_TAG_##a, HTML_TAG_##b, HTML_TAG_##c, HTML_TAG_##d}

const struct html_piece html_head = {
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
const struct html_piece html_foot = {"</body>\n</html>\n", .n_text = 2, .n_end_tags = 2};

const struct html_piece html_tiny = {"<!doctype html>\n<p>" PHRASE "\n", .n_text = 2,
                                     TAGS1(p)}; /* an end tag may be missing */

const struct html_piece html_pieces[HTML_PIECES] = {
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

#define TEXT(text)                                                                                           \
    {                                                                                                        \
        text, sizeof text - 1, sizeof text - 1                                                               \
    }
#define TEXT_OF(text, like)                                                                                  \
    {                                                                                                        \
        text, sizeof text - 1, sizeof like - 1                                                               \
    }

const struct html_text html_phrases[HTML_PHRASES] = {
    TEXT("home"),
    TEXT("next page"),
    TEXT("the archive of last year"),
    TEXT("read on"),
    TEXT("a longer title of some page"),
    TEXT_OF("terms &amp; conditions", "terms & conditions"),
    TEXT("caf\xc3\xa9 at noon"),
    TEXT("42"),
};
const struct html_text html_sentences[HTML_SENTENCES] = {
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
