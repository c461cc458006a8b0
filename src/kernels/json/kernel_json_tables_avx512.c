/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_json_tables_avx512.c - tables by ASCII byte: its kinds, and which bytes may not follow each other.
 *
 * Outside of strings, which bytes may not follow each other, up to four of them, is most of a number's grammar.
 */
#include "kernel_json_avx512.h"

#include <string.h>

/* Faults of neighbours: a byte and those one, two and three places before it all have the bit. */
enum {
    AFTER_DIGIT = 1,    /* neither a digit, a point, an e nor the end follows it     */
    AFTER_SIGN = 2,     /* no digit follows a sign or a point                        */
    AFTER_E = 4,        /* what follows an e can follow neither a number's nor a literal's */
    AFTER_OTHER = 8,    /* a number's byte follows a letter of a literal             */
    LEADING = 16,       /* a digit follows a zero that begins the number             */
    LEADING_MINUS = 32, /* the same behind a minus that is not the exponent's     */
    NO_EXPONENT = 64    /* the number ends with its e                                */
};
enum { ALL_PAIRS = AFTER_DIGIT | AFTER_SIGN | AFTER_E | AFTER_OTHER };

static bool is_digit(int c)
{
    return c >= '0' && c <= '9';
}

static unsigned char kind_of(int c)
{
    switch (c) {
    case '\n':
        return JSON_NEWLINE;
    case '"':
        return JSON_STRING;
    case ',':
        return JSON_COMMA;
    case ':':
        return JSON_COLON_SIGN;
    case '[':
        return JSON_OPEN;
    case ']':
        return JSON_CLOSE;
    case '{':
        return JSON_OPEN | JSON_OBJECT;
    case '}':
        return JSON_CLOSE | JSON_OBJECT;
    case 't':
    case 'f':
    case 'n':
        return JSON_SCALAR | JSON_MARK;
    case ' ':
    case '\t':
    case '\r':
        return JSON_BLANK;
    default:
        return c == '-' || is_digit(c) ? JSON_SCALAR : 0;
    }
}

static bool is_scalar(int c)
{
    return c != '"' && !(kind_of(c) & (JSON_SIGNS | JSON_BLANK));
}

/* A quote may close a string, whose last byte then is before it; where it opens one, the grammar sees that
 * no value may be before it. */
static unsigned char last_of(int c)
{
    if (c == '"') {
        return 0;
    }
    if (is_digit(c)) {
        return AFTER_OTHER | LEADING | LEADING_MINUS;
    }
    switch (c) {
    case '.':
        return AFTER_SIGN | AFTER_E | AFTER_OTHER;
    case 'e':
    case 'E':
        return AFTER_SIGN | AFTER_E;
    case '+':
    case '-':
        return AFTER_DIGIT | AFTER_SIGN | AFTER_OTHER;
    default:
        return is_scalar(c) ? AFTER_DIGIT | AFTER_SIGN | AFTER_E : AFTER_SIGN | NO_EXPONENT;
    }
}

static unsigned char one_before(int c)
{
    if (is_digit(c)) {
        return c == '0' ? AFTER_DIGIT | LEADING | LEADING_MINUS : AFTER_DIGIT;
    }
    switch (c) {
    case 'e':
    case 'E':
        return AFTER_E | NO_EXPONENT;
    case '.':
    case '+':
    case '-':
        return AFTER_SIGN;
    default:
        return is_scalar(c) ? AFTER_OTHER : 0;
    }
}

static unsigned char two_before(int c)
{
    const int sign = c == '-' || c == '+' ? LEADING_MINUS : 0;
    return (unsigned char)(ALL_PAIRS | sign | (is_digit(c) ? NO_EXPONENT : 0) | (is_scalar(c) ? 0 : LEADING));
}

static unsigned char three_before(int c)
{
    return (c | 0x20) == 'e' ? 0xff & ~LEADING_MINUS : 0xff;
}

static void load_table(__m512i table[2], unsigned char (*of)(int))
{
    unsigned char byte[128];
    for (int c = 0; c < 128; c++) {
        byte[c] = of(c);
    }
    table[0] = _mm512_loadu_si512(byte);
    table[1] = _mm512_loadu_si512(byte + 64);
}

void json_bytes_open(struct json_bytes *b, const struct json_field *field)
{
    memset(b, 0, sizeof *b);
    load_table(b->kinds, kind_of);
    load_table(b->near[0], last_of);
    load_table(b->near[1], one_before);
    load_table(b->near[2], two_before);
    load_table(b->near[3], three_before);
    for (int back = 1; back < 4; back++) {
        unsigned char places[64];
        for (int i = 0; i < 64; i++) {
            places[i] = (unsigned char)(64 + i - back);
        }
        b->back[back] = _mm512_loadu_si512(places);
        b->last[back] = _mm512_set1_epi8(back > 1 ? (char)0xff : 0); /* as if blanks were before */
    }
    /* The first and the last letter and the closing quote; the quote alone if there are none. */
    const size_t n = field->length;
    const size_t at[3] = {n + 1, n ? 1 : n + 1, n ? n : n + 1};
    for (size_t i = 0; i < 3; i++) {
        const unsigned char c = at[i] == n + 1 ? '"' : field->name[at[i] - 1];
        b->mark[i] = _mm512_set1_epi8((char)c);
        b->mark_at[i] = at[i];
    }
}
