/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_json_avx512.c - validate and sum up records with AVX-512: batches of bytes, tokens, fields.
 */
#include "kernel_json_avx512.h"

#include <math.h>
#include <string.h>

struct scan {
    struct json_part *part;
    const struct json_field *field;
    const unsigned char *text;
    size_t end;
    struct json_bytes bytes;
    struct json_grammar grammar;
    struct json_tokens tokens;
    struct json_places fields; /* where the names of the members to sum up begin */
};

/* What may follow a literal; of all else the grammar has no use. */
static inline bool ends_literal(unsigned char c)
{
    return c == ',' || c == '}' || c == ']' || c == '\n' || c == ' ' || c == '\r' || c == '\t';
}

static inline uint32_t load4(const unsigned char *p)
{
    uint32_t word;
    memcpy(&word, p, sizeof word);
    return word;
}

static bool literals_right(const struct scan *s)
{
    const unsigned char *none = (const unsigned char *)"null", *yes = (const unsigned char *)"true",
                        *no = (const unsigned char *)"fals";
    const uint32_t null_word = load4(none), true_word = load4(yes), false_word = load4(no);
    size_t wrong = 0;
    for (size_t i = 0; i < s->tokens.literals.n; i++) {
        const unsigned char *p = s->text + s->tokens.literals.at[i];
        const uint32_t word = load4(p);
        const bool is_false = (word == false_word) & (p[4] == 'e');
        const size_t behind = s->tokens.literals.at[i] + 4 + is_false;
        const bool is_right = (word == null_word) | (word == true_word) | is_false;
        wrong += !is_right | !((behind == s->end) | ends_literal(s->text[behind]));
    }
    return wrong == 0;
}

static const double ten_to[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};
static const uint64_t whole_ten_to[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000};

/* How many of eight bytes are digits before one is none, and their value; 8: there may be more. */
static inline size_t read_digits(const unsigned char *p, uint64_t *value)
{
    uint64_t w;
    memcpy(&w, p, sizeof w);
    w ^= UINT64_C(0x3030303030303030);
    const uint64_t other = (w | (w + UINT64_C(0x7676767676767676))) & UINT64_C(0x8080808080808080);
    const size_t n = (size_t)_tzcnt_u64(other) / 8;
    w = n ? w << (64 - 8 * n) : 0;
    w = (w * 10 + (w >> 8)) & UINT64_C(0x00ff00ff00ff00ff);
    w = (w * 100 + (w >> 16)) & UINT64_C(0x0000ffff0000ffff);
    *value = (w * 10000 + (w >> 32)) & UINT64_C(0xffffffff);
    return n;
}

static double read_any_number(const unsigned char *begin)
{
    const unsigned char *end = begin + 1;
    while ((*end >= '0' && *end <= '9') || *end == '.' || (*end | 0x20) == 'e' || *end == '+' ||
           *end == '-') {
        end++;
    }
    return json_number(begin, end);
}

/* The same double as json_number gives: digits below 2^53 over an exact power of ten. */
static inline double read_number(const unsigned char *begin)
{
    uint64_t whole, fraction = 0;
    const unsigned char *p = begin + (*begin == '-');
    const size_t n = read_digits(p, &whole);
    size_t n_behind = 0;
    p += n;
    if (*p == '.') {
        n_behind = read_digits(p + 1, &fraction);
        p += 1 + n_behind;
    }
    if (n > 7 || n_behind > 7 || (*p | 0x20) == 'e') {
        return read_any_number(begin);
    }
    const double x = (double)(int64_t)(whole * whole_ten_to[n_behind] + fraction) / ten_to[n_behind];
    return *begin == '-' ? -x : x;
}

static const unsigned char *skip_blanks(const unsigned char *p)
{
    while (*p == ' ' || *p == '\t' || *p == '\r') {
        p++;
    }
    return p;
}

/* The names are valid; of a value that is in the next batch, which may not be, any number will do. */
static void count_fields(struct scan *s)
{
    const size_t length = s->field->length;
    for (size_t i = 0; i < s->fields.n; i++) {
        const unsigned char *name = s->text + s->fields.at[i] + 1;
        if (memcmp(name, s->field->name, length) != 0) {
            continue;
        }
        const unsigned char *value = skip_blanks(skip_blanks(name + length + 1) + 1);
        if (*value == '-' || (*value >= '0' && *value <= '9')) {
            const double x = read_number(value);
            s->grammar.wrong |= isinf(x) != 0;
            json_part_count(s->part, x);
        }
    }
    s->fields.n = 0;
}

/* Read all whole groups; what is left of the tokens and of the marked names goes to the front. */
static void read_tokens(struct scan *s)
{
    struct json_tokens *t = &s->tokens;
    size_t at = 0, n_names = 0;
    for (; at + JSON_GROUP <= t->n; at += JSON_GROUP) {
        size_t n_marks;
        const uint64_t hits = json_grammar_read(&s->grammar, t->kind + at, &n_marks);
        for (size_t i = 0; i < n_marks; i++) {
            s->fields.at[s->fields.n] = t->names.at[n_names + i];
            s->fields.n += hits >> i & 1;
        }
        n_names += n_marks;
    }
    memmove(t->kind, t->kind + at, JSON_GROUP);
    t->n -= at;
    t->names.n -= n_names;
    memmove(t->names.at, t->names.at + n_names, t->names.n * sizeof *t->names.at);
}

static bool read_batch(struct scan *s, size_t first, size_t last)
{
    s->tokens.literals.n = 0;
    json_bytes_read(&s->bytes, &s->tokens, s->field, s->text, first, last, s->end);
    if (last > s->end) {
        memset(s->tokens.kind + s->tokens.n, JSON_NEWLINE, JSON_GROUP);
        s->tokens.n += JSON_GROUP;
    }
    read_tokens(s);
    if (s->bytes.wrong || s->grammar.wrong || !literals_right(s)) {
        return false;
    }
    count_fields(s);
    return !s->grammar.wrong;
}

/* The last block holds at least one newline of those behind the end. */
static bool read_all(struct scan *s, size_t first)
{
    const size_t n_blocks = (s->end - first) / 64 + 1, last = first + 64 * n_blocks;
    bool right = true;
    for (size_t at = first; right && at < last; at += JSON_BATCH) {
        right = read_batch(s, at, last - at < JSON_BATCH ? last : at + JSON_BATCH);
    }
    return right;
}

bool json_try_avx512(struct json_part *part, const struct json_field *field, const unsigned char *text,
                     size_t first, size_t last)
{
    struct scan s;
    s.part = part;
    s.field = field;
    s.text = text;
    s.end = last;
    s.tokens.n = s.tokens.names.n = s.fields.n = 0;
    json_bytes_open(&s.bytes, field);
    json_grammar_open(&s.grammar);
    *part = json_part_none();
    if (first < last && (field->is_special || !read_all(&s, first))) {
        return false;
    }
    part->records = s.grammar.records;
    part->values = s.grammar.values;
    part->members = s.grammar.members;
    json_sum_carry(part->limb);
    return true;
}

void json_scan_avx512(struct json_part *part, const struct json_field *field, const unsigned char *text,
                      size_t first, size_t last)
{
    if (!json_try_avx512(part, field, text, first, last)) {
        json_scan_plain(part, field, text, first, last);
    }
}
