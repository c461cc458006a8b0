/* SPDX-License-Identifier: BSD-3-Clause
 * test_kernel_html.c - the tokenisers against cases read out of the HTML standard, each other, and every cut.
 */
#include "kernel_html.h"

#include "rxt/isa.h"
#include "rxt/random.h"
#include "tests.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern CU_TestInfo test_kernel_html[];

/* A page, and what the standard's tokeniser emits for it. */
struct expected {
    const char *page;
    const char *tags; /* names of start tags, each with a blank behind it */
    int end_tags, attributes, comments, doctypes, text, raw;
    const char *href; /* the value of the href of the only link; NULL: no link */
};

#define NO_LINK NULL
static const struct expected cases[] = {
    /* data, tag open */
    {"", "", 0, 0, 0, 0, 0, 0, NO_LINK},
    {"text", "", 0, 0, 0, 0, 4, 0, NO_LINK},
    {"a < b", "", 0, 0, 0, 0, 5, 0, NO_LINK},
    {"<", "", 0, 0, 0, 0, 1, 0, NO_LINK},
    {"</", "", 0, 0, 0, 0, 2, 0, NO_LINK},
    {"</>", "", 0, 0, 0, 0, 0, 0, NO_LINK},
    {"<>", "", 0, 0, 0, 0, 2, 0, NO_LINK},
    {"<3", "", 0, 0, 0, 0, 2, 0, NO_LINK},
    {"< a>", "", 0, 0, 0, 0, 4, 0, NO_LINK},
    {"<<a>", "a ", 0, 0, 0, 0, 1, 0, NO_LINK},
    {"\r\na\rb\n\r", "", 0, 0, 0, 0, 6, 0, NO_LINK},
    {"\xff\xfe<p>\x80", "p ", 0, 0, 0, 0, 3, 0, NO_LINK},
    /* tags */
    {"<a>", "a ", 0, 0, 0, 0, 0, 0, NO_LINK},
    {"<A></A>", "a ", 1, 0, 0, 0, 0, 0, NO_LINK},
    {"<a/b>", "a ", 0, 1, 0, 0, 0, 0, NO_LINK},
    {"<br/>", "br ", 0, 0, 0, 0, 0, 0, NO_LINK},
    {"<br / >", "br ", 0, 0, 0, 0, 0, 0, NO_LINK},
    {"<br//>", "br ", 0, 0, 0, 0, 0, 0, NO_LINK},
    {"<p\n\t\f\r\n>", "p ", 0, 0, 0, 0, 0, 0, NO_LINK},
    {"<p", "", 0, 0, 0, 0, 0, 0, NO_LINK},
    {"x<p class=", "", 0, 0, 0, 0, 1, 0, NO_LINK},
    {"<p class='a", "", 0, 0, 0, 0, 0, 0, NO_LINK},
    {"<p class='a'", "", 0, 0, 0, 0, 0, 0, NO_LINK},
    {"<a<b>", "(other) ", 0, 0, 0, 0, 0, 0, NO_LINK},
    {"<x-card></x-card>", "(other) ", 1, 0, 0, 0, 0, 0, NO_LINK},
    {"<blockquotes><abcdefghijklmnopqr>", "(other) (other) ", 0, 0, 0, 0, 0, 0, NO_LINK},
    {"<h1></h1 id=x>t", "h1 ", 1, 0, 0, 0, 1, 0, NO_LINK},
    {"<figcaption><BLOCKQUOTE>", "figcaption blockquote ", 0, 0, 0, 0, 0, 0, NO_LINK},
    /* attributes */
    {"<a href>", "a ", 0, 1, 0, 0, 0, 0, ""},
    {"<a href=>x", "a ", 0, 1, 0, 0, 1, 0, ""},
    {"<a href=u>", "a ", 0, 1, 0, 0, 0, 0, "u"},
    {"<a href=/u/>", "a ", 0, 1, 0, 0, 0, 0, "/u/"},
    {"<a href='u v'>", "a ", 0, 1, 0, 0, 0, 0, "u v"},
    {"<a href=\"u'>\">", "a ", 0, 1, 0, 0, 0, 0, "u'>"},
    {"<a HREF = \n \"u\">", "a ", 0, 1, 0, 0, 0, 0, "u"},
    {"<a href=\"u\"id=x>", "a ", 0, 2, 0, 0, 0, 0, "u"},
    {"<a x=1 href=u'\"=<`>", "a ", 0, 2, 0, 0, 0, 0, "u'\"=<`"},
    {"<a href=u href=v>", "a ", 0, 2, 0, 0, 0, 0, "u"},
    {"<a href href=v>", "a ", 0, 2, 0, 0, 0, 0, ""},
    {"<a =href=u>", "a ", 0, 1, 0, 0, 0, 0, NO_LINK},
    {"<a = href=u>", "a ", 0, 2, 0, 0, 0, 0, "u"},
    {"<a xhref=u hrefx=v>", "a ", 0, 2, 0, 0, 0, 0, NO_LINK},
    {"<area href=u>", "area ", 0, 1, 0, 0, 0, 0, NO_LINK},
    {"<a b='1'c=\"2\"/d href=u>", "a ", 0, 4, 0, 0, 0, 0, "u"},
    {"<a title='<b>' href=u>", "a ", 0, 2, 0, 0, 0, 0, "u"},
    {"<a href=\"a\r\nb\rc\">", "a ", 0, 1, 0, 0, 0, 0, "a\nb\nc"},
    {"<a \"x\" href=u>", "a ", 0, 2, 0, 0, 0, 0, "u"},
    {"</a href=u>", "", 1, 0, 0, 0, 0, 0, NO_LINK},
    /* references */
    {"&amp;&lt;&gt;&quot;&apos;", "", 0, 0, 0, 0, 5, 0, NO_LINK},
    {"&amp &ampx", "", 0, 0, 0, 0, 4, 0, NO_LINK},
    {"&nbsp;&eacute;&hellip;", "", 0, 0, 0, 0, 7, 0, NO_LINK},
    {"&hellip &unknown; & &;", "", 0, 0, 0, 0, 22, 0, NO_LINK},
    {"&notin;&NotEqualTilde;&CounterClockwiseContourIntegral;", "", 0, 0, 0, 0, 11, 0, NO_LINK},
    {"&notin &CounterClockwiseContourIntegral", "", 0, 0, 0, 0, 37, 0, NO_LINK},
    {"<a href='&notin;&bne;&notin&GT'>", "a ", 0, 1, 0, 0, 0, 0, "\xe2\x88\x89=\xe2\x83\xa5&notin>"},
    {"&notit;", "", 0, 0, 0, 0, 5, 0, NO_LINK},
    {"&#65;&#x42;&#X43&#68", "", 0, 0, 0, 0, 4, 0, NO_LINK},
    {"&#;&#x;&#xg;", "", 0, 0, 0, 0, 12, 0, NO_LINK},
    {"&#0;&#xD800;&#x110000;&#99999999999;", "", 0, 0, 0, 0, 12, 0, NO_LINK},
    {"&#128;&#x9f;&#x81;", "", 0, 0, 0, 0, 7, 0, NO_LINK},
    {"&#x1F600;&#xe9;", "", 0, 0, 0, 0, 6, 0, NO_LINK},
    {"<a href='?a=1&amp;b=2&copy=3&copy;&lt'>", "a ", 0, 1, 0, 0, 0, 0, "?a=1&b=2&copy=3\xc2\xa9<"},
    {"<a href=&#38;&ampx&amp>", "a ", 0, 1, 0, 0, 0, 0, "&&ampx&"},
    /* comments, declarations */
    {"<!-->", "", 0, 0, 1, 0, 0, 0, NO_LINK},
    {"<!--->x", "", 0, 0, 1, 0, 1, 0, NO_LINK},
    {"<!---->x", "", 0, 0, 1, 0, 1, 0, NO_LINK},
    {"<!--a-->x", "", 0, 0, 1, 0, 1, 0, NO_LINK},
    {"<!--a--!>x", "", 0, 0, 1, 0, 1, 0, NO_LINK},
    {"<!----!>x", "", 0, 0, 1, 0, 1, 0, NO_LINK},
    {"<!---!>x-->y", "", 0, 0, 1, 0, 1, 0, NO_LINK},
    {"<!--!>x-->y", "", 0, 0, 1, 0, 1, 0, NO_LINK},
    {"<!--a->b-->c", "", 0, 0, 1, 0, 1, 0, NO_LINK},
    {"<!--a--b-->c", "", 0, 0, 1, 0, 1, 0, NO_LINK},
    {"<!--a--!-->c", "", 0, 0, 1, 0, 1, 0, NO_LINK},
    {"<!--a--!b-->c", "", 0, 0, 1, 0, 1, 0, NO_LINK},
    {"<!--<!-->x", "", 0, 0, 1, 0, 1, 0, NO_LINK},
    {"<!--<!->x-->", "", 0, 0, 1, 0, 0, 0, NO_LINK},
    {"<!--a----->b", "", 0, 0, 1, 0, 1, 0, NO_LINK},
    {"<!--a", "", 0, 0, 1, 0, 0, 0, NO_LINK},
    {"<!-", "", 0, 0, 1, 0, 0, 0, NO_LINK},
    {"<!-a>x", "", 0, 0, 1, 0, 1, 0, NO_LINK},
    {"<!", "", 0, 0, 1, 0, 0, 0, NO_LINK},
    {"<!>x", "", 0, 0, 1, 0, 1, 0, NO_LINK},
    {"<?x>y", "", 0, 0, 1, 0, 1, 0, NO_LINK},
    {"<?", "", 0, 0, 1, 0, 0, 0, NO_LINK},
    {"</ a>x", "", 0, 0, 1, 0, 1, 0, NO_LINK},
    {"</3>x", "", 0, 0, 1, 0, 1, 0, NO_LINK},
    {"<![CDATA[a>b]]>", "", 0, 0, 1, 0, 4, 0, NO_LINK},
    {"<!DOCTYPE html>", "", 0, 0, 0, 1, 0, 0, NO_LINK},
    {"<!doctype>x", "", 0, 0, 0, 1, 1, 0, NO_LINK},
    {"<!doctypehtml>", "", 0, 0, 0, 1, 0, 0, NO_LINK},
    {"<!DOCTYPE html PUBLIC \"a>b\">", "", 0, 0, 0, 1, 3, 0, NO_LINK},
    {"<!doctyp html>", "", 0, 0, 1, 0, 0, 0, NO_LINK},
    {"<!doctype", "", 0, 0, 0, 1, 0, 0, NO_LINK},
    /* RCDATA, RAWTEXT, PLAINTEXT */
    {"<title>&amp;</title>", "title ", 1, 0, 0, 0, 1, 0, NO_LINK},
    {"<title><b></titlex></title >x", "title ", 1, 0, 0, 0, 13, 0, NO_LINK},
    {"<TEXTAREA></title></textarea/>", "textarea ", 1, 0, 0, 0, 8, 0, NO_LINK},
    {"<title></title", "title ", 0, 0, 0, 0, 7, 0, NO_LINK},
    {"<title></title ", "title ", 0, 0, 0, 0, 0, 0, NO_LINK},
    {"<title></</ti</title\n>", "title ", 1, 0, 0, 0, 6, 0, NO_LINK},
    {"<style>a<b&amp;</style>", "style ", 1, 0, 0, 0, 0, 8, NO_LINK},
    {"<style/></p></STYLE>x", "style ", 1, 0, 0, 0, 1, 4, NO_LINK},
    {"<xmp><!--</xmp>-->", "xmp ", 1, 0, 0, 0, 3, 4, NO_LINK},
    {"<noscript><p></noscript>", "noscript p ", 1, 0, 0, 0, 0, 0, NO_LINK},
    {"<iframe>\r\n</iframe>", "iframe ", 1, 0, 0, 0, 0, 1, NO_LINK},
    {"</style><b>", "b ", 1, 0, 0, 0, 0, 0, NO_LINK},
    {"<plaintext><b></plaintext>\r\n&amp;", "plaintext ", 0, 0, 0, 0, 0, 21, NO_LINK},
    /* script data */
    {"<script>a<b</script>", "script ", 1, 0, 0, 0, 0, 3, NO_LINK},
    {"<script><!--<script></script>--></script>", "script ", 1, 0, 0, 0, 0, 24, NO_LINK},
    {"<script><!--</script>-->", "script ", 1, 0, 0, 0, 3, 4, NO_LINK},
    {"<script><!--<script>--></script>x", "script ", 1, 0, 0, 0, 1, 15, NO_LINK},
    {"<script><!--><script></script>x", "script ", 1, 0, 0, 0, 1, 13, NO_LINK},
    {"<script><!---><script></script>x", "script ", 1, 0, 0, 0, 1, 14, NO_LINK},
    {"<script><!-<script></script>x", "script ", 1, 0, 0, 0, 1, 11, NO_LINK},
    {"<script><!--<scriptx></script>x", "script ", 1, 0, 0, 0, 1, 13, NO_LINK},
    {"<script><!--<script/</scriptx></script ></script>x", "script ", 1, 0, 0, 0, 1, 32, NO_LINK},
    {"<script><!--<script></script></script>x", "script ", 1, 0, 0, 0, 1, 21, NO_LINK},
    {"<script><!--<script", "script ", 0, 0, 0, 0, 0, 11, NO_LINK},
    {"<script></scrip></SCRIPT\t>", "script ", 1, 0, 0, 0, 0, 8, NO_LINK},
    {"<script></script", "script ", 0, 0, 0, 0, 0, 8, NO_LINK},
};
enum { CASES = sizeof cases / sizeof *cases };

