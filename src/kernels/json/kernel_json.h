/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_json.h - records of JSON, one a line: what is valid, what is counted, the exact sum.
 *
 * A record is a value of RFC 8259 in one line; lines of blanks alone are skipped, CR counts as a
 * blank. Beyond the grammar, surrogates must come in pairs and nesting ends at JSON_MAX_DEPTH.
 * Counted is every number that is the value of the member `field` of a record that is an object.
 */
#ifndef KERNEL_JSON_H
#define KERNEL_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum {
    JSON_MAX_DEPTH = 1024,
    JSON_MAX_FIELD = 100,
    JSON_PAD = 256, /* bytes behind a text that must be readable, all 0 */
    JSON_LIMBS = 71,
    JSON_GRAIN = 131072, /* bytes a chunk, and a block of generated text */
    JSON_RECORD = 320    /* a generated record is no longer              */
};

#define JSON_RULE_LIST(X)                                                                                    \
    X(JSON_RIGHT, "no fault")                                                                                \
    X(JSON_VALUE, "a value begins with { [ \" - or a digit, or is true, false or null")                      \
    X(JSON_NUMBER, "a number is digits without a leading zero, '.' and digits, e and digits")                \
    X(JSON_CONTROL, "a control character in a string must be escaped, and a string ends in its line")        \
    X(JSON_ESCAPE, "an escape is one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u and four digits")           \
    X(JSON_SURROGATE, "a \\u surrogate needs its other half")                                                \
    X(JSON_UTF8, "a string must be UTF-8")                                                                   \
    X(JSON_KEY, "a member of an object begins with its name in quotes")                                      \
    X(JSON_COLON, "the name of a member is followed by ':'")                                                 \
    X(JSON_NEXT, "a value is followed by ',' or the bracket that closes its array or object")                \
    X(JSON_END, "a line holds one value and no more")                                                        \
    X(JSON_DEPTH, "arrays and objects nest at most 1024 deep")                                               \
    X(JSON_RANGE, "a number of the field must fit a double")

#define JSON_RULE_ENUM(rule, text) rule,
enum json_rule { JSON_RULE_LIST(JSON_RULE_ENUM) };
#undef JSON_RULE_ENUM

/** Return the rule as a sentence. */
const char *json_rule_text(uint64_t rule);

/* The partial result of a chunk; sums of parts do not depend on their order. */
struct json_part {
    uint64_t records, values, members; /* lines that hold a value; values at any depth; their names    */
    uint64_t count;                    /* numbers of the field                                         */
    double min, max;                   /* of these; +inf and -inf if there are none                    */
    uint64_t bytes;                    /* of the chunk                                                 */
    uint64_t rule, at;                 /* the first fault: what is broken, and at which byte           */
    int64_t limb[JSON_LIMBS];          /* their exact sum: limb i counts 2^(32 i - 1074)               */
};

/* The name of the member that is summed. */
struct json_field {
    unsigned char name[JSON_MAX_FIELD + JSON_PAD];
    size_t length;
    bool is_special; /* holds a character that a key can write as a short escape                 */
    bool holds[129]; /* by character: the name has it; the last one stands for all above ASCII */
};

/** Set the field to a name of at most JSON_MAX_FIELD bytes. */
void json_field_set(struct json_field *field, const char *name);
/** Tell whether the raw bytes of a valid key, which holds escapes, mean the field. */
bool json_field_is(const struct json_field *field, const unsigned char *key, size_t length);

/** Validate and sum up text[first, last), whole lines; sets all of *part but bytes, `at` relative to text. */
typedef void (*json_scan_fn)(struct json_part *part, const struct json_field *field,
                             const unsigned char *text, size_t first, size_t last);
void json_scan_plain(struct json_part *part, const struct json_field *field, const unsigned char *text,
                     size_t first, size_t last);
void json_scan_avx512(struct json_part *part, const struct json_field *field, const unsigned char *text,
                      size_t first, size_t last);
/** Do so unless there is a fault or something rare; false, and *part is worth nothing, if there is. */
bool json_try_avx512(struct json_part *part, const struct json_field *field, const unsigned char *text,
                     size_t first, size_t last);

/** Return the double next to a number in [begin, end), whose grammar is right; infinite if it is too large.
 *  The byte at `end` is none of a number. */
double json_number(const unsigned char *begin, const unsigned char *end);

/** Return four hexadecimal digits as a number, or a number above 0xffff if they are none. */
uint32_t json_hex4(const unsigned char *digits);

/** Return a part that has seen nothing. */
struct json_part json_part_none(void);
/** Count a finite number. */
void json_part_count(struct json_part *part, double x);
/** Add a part; the fault of the first one that has any is kept. */
void json_part_add(struct json_part *sum, const struct json_part *part);
/** Bring all limbs but the last into [0, 2^32): equal sums have equal limbs then. */
void json_sum_carry(int64_t *limb);
/** Round the sum to the nearest double. */
double json_sum_round(const int64_t *limb);
/** Write a struct json_part as a line of JSON; a rxt_output_fn. */
bool json_part_write(FILE *file, const void *part);

/* A generated record: what it says, before it is spelled. */
struct json_sample {
    uint64_t id, text;
    int64_t quarters; /* the member `price`, times 4 */
};

/* What is known of a block of generated text without a look at it. */
struct json_known {
    uint64_t records, bytes;
    int64_t quarters, min, max;
};

/** Write block `block` of the generated text; it ends at the end of a line. */
void json_sample_fill(unsigned char *out, size_t n_bytes, uint64_t seed, uint64_t block);
/** Sum up what was drawn for that block. */
struct json_known json_sample_known(size_t n_bytes, uint64_t seed, uint64_t block);

#endif
