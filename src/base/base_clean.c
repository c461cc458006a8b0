/* SPDX-License-Identifier: BSD-3-Clause
 * base_clean.c - text from anywhere, made so that it does nothing where it is shown.
 */
#include "text.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* The bytes of the character that begins here, and its code point; 0: these bytes are no UTF-8 (RFC 3629: nothing
 * overlong, no surrogate, nothing above U+10FFFF). */
static size_t decode(const char *bytes, size_t n_bytes, uint32_t *point)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char first = (unsigned char)bytes[0];
    const size_t n = first < 0x80   ? 1
                     : first < 0xc0 ? 0
                     : first < 0xe0 ? 2
                     : first < 0xf0 ? 3
                     : first < 0xf8 ? 4
                                    : 0;
    if (n == 0 || n > n_bytes) {
        return 0;
    }
    *point = n == 1 ? first : first & (0x7fu >> n);
    for (size_t i = 1; i < n; i++) {
        if (((unsigned char)bytes[i] & 0xc0) != 0x80) {
            return 0;
        }
        *point = *point << 6 | ((unsigned char)bytes[i] & 0x3f);
    }
    const bool is_surrogate = *point >= 0xd800 && *point <= 0xdfff;
    return *point < least[n] || *point > 0x10ffff || is_surrogate ? 0 : n;
}

size_t rxt_utf8_bytes(const char *bytes, size_t n_bytes)
{
    uint32_t point = 0;
    return decode(bytes, n_bytes, &point);
}

/* Code points that a terminal or a reader obeys, or does not show: controls, marks that turn the direction of
 * writing, separators of lines, blanks without width. */
static bool is_hidden(uint32_t point)
{
    static const struct {
        uint32_t first, last;
    } hidden[] = {{0x00, 0x1f},     {0x7f, 0x9f},     {0xad, 0xad},      {0x61c, 0x61c},
                  {0x180e, 0x180e}, {0x200b, 0x200f}, {0x2028, 0x202e},  {0x2060, 0x206f},
                  {0xfeff, 0xfeff}, {0xfff9, 0xfffb}, {0xe0000, 0xe007f}};
    bool is = false;
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++) {
        is |= point >= hidden[i].first && point <= hidden[i].last;
    }
    return is;
}

size_t rxt_clean_next(const char *bytes, size_t n_bytes, struct rxt_clean *out)
{
    uint32_t point = 0;
    const size_t n = decode(bytes, n_bytes, &point);
    out->is_plain = n > 0 && !is_hidden(point);
    if (out->is_plain) {
        memcpy(out->text, bytes, n);
        out->text[n] = '\0';
    } else if (n == 1 && (point == '\n' || point == '\t' || point == '\r')) {
        snprintf(out->text, sizeof out->text, "\\%c", point == '\n' ? 'n' : point == '\t' ? 't' : 'r');
    } else if (n <= 1) {
        snprintf(out->text, sizeof out->text, "\\x%02x", (unsigned)(unsigned char)bytes[0]);
    } else {
        snprintf(out->text, sizeof out->text, point < 0x10000 ? "\\u%04x" : "\\U%08x", (unsigned)point);
    }
    return n > 0 ? n : 1;
}

void rxt_text_add_clean(struct rxt_text *text, const char *bytes, size_t n_bytes)
{
    struct rxt_clean c;
    for (size_t i = 0; i < n_bytes;) {
        i += rxt_clean_next(bytes + i, n_bytes - i, &c);
        rxt_text_add_bytes(text, c.text, strlen(c.text));
    }
}

void rxt_text_add_line(struct rxt_text *text, const char *bytes, size_t n_bytes)
{
    for (size_t i = 0; i < n_bytes;) {
        const size_t n = strcspn(bytes + i, "\n\r\t");
        const size_t here = n < n_bytes - i ? n : n_bytes - i;
        rxt_text_add_clean(text, bytes + i, here);
        rxt_text_add(text, "%s", i + here < n_bytes ? " " : "");
        i += here + 1;
    }
}

bool rxt_is_name(const char *text)
{
    static const char first[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
                      more[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._+-";
    const size_t n = strspn(text, more);
    return n >= 1 && n <= RXT_NAME_MOST && text[n] == '\0' && strchr(first, text[0]);
}
