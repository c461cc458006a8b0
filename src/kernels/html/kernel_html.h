/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_html.h - HTML pages as tokens: what is counted, names and references, the tokenisers, generated pages.
 *
 * A page begins at the start of the file and at every "<!doctype html", in any case, that begins a line or
 * follows a '>', as where files without a last line end were put one behind the other.
 * It is tokenised as the HTML standard says, all content taken for HTML: a start tag alone chooses
 * whether RCDATA, RAWTEXT, script data or PLAINTEXT follows (noscript: data, since nothing runs scripts).
 */
#ifndef KERNEL_HTML_H
#define KERNEL_HTML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The elements of the standard, obsolete ones included, with what may follow their start tags. */
/* clang-format off */
#define HTML_DATA_ELEMENTS(X) \
    X(a) X(abbr) X(acronym) X(address) X(applet) X(area) X(article) X(aside) X(audio) X(b) X(base) \
    X(basefont) X(bdi) X(bdo) X(bgsound) X(big) X(blink) X(blockquote) X(body) X(br) X(button) X(canvas) \
    X(caption) X(center) X(cite) X(code) X(col) X(colgroup) X(data) X(datalist) X(dd) X(del) X(details) \
    X(dfn) X(dialog) X(dir) X(div) X(dl) X(dt) X(em) X(embed) X(fieldset) X(figcaption) X(figure) X(font) \
    X(footer) X(form) X(frame) X(frameset) X(h1) X(h2) X(h3) X(h4) X(h5) X(h6) X(head) X(header) X(hgroup) \
    X(hr) X(html) X(i) X(image) X(img) X(input) X(ins) X(isindex) X(kbd) X(keygen) X(label) X(legend) \
    X(li) X(link) X(listing) X(main) X(map) X(mark) X(marquee) X(math) X(menu) X(menuitem) X(meta) \
    X(meter) X(multicol) X(nav) X(nextid) X(nobr) X(noscript) X(object) X(ol) X(optgroup) X(option) \
    X(output) X(p) X(param) X(picture) X(pre) X(progress) X(q) X(rb) X(rp) X(rt) X(rtc) X(ruby) X(s) \
    X(samp) X(search) X(section) X(select) X(slot) X(small) X(source) X(spacer) X(span) X(strike) \
    X(strong) X(sub) X(summary) X(sup) X(svg) X(table) X(tbody) X(td) X(template) X(tfoot) X(th) X(thead) \
    X(time) X(tr) X(track) X(tt) X(u) X(ul) X(var) X(video) X(wbr)
#define HTML_RCDATA_ELEMENTS(X)    X(textarea) X(title)
#define HTML_RAWTEXT_ELEMENTS(X)   X(iframe) X(noembed) X(noframes) X(style) X(xmp)
#define HTML_SCRIPT_ELEMENTS(X)    X(script)
#define HTML_PLAINTEXT_ELEMENTS(X) X(plaintext)
#define HTML_ELEMENTS(X) \
    HTML_DATA_ELEMENTS(X) HTML_RCDATA_ELEMENTS(X) HTML_RAWTEXT_ELEMENTS(X) HTML_SCRIPT_ELEMENTS(X) HTML_PLAINTEXT_ELEMENTS(X)
/* clang-format on */

#define HTML_TAG(name) HTML_TAG_##name,
enum html_tag { HTML_ELEMENTS(HTML_TAG) HTML_OTHER, HTML_TAGS };

enum { HTML_GRAIN = 65536, HTML_NAME_BYTES = 16, HTML_SLOTS = 512 /* 2^(64 - 55) */ };

/* Of pages; numbers only, so that totals of chunks are added member by member. Bytes are those of the
 * characters that the tokeniser emits, in UTF-8: references decoded, CR LF one LF. */
struct html_totals {
    uint64_t pages, doctypes, comments, end_tags, attributes;
    uint64_t links, link_hash;      /* start tags `a` with a href; a sum over hashes of its values         */
    uint64_t text_bytes, raw_bytes; /* of data and RCDATA; of RAWTEXT, script data and PLAINTEXT            */
    uint64_t other_hash;            /* a sum over hashes of the names of tags[HTML_OTHER]                  */
    uint64_t tags[HTML_TAGS];       /* start tags by name, HTML_OTHER: all names that are not in the list */
};

