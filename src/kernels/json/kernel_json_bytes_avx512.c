/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_json_bytes_avx512.c - stage one: blocks of 64 bytes to tokens.
 *
 * Tables of 128 entries give the kinds of an ASCII byte in one instruction. Which bytes may not follow
 * each other outside of strings, up to four of them, is most of a number's grammar; what remains is that a
 * point and an e come at most once and in this order. Masks are dear to move to general registers,
 * so faults are gathered in a vector.
 */
#include "kernel_json_avx512.h"

static inline __m512i look_up(const __m512i table[2], __m512i bytes)
{
    return _mm512_permutex2var_epi8(table[0], bytes, table[1]);
}

static inline uint64_t having(__m512i kinds, int kind)
{
    return _mm512_test_epi8_mask(kinds, _mm512_set1_epi8((char)kind));
}

static inline uint64_t equal(__m512i bytes, int c)
{
    return _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8((char)c));
}

/* The bytes that follow those of the mask. */
static inline uint64_t after(uint64_t mask, uint64_t *last)
{
    const uint64_t followers = mask << 1 | *last;
    *last = mask >> 63;
    return followers;
}

/* From every other quote on to the one behind it: the carry-less product with all ones. */
static inline uint64_t between(uint64_t quotes)
{
    const __m128i product = _mm_clmulepi64_si128(_mm_cvtsi64_si128((long long)quotes), _mm_set1_epi8(-1), 0);
    return (uint64_t)_mm_cvtsi128_si64(product);
}

/* Bits of a run of ones from the first bit of `from` in it to its end become 0, a second one stays 1. */
static inline uint64_t cut_runs(uint64_t runs, uint64_t from, uint64_t *carry)
{
    unsigned long long cut;
    *carry = _addcarry_u64((unsigned char)*carry, runs, from, &cut);
    return cut;
}

static inline void list(struct json_places *places, size_t base, uint64_t bits)
{
    size_t *at = places->at + places->n;
    places->n += (size_t)_mm_popcnt_u64(bits);
    at[0] = base + _tzcnt_u64(bits);
    at[1] = base + _tzcnt_u64(_blsr_u64(bits));
    for (bits = _blsr_u64(_blsr_u64(bits)), at += 2; bits; bits = _blsr_u64(bits)) {
        *at++ = base + _tzcnt_u64(bits);
    }
}

/* A \u that could spell a letter of the field's name is left to the reference, as is a fault. */
static bool is_plain_unit(struct json_bytes *b, const struct json_field *field, const unsigned char *p,
                          size_t at)
{
    const uint32_t unit = json_hex4(p + 2);
    if (unit > 0xffff || field->holds[unit < 0x80 ? unit : 0x80]) {
        return false;
    }
    if (unit >> 10 == 0x37) {
        return b->low_surrogate == at;
    }
    if (unit >> 10 != 0x36) {
        return true;
    }
    b->low_surrogate = at + 6;
    return p[6] == '\\' && p[7] == 'u' && json_hex4(p + 8) >> 10 == 0x37;
}

/* Return the bytes that are escaped. The first backslash escapes what follows it, and so on from there. */
static uint64_t read_escapes(struct json_bytes *b, const struct json_field *field, const unsigned char *text,
                             size_t base, uint64_t slashes)
{
    uint64_t escaped = b->is_escaped;
    slashes &= ~escaped;
    b->is_escaped = 0;
    while (slashes) {
        const uint64_t bit = _blsi_u64(slashes);
        const size_t at = base + _tzcnt_u64(slashes);
        const unsigned char c = text[at + 1];
        const bool is_short =
            c == '"' || c == '\\' || c == '/' || c == 'b' || c == 'f' || c == 'n' || c == 'r' || c == 't';
        b->wrong |= !is_short && !(c == 'u' && is_plain_unit(b, field, text + at, at));
        b->is_escaped = bit >> 63;
        escaped |= bit << 1;
        slashes &= ~(bit | bit << 1);
    }
    return escaped;
}

/* The Unicode Standard, table 3-7: how many bytes follow a leading one, and which the first of them may be. */
static uint64_t read_utf8(struct json_bytes *b, __m512i v, __m512i next, uint64_t high)
{
    const uint64_t two = _mm512_cmpge_epu8_mask(v, _mm512_set1_epi8((char)0xc0));
    const uint64_t three = _mm512_cmpge_epu8_mask(v, _mm512_set1_epi8((char)0xe0));
    const uint64_t four = _mm512_cmpge_epu8_mask(v, _mm512_set1_epi8((char)0xf0));
    const uint64_t never =
        _mm512_cmpge_epu8_mask(v, _mm512_set1_epi8((char)0xf5)) | equal(v, 0xc0) | equal(v, 0xc1);
    const uint64_t below_a0 = _mm512_cmplt_epu8_mask(next, _mm512_set1_epi8((char)0xa0));
    const uint64_t below_90 = _mm512_cmplt_epu8_mask(next, _mm512_set1_epi8((char)0x90));
    const uint64_t overlong = (equal(v, 0xe0) & below_a0) | (equal(v, 0xf0) & below_90);
    const uint64_t beyond = (equal(v, 0xed) & ~below_a0) | (equal(v, 0xf4) & ~below_90);
    const uint64_t tails = two << 1 | three << 2 | four << 3 | b->tails;
    b->tails = two >> 63 | three >> 62 | four >> 61;
    return never | overlong | beyond | (tails ^ (high & ~two));
}