static html_tokens_fn *const tokenisers[] = {html_tokens_literal, html_tokens_plain,
                                             RXT_AVX512_OF(html_tokens_avx512)};

/* The widest ones are left out where the machine lacks their instructions. */
static size_t n_tokenisers(void)
{
    return rxt_isa_choose(NULL) == RXT_ISA_AVX512 ? 3 : 2;
}

static struct html_book *book(void)
{
    static struct html_book filled;
    static bool is_filled;
    if (!is_filled) {
        html_book_fill(&filled);
        is_filled = true;
    }
    return &filled;
}

/* In memory of exactly its size, so that a sanitizer sees a byte too much being read. */
static unsigned char *exactly(const char *text, size_t n)
{
    unsigned char *bytes = malloc(n ? n : 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bytes);
    memcpy(bytes, text, n);
    return bytes;
}

static struct html_totals tokenised(size_t by, const unsigned char *text, size_t n)
{
    struct html_totals sum = {.pages = 0};
    tokenisers[by](book(), text, text + n, text + n, &sum);
    return sum;
}

static struct html_totals wanted(const struct expected *e)
{
    struct html_totals t = {.end_tags = (uint64_t)e->end_tags,
                            .attributes = (uint64_t)e->attributes,
                            .comments = (uint64_t)e->comments,
                            .doctypes = (uint64_t)e->doctypes,
                            .text_bytes = (uint64_t)e->text,
                            .raw_bytes = (uint64_t)e->raw};
    for (const char *name = e->tags; *name; name += strcspn(name, " ") + 1) {
        int tag = 0;
        while (strncmp(name, html_tag_name((enum html_tag)tag), strcspn(name, " ")) ||
               html_tag_name((enum html_tag)tag)[strcspn(name, " ")]) {
            tag++;
        }
        t.tags[tag]++;
    }
    if (e->href) {
        struct html_hash hash = {.n = 0};
        html_hash_add(&hash, (const unsigned char *)e->href, strlen(e->href));
        t.links = 1;
        t.link_hash = html_hash_end(&hash);
    }
    return t;
}

