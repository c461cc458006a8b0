/* SPDX-License-Identifier: BSD-3-Clause
 * base_bytes.c - bytes of any kind as texts of JSON, and as letters that nothing changes.
 */
#include "bytes.h"

#include <stdint.h>
#include <string.h>

json_t *rxt_bytes_to_json(const char *bytes, size_t n_bytes)
{
    struct rxt_text text = {0};
    for (size_t i = 0; i < n_bytes;) {
        const size_t n = bytes[i] ? rxt_utf8_bytes(bytes + i, n_bytes - i) : 0;
        if (n == 0) {
            rxt_text_add(&text, "\\x%02x", (unsigned)(unsigned char)bytes[i]);
        } else {
            rxt_text_add_bytes(&text, bytes + i, n);
            rxt_text_add(&text, "%s", bytes[i] == '\\' ? "\\" : "");
        }
        i += n > 0 ? n : 1;
    }
    json_t *json = text.failed ? NULL : json_stringn(rxt_text_of(&text), text.n);
    rxt_text_free(&text);
    return json;
}

static int hex_of(char digit)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = digit ? strchr(digits, digit) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* Append what a backslash begins; return how many bytes that took, 0 if it begins nothing. */
static size_t add_escaped(const char *at, size_t n_left, struct rxt_text *out)
{
    if (n_left >= 2 && at[1] == '\\') {
        rxt_text_add_bytes(out, at, 1);
        return 2;
    }
    if (n_left < 4 || at[1] != 'x' || hex_of(at[2]) < 0 || hex_of(at[3]) < 0) {
        return 0;
    }
    const char byte = (char)(unsigned char)(hex_of(at[2]) << 4 | hex_of(at[3]));
    rxt_text_add_bytes(out, &byte, 1);
    return 4;
}

json_t *rxt_text_to_json(const char *text)
{
    return text ? rxt_bytes_to_json(text, strlen(text)) : json_null();
}

json_t *rxt_words_to_json(const struct rxt_words *words)
{
    json_t *list = json_array();
    int failed = words->failed;
    for (size_t i = 0; i < words->n; i++) {
        failed |= json_array_append_new(list, rxt_text_to_json(words->word[i]));
    }
    if (failed) {
        json_decref(list);
        return NULL;
    }
    return list;
}

bool rxt_bytes_from_json(const json_t *json, struct rxt_text *out)
{
    const char *text = json_string_value(json);
    const size_t n = json_string_length(json);
    for (size_t i = 0; text && i < n;) {
        const char *backslash = memchr(text + i, '\\', n - i);
        const size_t n_plain = backslash ? (size_t)(backslash - text) - i : n - i;
        rxt_text_add_bytes(out, text + i, n_plain);
        i += n_plain;
        if (backslash) {
            const size_t n_taken = add_escaped(backslash, n - i, out);
            if (n_taken == 0) {
                return false;
            }
            i += n_taken;
        }
    }
    return text && !out->failed;
}

static const char letters_of[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void rxt_bytes_to_letters(const void *bytes, size_t n_bytes, struct rxt_text *out)
{
    const unsigned char *p = bytes;
    for (size_t i = 0; i < n_bytes; i += 3) {
        char four[4];
        const size_t n = n_bytes - i < 3 ? n_bytes - i : 3;
        const uint32_t bits =
            (uint32_t)p[i] << 16 | (n > 1 ? (uint32_t)p[i + 1] << 8 : 0) | (n > 2 ? (uint32_t)p[i + 2] : 0);
        for (int k = 0; k < 4; k++) {
            four[k] = letters_of[bits >> (18 - 6 * k) & 63];
        }
        rxt_text_add_bytes(out, four, n + 1);
    }
}

bool rxt_bytes_from_letters(const char *letters, size_t n_letters, struct rxt_text *out)
{
    for (size_t i = 0; i < n_letters; i += 4) {
        const size_t n = n_letters - i < 4 ? n_letters - i : 4;
        uint32_t bits = 0;
        for (size_t k = 0; k < n; k++) {
            const char *at = letters[i + k] ? strchr(letters_of, letters[i + k]) : NULL;
            if (!at) {
                return false;
            }
            bits |= (uint32_t)(at - letters_of) << (18 - 6 * k);
        }
        const unsigned char bytes[] = {(unsigned char)(bits >> 16), (unsigned char)(bits >> 8),
                                       (unsigned char)bits};
        const bool has_rest = n == 2 ? (bits & 0xffff) != 0 : n == 3 && (bits & 0xff) != 0;
        if (n == 1 || has_rest) { /* cut, or letters that nobody wrote so */
            return false;
        }
        rxt_text_add_bytes(out, (const char *)bytes, n - 1);
    }
    return !out->failed;
}