/* A point or an e that comes too late in its number; of a literal, one that is none. */
static inline uint64_t read_numbers(struct json_bytes *b, __m512i v, uint64_t scalar)
{
    const uint64_t points = equal(v, '.') & scalar;
    const uint64_t es = equal(_mm512_or_si512(v, _mm512_set1_epi8(0x20)), 'e') & scalar;
    const uint64_t no_e = cut_runs(scalar, es, &b->has_e), no_point = cut_runs(scalar, points, &b->has_point);
    return (es & no_e) | (points & (~no_e | no_point));
}

/* The kinds, by a table, of what is some places before each byte. */
static inline __m512i look_back(struct json_bytes *b, __m512i v, int places)
{
    const __m512i here = look_up(b->near[places], v);
    const __m512i there = _mm512_permutex2var_epi8(b->last[places], b->back[places], here);
    b->last[places] = here;
    return there;
}

/* Outside of strings: the faults of neighbours; in strings: what a control character lacks to a blank. */
static inline __m512i read_neighbours(struct json_bytes *b, __m512i v, uint64_t in_string)
{
    const __m512i two = _mm512_and_si512(look_up(b->near[0], v), look_back(b, v, 1));
    const __m512i four = _mm512_and_si512(look_back(b, v, 2), look_back(b, v, 3));
    return _mm512_mask_subs_epu8(_mm512_and_si512(two, four), in_string, _mm512_set1_epi8(0x20), v);
}

/* The strings that may be the field: its first and last letter and a quote are where they should be. */
static inline uint64_t find_names(const struct json_bytes *b, const unsigned char *p, uint64_t opening)
{
    __mmask64 found = opening;
    for (size_t i = 0; i < 3; i++) {
        found = _mm512_mask_cmpeq_epi8_mask(found, _mm512_loadu_si512(p + b->mark_at[i]), b->mark[i]);
    }
    return found;
}

static inline void put_tokens(struct json_tokens *out, __m512i kind, uint64_t tokens)
{
    _mm512_storeu_si512(out->kind + out->n, _mm512_maskz_compress_epi8(tokens, kind));
    out->n += (size_t)_mm_popcnt_u64(tokens);
}

/* Escapes and bytes above ASCII: some blocks have any. Returns the bytes that are escaped. */
static inline uint64_t read_rare(struct json_bytes *b, const struct json_field *field,
                                 const unsigned char *text, size_t at, __m512i v, uint64_t slashes)
{
    const uint64_t high = _mm512_movepi8_mask(v);
    if (high | b->tails) {
        b->wrong |= read_utf8(b, v, _mm512_loadu_si512(text + at + 1), high);
    }
    return slashes | b->is_escaped ? read_escapes(b, field, text, at, slashes) : 0;
}

static inline void read_block(struct json_bytes *b, struct json_tokens *out, const struct json_field *field,
                              const unsigned char *text, size_t at, __m512i v)
{
    const uint64_t slashes = equal(v, '\\'), high = _mm512_movepi8_mask(v);
    const bool is_rare = (slashes | high | b->tails | b->is_escaped) != 0;
    const uint64_t escaped = is_rare ? read_rare(b, field, text, at, v, slashes) : 0;
    const uint64_t quotes = equal(v, '"') & ~escaped;
    const uint64_t in_string = between(quotes) ^ b->in_string, outside = ~in_string;
    b->in_string = 0 - (in_string >> 63);
    const __m512i kind = look_up(b->kinds, v);
    const uint64_t signs = having(kind, JSON_SIGNS) & outside;
    const uint64_t scalar = outside & ~(having(kind, JSON_SIGNS | JSON_BLANK) | quotes);
    const uint64_t start = scalar & ~after(scalar, &b->scalar), opening = quotes & in_string;
    const uint64_t names = find_names(b, text + at, opening);
    b->faults = _mm512_or_si512(b->faults, read_neighbours(b, v, in_string));
    b->wrong |= read_numbers(b, v, scalar) | (is_rare ? high & outside : 0);
    list(&out->names, at, names);
    list(&out->literals, at, start & _mm512_movepi8_mask(kind));
    put_tokens(out, _mm512_mask_blend_epi8(names, kind, _mm512_set1_epi8((char)(JSON_STRING | JSON_MARK))),
               signs | opening | start);
}

void json_bytes_read(struct json_bytes *state, struct json_tokens *out, const struct json_field *field,
                     const unsigned char *text, size_t first, size_t last, size_t end)
{
    struct json_bytes b = *state;
    for (size_t at = first; at < last; at += 64) {
        __m512i v = _mm512_loadu_si512(text + at);
        if (end - at < 64) {
            v = _mm512_mask_blend_epi8(~UINT64_C(0) << (end - at), v, _mm512_set1_epi8('\n'));
        }
        read_block(&b, out, field, text, at, v);
    }
    b.wrong |= _mm512_test_epi8_mask(b.faults, b.faults);
    *state = b;
}
