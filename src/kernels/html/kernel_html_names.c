/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_html_names.c - names of elements, what a reference stands for, and the borders of pages.
 */
#include "kernel_html.h"

#include "rxt/digest.h"

#include <string.h>
#include <strings.h>

#define NAME_OF(name) #name,
static const char *const tag_names[HTML_TAGS] = {HTML_ELEMENTS(NAME_OF) "(other)"};

/* What the standard makes of the code points 0x80 to 0x9f: those of Windows-1252. */
static const uint16_t windows[32] = {0x20ac, 0x81,   0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
                                     0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d,   0x017d, 0x8f,
                                     0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                     0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,   0x017e, 0x0178};

static void add(struct html_names *names, const char *name, size_t length, uint32_t value)
{
    uint64_t word[2] = {0};
    memcpy(word, name, length);
    size_t i = html_name_slot(word[0], word[1]);
    while (names->slots[i].length) {
        i = (i + 1) % HTML_SLOTS;
    }
    names->slots[i] = (struct html_name){word[0], word[1], value, (uint32_t)length};
}

void html_book_fill(struct html_book *book)
{
    *book = (struct html_book){.tags = {{{0}}}};
    for (uint32_t t = 0; t < HTML_OTHER; t++) {
        add(&book->tags, tag_names[t], strlen(tag_names[t]), t);
    }
    html_references_fill(&book->references);
}

const char *html_tag_name(enum html_tag tag)
{
    return tag_names[tag];
}

unsigned char html_put_utf8(unsigned char *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (unsigned char)c;
        return 1;
    }
    const unsigned char n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n; --i > 0; c >>= 6) {
        out[i] = (unsigned char)(0x80 | (c & 0x3f));
    }
    out[0] = (unsigned char)(0xf00 >> n | c); /* n leading ones: the low byte of 0xf00 >> n */
    return n;
}

static int digit(unsigned char c, bool hex)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    const int letter = (c | 0x20) - 'a';
    return hex && letter >= 0 && letter < 6 ? letter + 10 : -1;
}

/* p is behind the "&#". */
static size_t numeric(const unsigned char *p, const unsigned char *end,
                      unsigned char out[HTML_REFERENCE_BYTES], size_t *n_out)
{
    const unsigned char *start = p;
    const bool hex = p < end && (*p | 0x20) == 'x';
    uint32_t c = 0;
    p += hex;
    const unsigned char *digits = p;
    for (int d; p < end && (d = digit(*p, hex)) >= 0; p++) {
        c = c > 0x10ffff ? c : c * (hex ? 16 : 10) + (uint32_t)d;
    }
    if (p == digits) {
        return 0;
    }
    p += p < end && *p == ';';
    if (c == 0 || c > 0x10ffff || (c >= 0xd800 && c < 0xe000)) {
        c = 0xfffd;
    } else if (c >= 0x80 && c < 0xa0) {
        c = windows[c - 0x80];
    }
    *n_out = html_put_utf8(out, c);
    return (size_t)(p - start) + 2;
}

static bool is_alphanumeric(unsigned char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* The longest name of the table that what is behind the '&' begins with. */
static size_t named(const struct html_book *book, const unsigned char *p, const unsigned char *end,
                    bool in_attribute, unsigned char *out, size_t *n_out)
{
    size_t length = 0;
    while (length < HTML_LONGEST_REFERENCE && p + length < end && is_alphanumeric(p[length])) {
        length++;
    }
    for (; length > 1; length--) {
        const struct html_named *found = html_reference_find(&book->references, (const char *)p, length);
        const unsigned char next = p + length < end ? p[length] : 0;
        if (!found || (next != ';' && found->needs_semicolon)) {
            continue;
        }
        if (next != ';' && in_attribute && (next == '=' || is_alphanumeric(next))) {
            return 0; /* as in "?a=b&copy=c" */
        }
        memcpy(out, found->bytes, found->n_bytes);
        *n_out = found->n_bytes;
        return length + 1 + (next == ';');
    }
    return 0;
}

size_t html_reference(const struct html_book *book, const unsigned char *p, const unsigned char *end,
                      bool in_attribute, unsigned char out[HTML_REFERENCE_BYTES], size_t *n_out)
{
    *n_out = 0;
    p++;
    return p < end && *p == '#' ? numeric(p + 1, end, out, n_out)
                                : named(book, p, end, in_attribute, out, n_out);
}

static uint64_t fold_word(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9fb21c651e98df25);
    return hash ^ hash >> 29;
}

void html_hash_add(struct html_hash *h, const unsigned char *bytes, size_t n)
{
    size_t i = 0;
    for (; i < n && h->n % 8; i++, h->n++) {
        h->word |= (uint64_t)bytes[i] << 8 * (h->n % 8);
        if (h->n % 8 == 7) {
            h->hash = fold_word(h->hash, h->word);
            h->word = 0;
        }
    }
    for (; i + 8 <= n; i += 8, h->n += 8) {
        uint64_t word;
        memcpy(&word, bytes + i, sizeof word);
        h->hash = fold_word(h->hash, word);
    }
    for (; i < n; i++, h->n++) {
        h->word |= (uint64_t)bytes[i] << 8 * (h->n % 8);
    }
}

uint64_t html_hash_end(const struct html_hash *h)
{
    return rxt_mix(fold_word(h->hash, h->word) ^ h->n);
}

size_t html_page(const unsigned char *text, size_t n_bytes, size_t at, size_t last)
{
    static const char border[] = "<!doctype html";
    enum { LENGTH = sizeof border - 1 };
    if (at == 0 || at >= last) {
        return at < last ? at : n_bytes;
    }
    /* '!' is rare, line ends are not. */
    const unsigned char *stop = text + (last < n_bytes ? last + 1 : n_bytes);
    for (const unsigned char *p = text + at + 1; p < stop; p++) {
        p = memchr(p, '!', (size_t)(stop - p));
        if (!p) {
            break;
        }
        const size_t i = (size_t)(p - text) - 1;
        if (text[i] == '<' && (text[i - 1] == '\n' || text[i - 1] == '>') && n_bytes - i >= LENGTH &&
            !strncasecmp((const char *)text + i, border, LENGTH)) {
            return i;
        }
    }
    return n_bytes;
}

void html_pages(html_tokens_fn *tokens, const struct html_book *book, const unsigned char *text,
                size_t n_bytes, size_t first, size_t last, struct html_totals *sum)
{
    for (size_t at = html_page(text, n_bytes, first, last); at < last;) {
        const size_t next = html_page(text, n_bytes, at + 1, n_bytes);
        tokens(book, text + at, text + next, text + n_bytes, sum);
        sum->pages++;
        at = next;
    }
}
