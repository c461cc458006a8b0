/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_json_avx512.h - the stages of the AVX-512 scan, and what they hand on.
 *
 * Stage one turns 64 bytes at a time into bit masks and checks what a string, an escape, UTF-8 and a
 * number are; of each token one byte is left, its kinds. Stage two turns 64 tokens at a time into bit
 * masks and checks the grammar; only brackets are looked at one by one. A fault is found but not located,
 * and what is too rare to be worth a mask is given up: the reference then scans the lines anew.
 */
#ifndef KERNEL_JSON_AVX512_H
#define KERNEL_JSON_AVX512_H

#include "kernel_json.h"

#include <immintrin.h>

/* Kinds of a token, by bits. */
enum {
    JSON_OPEN = 1,
    JSON_CLOSE = 2,
    JSON_OBJECT = 4, /* the bracket is curly */
    JSON_COLON_SIGN = 8,
    JSON_COMMA = 16,
    JSON_NEWLINE = JSON_COLON_SIGN | JSON_COMMA,
    JSON_STRING = 32,
    JSON_SCALAR = 64, /* a number or a literal */
    JSON_MARK = 128   /* of a scalar: it is a literal; of a string: it may be the name of the field */
};

/* Kinds of a byte that is no token, and of those that always are one. */
enum { JSON_BLANK = JSON_OBJECT, JSON_SIGNS = JSON_OPEN | JSON_CLOSE | JSON_COLON_SIGN | JSON_COMMA };

enum { JSON_BATCH = 8192, JSON_GROUP = 64, JSON_ROOM = JSON_BATCH + 3 * JSON_GROUP };

/* Places in the text. */
struct json_places {
    size_t n, at[JSON_ROOM];
};

/* From stage one to stage two: a batch of bytes has at most as many tokens. */
struct json_tokens {
    size_t n;
    unsigned char kind[JSON_ROOM];
    struct json_places names, literals; /* of the strings with a mark, of the scalars with a mark */
};

/* What the bytes so far mean for the next block; each mask is 0 or 1 unless said otherwise. */
struct json_bytes {
    __m512i kinds[2], near[4][2]; /* tables by ASCII byte: kinds; faults by places before the last byte */
    __m512i back[4];              /* places in two vectors, so many before the second one */
    __m512i last[4];              /* by places: what the last block has for the next one  */
    __m512i faults;               /* any bit: as wrong                                    */
    __m512i mark[3];              /* bytes of the field's name and its quote ... */
    size_t mark_at[3];            /* ... and how far behind the opening one      */
    uint64_t in_string;           /* all bits */
    uint64_t is_escaped, scalar, has_point, has_e;
    uint64_t tails;       /* UTF-8: up to three bits */
    size_t low_surrogate; /* where the second half of a pair begins */
    uint64_t wrong;       /* any bit: there is a fault, or more than is handled here */
};

/* What the tokens so far mean for the next group; each mask is 0 or 1 unless said otherwise. */
struct json_grammar {
    uint64_t open_object, open_array, colon, comma, newline, name, value; /* what the last token is */
    uint64_t record;                                                      /* the last token ends one */
    uint64_t depth, objects; /* bit d of objects: the bracket that is open at depth d is curly */
    uint64_t wrong;          /* any bit: there is a fault, or more than is handled here */
    uint64_t records, values, members;
};

void json_bytes_open(struct json_bytes *b, const struct json_field *field);

/** Stage one: append the tokens of text[first, last), at most JSON_BATCH bytes in whole blocks; newlines are
 *  read from `end` on. */
void json_bytes_read(struct json_bytes *b, struct json_tokens *out, const struct json_field *field,
                     const unsigned char *text, size_t first, size_t last, size_t end);

void json_grammar_open(struct json_grammar *g);

/** Stage two over 64 tokens. Of the strings with a mark, in order, bit i of the result tells that
 *  string i is the name of a member of a record; *n_marks is their number. */
uint64_t json_grammar_read(struct json_grammar *g, const unsigned char *kind, size_t *n_marks);

#endif
