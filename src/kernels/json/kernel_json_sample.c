/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_json_sample.c - the generated records of `json`: numbers, names, nesting, escapes, UTF-8.
 *
 * A record follows from (seed, block, number in the block) alone. A block is filled with whole records;
 * what remains is a line of blanks.
 */
#include "kernel_json.h"

#include "rxt/random.h"

#include <string.h>

enum { WORDS_A_RECORD = 4, RECORDS_A_BLOCK = 65536 };

static struct json_sample draw(uint64_t seed, uint64_t block, uint64_t number)
{
    const uint64_t at = (block * RECORDS_A_BLOCK + number) * WORDS_A_RECORD;
    const uint64_t id = rxt_random_at(seed, at), price = rxt_random_at(seed, at + 1);
    /* Prices of one to five digits before the point, each length as often as the others. */
    static const uint64_t below[] = {40, 400, 4000, 40000, 400000};
    const int64_t quarters = (int64_t)((price >> 16) % below[price % 5]);
    return (struct json_sample){
        .id = id >> (36 + (id & 15)),
        .quarters = price >> 8 & 7 ? quarters : -quarters,
        .text = rxt_random_at(seed, at + 2),
    };
}

static inline unsigned char *put(unsigned char *out, const char *text)
{
    const size_t n = strlen(text); /* known to the compiler for most */
    memcpy(out, text, n);
    return out + n;
}

static unsigned char *put_number(unsigned char *out, uint64_t value, size_t min_digits)
{
    unsigned char digits[20];
    size_t n = 0;
    for (; value > 0 || n < min_digits; value /= 10) {
        digits[n++] = (unsigned char)('0' + value % 10);
    }
    while (n > 0) {
        *out++ = digits[--n];
    }
    return out;
}

static unsigned char *put_price(unsigned char *out, int64_t quarters)
{
    static const char *const cents[] = {".00", ".25", ".50", ".75"};
    const uint64_t size = (uint64_t)(quarters < 0 ? -quarters : quarters);
    out = put(out, quarters < 0 ? ",\"price\":-" : ",\"price\":");
    return put(put_number(out, size / 4, 1), cents[size % 4]);
}

/* A number below 100. */
static inline unsigned char *put_two(unsigned char *out, uint64_t value)
{
    out[0] = (unsigned char)('0' + value / 10);
    out[1] = (unsigned char)('0' + value % 10);
    return out + 2;
}

static unsigned char *put_time(unsigned char *out, uint64_t r)
{
    out = put_two(put(out, ",\"time\":\"2026-"), 1 + r % 12);
    out = put_two(put(out, "-"), 1 + (r >> 4) % 28);
    out = put_two(put(out, "T"), (r >> 9) % 24);
    out = put_two(put(out, ":"), (r >> 14) % 60);
    return put(put_two(put(out, ":"), (r >> 20) % 60), "Z\"");
}

static unsigned char *put_place(unsigned char *out, uint64_t r)
{
    if (r % 4 == 0) {
        return put(out, ",\"at\":null");
    }
    out = put_number(put(out, ",\"at\":{\"lat\":"), (r >> 2) % 90, 1);
    out = put_number(put(out, "."), (r >> 9) % 1000000, 6);
    out = put_number(put(out, r >> 31 & 1 ? ",\"lon\":-" : ",\"lon\":"), (r >> 32) % 180, 1);
    return put(put_number(put(out, "."), (r >> 40) % 1000000, 6), "}");
}

static size_t spell(const struct json_sample *s, unsigned char *out)
{
    static const char *const names[] = {
        "Ada Lovelace",
        "Alan Turing",
        "Grace Hopper",
        "Konrad Zuse",
        "Edsger Dijkstra",
        "Donald Knuth",
        "Barbara Liskov",
        "John Backus",
        "Fran Allen",
        "Tony Hoare",
        "Margaret Hamilton",
        "Niklaus Wirth",
        "Charles Hermite",
        "Paul Erd\xc5\x91s",
        "\xe9\xab\x98\xe6\x9c\xa8\xe8\xb2\x9e\xe6\xb2\xbb",
        "Ren\xc3\xa9 \xf0\x9f\x8e\x93",
    };
    static const char *const tags[] = {"[]", "[\"new\"]", "[\"sale\",\"red\"]", "[\"a\", \"b\", \"c\"]"};
    static const char *const notes[] = {
        "null", "\"no comment\"", "\"second line\\nof \\\"two\\\"\"",           "\"caf\\u00e9\"",
        "null", "\"\"",           "\"left in the box at the door, as agreed\"", "null",
    };
    const uint64_t r = s->text;
    unsigned char *p = put_number(put(out, "{\"id\":"), s->id, 1);
    p = put_time(p, r);
    p = put(put(put(p, ",\"name\":\""), names[r >> 26 & 15]), "\"");
    p = put_price(p, s->quarters);
    p = put(p, r >> 30 & 1 ? ",\"open\":true" : ",\"open\":false");
    p = put(put(p, ",\"tags\":"), tags[r >> 31 & 3]);
    p = put_place(p, rxt_random_at(r, 0));
    p = put(put(p, ",\"note\":"), notes[r >> 33 & 7]);
    return (size_t)(put(p, "}\n") - out);
}

void json_sample_fill(unsigned char *out, size_t n_bytes, uint64_t seed, uint64_t block)
{
    unsigned char record[JSON_RECORD];
    size_t at = 0;
    for (uint64_t i = 0; at < n_bytes; i++) {
        const struct json_sample s = draw(seed, block, i);
        const size_t n = spell(&s, record);
        if (n > n_bytes - at) {
            memset(out + at, ' ', n_bytes - at - 1);
            out[n_bytes - 1] = '\n';
            return;
        }
        memcpy(out + at, record, n);
        at += n;
    }
}

struct json_known json_sample_known(size_t n_bytes, uint64_t seed, uint64_t block)
{
    unsigned char record[JSON_RECORD];
    struct json_known known = {.bytes = n_bytes, .min = INT64_MAX, .max = INT64_MIN};
    size_t at = 0;
    for (uint64_t i = 0; at < n_bytes; i++) {
        const struct json_sample s = draw(seed, block, i);
        const size_t n = spell(&s, record);
        if (n > n_bytes - at) {
            break;
        }
        at += n;
        known.records++;
        known.quarters += s.quarters;
        known.min = s.quarters < known.min ? s.quarters : known.min;
        known.max = s.quarters > known.max ? s.quarters : known.max;
    }
    return known;
}