static void a_page_gives_the_tokens_of_the_standard(void)
{
    for (size_t i = 0; i < CASES; i++) {
        const size_t n = strlen(cases[i].page);
        unsigned char *page = exactly(cases[i].page, n);
        const struct html_totals want = wanted(&cases[i]);
        for (size_t by = 0; by < n_tokenisers(); by++) {
            struct html_totals got = tokenised(by, page, n);
            got.other_hash = 0;
            if (memcmp(&got, &want, sizeof got)) {
                printf("\ntokeniser %zu: %s: text %d raw %d", by, cases[i].page, (int)got.text_bytes,
                       (int)got.raw_bytes);
                CU_FAIL("the tokens of a page");
            }
        }
        free(page);
    }
    CU_ASSERT(CASES >= 60);
}

static struct html_totals counted(size_t by, const unsigned char *text, size_t n, const size_t *cut)
{
    struct html_totals sum = {.pages = 0};
    for (int i = 0; i < 3; i++) {
        html_pages(tokenisers[by], book(), text, n, cut[i], cut[i + 1], &sum);
    }
    return sum;
}

/* A page, a border, the same page again: cut into three at any two places. */
static void a_page_is_counted_once_wherever_the_pages_are_cut(void)
{
    size_t wrong = 0;
    for (size_t i = 0; i < CASES; i++) {
        char text[256];
        const int n_text =
            snprintf(text, sizeof text, "%s\n<!DocType HTML> %s", cases[i].page, cases[i].page);
        const size_t n = (size_t)n_text;
        unsigned char *pages = exactly(text, n);
        const struct html_totals want = counted(0, pages, n, (const size_t[]){0, n, n, n});
        CU_ASSERT_EQUAL(want.pages, 2);
        for (size_t a = 0; a <= n; a++) {
            for (size_t b = a; b <= n; b += 1 + i % 5) {
                for (size_t by = 1; by < n_tokenisers(); by++) {
                    const struct html_totals got = counted(by, pages, n, (const size_t[]){0, a, b, n});
                    wrong += memcmp(&got, &want, sizeof got) != 0;
                }
            }
        }
        free(pages);
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

/* Cases and single bytes in random order: longer than a vector, at any alignment. */
static void the_fast_tokenisers_agree_with_the_states_of_the_standard(void)
{
    enum { ROOM = 600, TEXTS = 4000 };
    static const char odd[] = "<>/=!?-&;#'\" \n\r\t\fax\0\xe2";
    char text[ROOM];
    size_t wrong = 0;
    uint64_t draw = 0;
    for (size_t k = 0; k < TEXTS; k++) {
        size_t n = 0;
        const size_t n_pieces = rxt_random_at(1, draw++) % 24;
        for (size_t i = 0; i < n_pieces && n < ROOM - 64; i++) {
            const uint64_t x = rxt_random_at(1, draw++);
            const char *page = cases[(x >> 8) % CASES].page;
            if (x & 3) {
                const size_t length = strlen(page);
                memcpy(text + n, page, length);
                n += length - (length && (x & 4) ? (x >> 40) % length : 0);
            } else {
                text[n++] = odd[(x >> 8) % (sizeof odd - 1)];
            }
        }
        unsigned char *page = exactly(text, n);
        const struct html_totals want = tokenised(0, page, n);
        for (size_t by = 1; by < n_tokenisers(); by++) {
            const struct html_totals got = tokenised(by, page, n);
            wrong += memcmp(&got, &want, sizeof got) != 0;
        }
        free(page);
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

/* NUL: as it is in data, U+FFFD in RCDATA, RAWTEXT, script data, PLAINTEXT and values; it is part of a name. */
static void a_nul_is_what_the_standard_makes_of_it(void)
{
    static const char page[] = "\0<title>\0</title><style>\0</style><script>\0<!--\0</script>"
                               "<a href='\0'><p\0><plaintext>\0";
    unsigned char *bytes = exactly(page, sizeof page - 1);
    struct html_hash hash = {.n = 0};
    html_hash_add(&hash, (const unsigned char *)"\xef\xbf\xbd", 3);
    for (size_t by = 0; by < n_tokenisers(); by++) {
        const struct html_totals got = tokenised(by, bytes, sizeof page - 1);
        CU_ASSERT_EQUAL(got.text_bytes, 4);
        CU_ASSERT_EQUAL(got.raw_bytes, 3 + 3 + 4 + 3 + 3);
        CU_ASSERT_EQUAL(got.link_hash, html_hash_end(&hash));
        CU_ASSERT_EQUAL(got.tags[HTML_TAG_p], 0);
        CU_ASSERT_EQUAL(got.tags[HTML_OTHER], 1);
    }
    free(bytes);
}

static void a_page_begins_at_a_doctype_behind_a_line_or_a_tag(void)
{
    static const char text[] =
        "x<!doctype html>\r\n<!DOCTYPE HTML PUBLIC>\n<!doctypehtml>\n <!doctype html>\"\n"
        "</html><!Doctype Html></html><!doctype html";
    const size_t n = sizeof text - 1, second = 18, third = n - 36, fourth = n - 14;
    unsigned char *bytes = exactly(text, n);
    CU_ASSERT_EQUAL(html_page(bytes, n, 0, n), 0);
    CU_ASSERT_EQUAL(html_page(bytes, n, 1, n), second);
    CU_ASSERT_EQUAL(html_page(bytes, n, second, n), second);
    CU_ASSERT_EQUAL(html_page(bytes, n, second, second + 1), second);
    CU_ASSERT_EQUAL(html_page(bytes, n, 1, second), n);
    CU_ASSERT_EQUAL(html_page(bytes, n, second + 1, n), third);
    CU_ASSERT_EQUAL(html_page(bytes, n, third + 1, n), fourth);
    CU_ASSERT_EQUAL(html_page(bytes, n, fourth + 1, n), n);
    CU_ASSERT_EQUAL(html_page(bytes, 0, 0, 0), 0);
    free(bytes);
}

static void the_draws_are_what_the_generated_pages_hold(void)
{
    static const size_t sizes[] = {0, 1, 64, 65, 211, 1999, 3073, 5000, HTML_GRAIN, 2 * HTML_GRAIN - 1};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        const size_t n = sizes[i];
        unsigned char *pages = malloc(n + 1);
        CU_ASSERT_PTR_NOT_NULL_FATAL(pages);
        html_sample_fill(pages, n, 7, 3);
        struct html_totals want = {.pages = 0};
        html_sample_totals(&want, n, 7, 3);
        for (size_t by = 0; by < n_tokenisers(); by++) {
            const struct html_totals got = counted(by, pages, n, (const size_t[]){0, n / 3, n / 2, n});
            CU_ASSERT_EQUAL(memcmp(&got, &want, sizeof got), 0);
        }
        CU_ASSERT(n < HTML_GRAIN || (want.pages > 1 && want.links > 100 && want.raw_bytes > 1000));
        free(pages);
    }
}

static void a_hash_does_not_depend_on_its_pieces(void)
{
    static const unsigned char bytes[] = "an address of more than two words";
    struct html_hash whole = {.n = 0};
    html_hash_add(&whole, bytes, sizeof bytes);
    for (size_t a = 0; a <= sizeof bytes; a++) {
        struct html_hash pieces = {.n = 0};
        html_hash_add(&pieces, bytes, a);
        html_hash_add(&pieces, bytes + a, sizeof bytes - a);
        CU_ASSERT_EQUAL(html_hash_end(&pieces), html_hash_end(&whole));
        html_hash_add(&pieces, (const unsigned char *)"", 1);
        CU_ASSERT_NOT_EQUAL(html_hash_end(&pieces), html_hash_end(&whole));
    }
}

CU_TestInfo test_kernel_html[] = {
    CLAIM(a_page_gives_the_tokens_of_the_standard),
    CLAIM(a_page_is_counted_once_wherever_the_pages_are_cut),
    CLAIM(the_fast_tokenisers_agree_with_the_states_of_the_standard),
    CLAIM(a_nul_is_what_the_standard_makes_of_it),
    CLAIM(a_page_begins_at_a_doctype_behind_a_line_or_a_tag),
    CLAIM(the_draws_are_what_the_generated_pages_hold),
    CLAIM(a_hash_does_not_depend_on_its_pieces),
    CU_TEST_INFO_NULL,
};
