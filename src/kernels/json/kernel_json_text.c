/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_json_text.c - UTF-8, escapes, literals, the name of a field.
 */
#include "kernel_json_text.h"
#include "kernel_json.h"

#include <string.h>

const char *json_rule_text(uint64_t rule)
{
#define TEXT(name, text) [name] = (text),
    static const char *const texts[] = {JSON_RULE_LIST(TEXT)};
#undef TEXT
    return rule < sizeof texts / sizeof *texts ? texts[rule] : "";
}

static int is_tail(unsigned char c)
{
    return (c & 0xc0) == 0x80;
}

size_t json_utf8(const unsigned char *p, const unsigned char *end)
{
    const size_t room = (size_t)(end - p);
    if (room >= 2 && p[0] >= 0xc2 && p[0] <= 0xdf && is_tail(p[1])) {
        return 2;
    }
    if (room >= 3 && p[0] >> 4 == 0xe && is_tail(p[1]) && is_tail(p[2])) {
        const unsigned point = (p[0] & 15U) << 12 | (p[1] & 63U) << 6 | (p[2] & 63U);
        return point >= 0x800 && point >> 11 != 0x1b ? 3 : 0; /* neither overlong nor a surrogate */
    }
    if (room >= 4 && p[0] >= 0xf0 && p[0] <= 0xf4 && is_tail(p[1]) && is_tail(p[2]) && is_tail(p[3])) {
        const unsigned high = (p[0] & 7U) << 2 | (p[1] >> 4 & 3U); /* of 0x10000 */
        return high >= 1 && high <= 0x10 ? 4 : 0;
    }
    return 0;
}

size_t json_literal(const unsigned char *p, const unsigned char *end)
{
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const size_t n = strlen(words[i]);
        if ((size_t)(end - p) >= n && memcmp(p, words[i], n) == 0) {
            return n;
        }
    }
    return 0;
}

static uint32_t hex(unsigned char c)
{
    const unsigned char low = c | 0x20;
    return c >= '0' && c <= '9' ? c - 48U : low >= 'a' && low <= 'f' ? low - 87U : 0x10000U;
}

uint32_t json_hex4(const unsigned char *d)
{
    const uint32_t h[4] = {hex(d[0]), hex(d[1]), hex(d[2]), hex(d[3])};
    const uint32_t all = h[0] | h[1] | h[2] | h[3];
    return all > 15 ? 0x10000U : h[0] << 12 | h[1] << 8 | h[2] << 4 | h[3];
}

void json_field_set(struct json_field *field, const char *name)
{
    const size_t n = strlen(name);
    *field = (struct json_field){.length = n < JSON_MAX_FIELD ? n : JSON_MAX_FIELD};
    memcpy(field->name, name, field->length);
    for (size_t i = 0; i < field->length; i++) {
        field->is_special |= field->name[i] < 0x20 || strchr("\"\\/", name[i]) != NULL;
        field->holds[field->name[i] < 0x80 ? field->name[i] : 0x80] = true;
    }
}

/* Write a code point as UTF-8; return its length. */
static size_t spell_point(unsigned char *out, uint32_t point)
{
    static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    const size_t n = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, point >>= 6) {
        out[i] = (unsigned char)(0x80 | (point & 63));
    }
    out[0] = (unsigned char)(n == 1 ? point : lead[n] | point);
    return n;
}

/* Decode the escape at *p and step over it; return its code point. */
static uint32_t decode_escape(const unsigned char **p)
{
    static const char names[] = "bfnrt", meant[] = "\b\f\n\r\t";
    const unsigned char *e = *p;
    if (e[1] != 'u') {
        const char *name = strchr(names, e[1]);
        *p += 2;
        return name ? (unsigned char)meant[name - names] : e[1];
    }
    const uint32_t unit = json_hex4(e + 2);
    *p += 6;
    if (unit >> 10 != 0x36) {
        return unit;
    }
    *p += 6;
    return 0x10000 + ((unit & 0x3ff) << 10 | (json_hex4(e + 8) & 0x3ff));
}

bool json_field_is(const struct json_field *field, const unsigned char *key, size_t length)
{
    const unsigned char *end = key + length;
    size_t at = 0;
    while (key < end && at < field->length) {
        unsigned char letter[4] = {*key};
        size_t n = 1;
        if (*key == '\\') {
            n = spell_point(letter, decode_escape(&key));
        } else {
            key++;
        }
        if (n > field->length - at || memcmp(letter, field->name + at, n) != 0) {
            return false;
        }
        at += n;
    }
    return key == end && at == field->length;
}