/* A name of up to 16 bytes as two words, zero behind its end, and what it stands for. */
struct html_name {
    uint64_t low, high;
    uint32_t value, length;
};

/* Names by open addressing; length 0: a free slot. */
struct html_names {
    struct html_name slots[HTML_SLOTS];
};

enum {
    HTML_REFERENCE_BITS = 12,
    HTML_REFERENCES = 1 << HTML_REFERENCE_BITS,
    HTML_LONGEST_REFERENCE = 31, /* letters of CounterClockwiseContourIntegral */
    HTML_REFERENCE_BYTES = 6     /* two characters of 3 bytes */
};

/* A named character reference, and what it stands for in UTF-8. */
struct html_named {
    const char *name; /* not ended at its length; NULL: a free slot */
    unsigned char length, needs_semicolon, n_bytes, bytes[HTML_REFERENCE_BYTES];
};

struct html_references {
    struct html_named slots[HTML_REFERENCES];
};

/* What a tokeniser looks names up in. */
struct html_book {
    struct html_names tags; /* their values: enum html_tag */
    struct html_references references;
};

void html_book_fill(struct html_book *book);
void html_references_fill(struct html_references *all);
/** Return the reference of that name, without its '&' and ';', or NULL. */
const struct html_named *html_reference_find(const struct html_references *all, const char *name,
                                             size_t length);
const char *html_tag_name(enum html_tag tag);
/** Write a code point in UTF-8; return its bytes, up to 4. */
unsigned char html_put_utf8(unsigned char *out, uint32_t c);

/* White space, letters, and letters made small, as the standard has them: of ASCII alone. */
static inline bool html_is_space(int c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static inline bool html_is_letter(int c)
{
    return (unsigned char)((c | 0x20) - 'a') < 26;
}

static inline unsigned char html_lower(int c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static inline size_t html_name_slot(uint64_t low, uint64_t high)
{
    return (low * UINT64_C(0x9e3779b97f4a7c15) + high * UINT64_C(0xc2b2ae3d27d4eb4f)) >> 55;
}

/** Return the entry of a name, or NULL. */
static inline const struct html_name *html_name_find(const struct html_names *names, uint64_t low,
                                                     uint64_t high, size_t length)
{
    for (size_t i = html_name_slot(low, high);; i = (i + 1) % HTML_SLOTS) {
        const struct html_name *slot = &names->slots[i];
        if (slot->low == low && slot->high == high && slot->length == length) {
            return slot;
        }
        if (!slot->length) {
            return NULL;
        }
    }
}

/** Decode the character reference that begins with the '&' at p.
 *
 *  Returns the bytes it takes, 0 if the '&' stands for itself; out gets the *n_out bytes of UTF-8.
 */
size_t html_reference(const struct html_book *book, const unsigned char *p, const unsigned char *end,
                      bool in_attribute, unsigned char out[HTML_REFERENCE_BYTES], size_t *n_out);

/* A hash of bytes that come in pieces. Begin with {0}. */
struct html_hash {
    uint64_t hash, word, n;
};

void html_hash_add(struct html_hash *h, const unsigned char *bytes, size_t n);
uint64_t html_hash_end(const struct html_hash *h);

/** Tokenise one page [p, end) and add what it holds; no byte at or behind `safe` is read. */
typedef void html_tokens_fn(const struct html_book *book, const unsigned char *p, const unsigned char *end,
                            const unsigned char *safe, struct html_totals *sum);

html_tokens_fn html_tokens_plain, html_tokens_avx512;
html_tokens_fn html_tokens_literal; /* byte by byte, the standard's states as they are written: for checks */

/** Return where the first page that begins at or behind `at` does; n_bytes if none does. */
size_t html_page(const unsigned char *text, size_t n_bytes, size_t at, size_t last);

/** Add what the pages hold that begin in [first, last) of a text of n_bytes; each is read to its end. */
void html_pages(html_tokens_fn *tokens, const struct html_book *book, const unsigned char *text,
                size_t n_bytes, size_t first, size_t last, struct html_totals *sum);

/** Write block `block` of the generated pages: whole pages, then line ends. */
void html_sample_fill(unsigned char *out, size_t n_bytes, uint64_t seed, uint64_t block);

/** Add what that block holds, from its draws, without a look at the text. */
void html_sample_totals(struct html_totals *sum, size_t n_bytes, uint64_t seed, uint64_t block);

#endif
