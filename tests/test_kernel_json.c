/* SPDX-License-Identifier: BSD-3-Clause
 * test_kernel_json.c - records that must be accepted and refused, by either scan, wherever the text is cut.
 */
#include "tests.h"

#include "kernel_json_team.h"

#include "rxt/digest.h"
#include "rxt/isa.h"
#include "rxt/random.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct example {
    const char *text;
    size_t n;
    enum json_rule rule;
};

#define Y(text)                                                                                              \
    {                                                                                                        \
        (text), sizeof(text) - 1, JSON_RIGHT                                                                 \
    }
#define N(rule, text)                                                                                        \
    {                                                                                                        \
        (text), sizeof(text) - 1, JSON_##rule                                                                \
    }

static const struct example examples[] = {
    /* values */
    Y("null"),
    Y("true"),
    Y("false"),
    Y("0"),
    Y("\"\""),
    Y("[]"),
    Y("{}"),
    Y(" \t\r[ \t\r] \t\r"),
    Y("[null,true,false]"),
    Y("[[],{},[[]],[{}]]"),
    Y("[[[[[[[[[[]]]]]]]]]]"),
    Y("{\"a\":{\"b\":[{\"c\":[]}]}}"),
    Y("{\"a\":1,\"a\":2}"),
    Y("{\"\":0}"),
    Y("{\"a\" : [ 1 , 2 ] , \"b\" : null }"),
    Y("[true,true,true,true,true,true,true,true,true,true,true,true,true,true,true,true]"),
    N(VALUE, "nul"),
    N(VALUE, "nulL"),
    N(VALUE, "True"),
    N(VALUE, "tru"),
    N(VALUE, "fals"),
    N(VALUE, "falze"),
    N(END, "nulll"),
    N(END, "true1"),
    N(END, "true\""),
    N(END, "null\x01"),
    N(END, "true\xc3\xa9"),
    N(NEXT, "[true-]"),
    N(VALUE, "undefined"),
    N(VALUE, "NaN"),
    N(VALUE, "Infinity"),
    N(VALUE, "'a'"),
    N(VALUE, "a"),
    N(VALUE, "\xc3\xa9"),
    N(VALUE, "\xef\xbb\xbf{}"),
    N(VALUE, "\x01"),
    N(VALUE, "\x0c[]"),
    N(VALUE, "\\u0031"),
    N(VALUE, "/* */ 1"),
    N(VALUE, "# 1"),
    /* numbers */
    Y("-0"),
    Y("7"),
    Y("-1"),
    Y("10"),
    Y("1234567890123456789012345678901234567890"),
    Y("0.5"),
    Y("-0.0"),
    Y("1.000000000000000000000000000000000000001"),
    Y("1e5"),
    Y("1E5"),
    Y("1e+5"),
    Y("1e-5"),
    Y("0e0"),
    Y("0.1e1"),
    Y("-12.34E-56"),
    Y("1e400"),
    Y("1e00005"),
    Y("[0,-0,0.0,1e0,10,100]"),
    Y("[ 1 ]"),
    N(NUMBER, "-"),
    N(VALUE, "+1"),
    N(VALUE, ".5"),
    N(NUMBER, "1."),
    N(NUMBER, "-.5"),
    N(NUMBER, "1.e5"),
    N(END, "1.5."),
    N(END, "1.5.5"),
    N(NUMBER, "1e"),
    N(NUMBER, "1e+"),
    N(NUMBER, "1e-"),
    N(NUMBER, "1E"),
    N(NUMBER, "[1e]"),
    N(NUMBER, "[1e,2]"),
    N(NUMBER, "1e++5"),
    N(END, "1e5e"),
    N(END, "1e5e5"),
    N(END, "1e5.5"),
    N(NUMBER, "01"),
    N(NUMBER, "-01"),
    N(NUMBER, "00"),
    N(NUMBER, "-00.5"),
    N(NUMBER, "[1,02]"),
    N(NUMBER, "--1"),
    N(NUMBER, "-+1"),
    N(END, "1-1"),
    N(END, "1+1"),
    N(END, "0x1"),
    N(END, "1a"),
    N(END, "1f"),
    N(END, "123n"),
    N(NUMBER, "1.a"),
    N(NUMBER, "1ea"),
    N(END, "1 2"),
    N(END, "1\xc3\xa9"),
    N(NUMBER, "-a"),
    N(NUMBER, "-\"1\""),
    N(NUMBER, "1.\"a\""),
    N(END, "1\"a\""),
    /* strings */
    Y("\"a\""),
    Y("\" !#[]{}:,\""),
    Y("\"\x7f\""),
    Y("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""),
    Y("\"\\u0000\\u001f\\uABCD\\uefab\""),
    Y("\"\\ud83d\\ude00\""),
    Y("\"\\uD83D\\uDE00\\uDBFF\\uDFFF\""),
    Y("\"\\\\u12\""),
    Y("\"\\\\\\\\\""),
    Y("\"\\\\\\\"\""),
    Y("[\"\\\\\",\"\\\"\"]"),
    Y("{\"\\u0061\\n\":1}"),
    N(CONTROL, "\""),
    N(CONTROL, "\"a"),
    N(CONTROL, "[\"a]"),
    N(CONTROL, "\"\\\""),
    N(CONTROL, "\"\\\\\\\""),
    N(CONTROL, "\"\t\""),
    N(CONTROL, "\"\r\""),
    N(CONTROL, "\"\x01\""),
    N(CONTROL, "\"\x1f\""),
    N(CONTROL, "\"a\0b\""),
    N(ESCAPE, "\"\\"),
    N(ESCAPE, "\"\\a\""),
    N(ESCAPE, "\"\\'\""),
    N(ESCAPE, "\"\\0\""),
    N(ESCAPE, "\"\\x41\""),
    N(ESCAPE, "\"\\U0041\""),
    N(ESCAPE, "\"\\ \""),
    N(ESCAPE, "\"\\u\""),
    N(ESCAPE, "\"\\u12\""),
    N(ESCAPE, "\"\\u123\""),
    N(ESCAPE, "\"\\u12g4\""),
    N(ESCAPE, "\"\\u 123\""),
    N(ESCAPE, "\"\\\xc3\xa9\""),
    N(ESCAPE, "\"\\\\\\a\""),
    N(SURROGATE, "\"\\ud83d\""),
    N(SURROGATE, "\"\\ud83dx\""),
    N(SURROGATE, "\"\\ud83d\\n\""),
    N(SURROGATE, "\"\\ud83d\\u0041\""),
    N(SURROGATE, "\"\\ud83d\\ud83d\\ude00\""),
    N(SURROGATE, "\"\\ude00\""),
    N(SURROGATE, "\"\\ude00\\ud83d\""),
    N(SURROGATE, "\"\\ud83d\\ude00\\ude00\""),
    N(SURROGATE, "\"\\u007a\\ude00\""),
    N(SURROGATE, "\"\\u00e9\\udc00\""),
    /* UTF-8: the first and last sequences of each length, and the first ones beyond */
    Y("\"\xc2\x80 \xdf\xbf\""),
    Y("\"\xe0\xa0\x80 \xed\x9f\xbf \xee\x80\x80 \xef\xbf\xbf\""),
    Y("\"\xf0\x90\x80\x80 \xf4\x8f\xbf\xbf\""),
    Y("{\"\xc3\xa9\xe6\xb0\xb4\xf0\x9f\x98\x80\":\"\xf0\x9f\x98\x80\xe6\xb0\xb4\xc3\xa9\"}"),
    N(UTF8, "\"\x80\""),
    N(UTF8, "\"\xbf\""),
    N(UTF8, "\"\xc2\""),
    N(UTF8, "\"\xc2 \""),
    N(UTF8, "\"\xc2\xc2\x80\""),
    N(UTF8, "\"\xc2\x80\x80\""),
    N(UTF8, "\"\xc0\xaf\""),
    N(UTF8, "\"\xc1\xbf\""),
    N(UTF8, "\"\xe0\x9f\xbf\""),
    N(UTF8, "\"\xed\xa0\x80\""),
    N(UTF8, "\"\xed\xbf\xbf\""),
    N(UTF8, "\"\xe1\x80\""),
    N(UTF8, "\"\xe1\x80 \""),
    N(UTF8, "\"\xf0\x8f\xbf\xbf\""),
    N(UTF8, "\"\xf4\x90\x80\x80\""),
    N(UTF8, "\"\xf1\x80\x80\""),
    N(UTF8, "\"\xf5\x80\x80\x80\""),
    N(UTF8, "\"\xfe\""),
    N(UTF8, "\"\xff\""),
    N(UTF8, "\"\xe6\xb0"),
    /* arrays and objects */
    N(VALUE, "["),
    N(KEY, "{"),
    N(VALUE, "]"),
    N(VALUE, "}"),
    N(VALUE, "[}"),
    N(KEY, "{]"),
    N(NEXT, "[1}"),
    N(NEXT, "{\"a\":1]"),
    N(NEXT, "[[]"),
    N(NEXT, "{\"a\":{}"),
    N(END, "[]]"),
    N(END, "{}}"),
    N(END, "[][]"),
    N(END, "{}{}"),
    N(END, "[],[]"),
    N(END, "1,"),
    N(VALUE, ","),
    N(VALUE, ":"),
    N(VALUE, "[,]"),
    N(VALUE, "[1,]"),
    N(VALUE, "[,1]"),
    N(VALUE, "[1,,2]"),
    N(NEXT, "[1 2]"),
    N(NEXT, "[1"),
    N(VALUE, "[1,"),
    N(NEXT, "[\"a\" \"b\"]"),
    N(NEXT, "[1:2]"),
    N(NEXT, "[\"a\":1]"),
    N(NEXT, "[{}{}]"),
    N(NEXT, "[1[2]]"),
    N(KEY, "{,}"),
    N(KEY, "{1:2}"),
    N(KEY, "{null:1}"),
    N(KEY, "{a:1}"),
    N(KEY, "{[]:1}"),
    N(KEY, "{{}:1}"),
    N(KEY, "{:1}"),
    N(COLON, "{\"a\"}"),
    N(COLON, "{\"a\",1}"),
    N(COLON, "{\"a\" 1}"),
    N(COLON, "{\"a\""),
    N(COLON, "{\"a\":1,\"b\"}"),
    N(COLON, "{\"a\"[1]}"),
    N(VALUE, "{\"a\":}"),
    N(VALUE, "{\"a\":"),
    N(VALUE, "{\"a\":,\"b\":1}"),
    N(VALUE, "{\"a\"::1}"),
    N(NEXT, "{\"a\":1:2}"),
    N(NEXT, "{\"a\":1 \"b\":2}"),
    N(NEXT, "{\"a\":\"b\":1}"),
    N(KEY, "{\"a\":1,}"),
    N(KEY, "{\"a\":1,,\"b\":2}"),
    N(KEY, "{\"a\":1,2}"),
    N(KEY, "{\"a\":1,[]}"),
    N(END, "{\"a\":1} true"),
    N(END, "\"a\":1"),
    N(END, "\"a\" \"b\""),
    /* one line each */
    N(VALUE, "[\n]"),
    N(NEXT, "[1\n]"),
    N(VALUE, "{\"a\":\n1}"),
    N(CONTROL, "\"a\nb\""),
};
enum { EXAMPLES = sizeof examples / sizeof *examples, TEXT = 4096 };

static const json_scan_fn scans[RXT_ISAS] = {
    [RXT_ISA_PLAIN] = json_scan_plain,
    [RXT_ISA_AVX512] = RXT_AVX512_OF(json_scan_avx512),
};

/* How many scans can be tried here: the reference, and that for AVX-512 behind it. */
static int n_scans(void)
{
    static bool told;
    const int n = rxt_isa_choose(NULL) == RXT_ISA_AVX512 ? 2 : 1;
    if (n == 1 && !told) {
        printf("(avx512 skipped: not on this machine, not in this build, or not wanted) ");
        told = true;
    }
    return n;
}

static unsigned char *padded(const void *text, size_t n)
{
    unsigned char *copy = calloc(n + JSON_PAD, 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(copy);
    memcpy(copy, text, n);
    return copy;
}

/* Scan in chunks of `grain` bytes, as a team does. */
static struct json_part scan_cut(json_scan_fn scan, const struct json_field *field, const unsigned char *text,
                                 size_t n, size_t grain)
{
    const struct json j = {.text = {.input = "a file", .bytes = text, .n_here = n, .n_bytes = n}};
    struct json_part sum = json_part_none(), part;
    for (size_t first = 0; first < n; first += grain) {
        const size_t last = rxt_min(n, first + grain);
        const struct rxt_span lines = json_lines(&j, first, last);
        scan(&part, field, text, lines.first, lines.last);
        part.bytes = last - first;
        json_part_add(&sum, &part);
    }
    json_sum_carry(sum.limb);
    return sum;
}

static struct json_part scan_text(json_scan_fn scan, const char *name, const char *text, size_t n,
                                  size_t grain)
{
    struct json_field field;
    json_field_set(&field, name);
    unsigned char *copy = padded(text, n);
    const struct json_part sum = scan_cut(scan, &field, copy, n, grain);
    free(copy);
    return sum;
}

static void records_are_accepted_and_refused_by_the_rule(void)
{
    for (int isa = 0; isa < n_scans(); isa++) {
        for (size_t i = 0; i < EXAMPLES; i++) {
            const struct example *e = &examples[i];
            const struct json_part part = scan_text(scans[isa], "price", e->text, e->n, TEXT);
            if (part.rule != e->rule) {
                printf("\n%s: '%s': rule %d, not %d", rxt_isa_name((enum rxt_isa)isa), e->text,
                       (int)part.rule, (int)e->rule);
            }
            CU_ASSERT_EQUAL(part.rule, e->rule);
            CU_ASSERT(e->rule != JSON_RIGHT || part.records == 1);
        }
    }
}

/* A record at every place of two blocks of 64 bytes, between right ones; its fault is the first one. */
static void a_record_is_judged_the_same_at_every_place(void)
{
    static const char before[] = "{\"price\":1.5}\n", behind[] = "\r\n{\"price\":2}\n";
    size_t wrong = 0;
    for (int isa = 0; isa < n_scans(); isa++) {
        for (size_t i = 0; i < EXAMPLES; i++) {
            const struct example *e = &examples[i];
            const struct json_part alone = scan_text(scans[isa], "price", e->text, e->n, TEXT);
            for (size_t shift = 0; shift < 128; shift++) {
                char text[TEXT];
                const size_t at = sizeof before - 1 + shift;
                memcpy(text, before, sizeof before - 1);
                memset(text + sizeof before - 1, ' ', shift);
                memcpy(text + at, e->text, e->n);
                memcpy(text + at + e->n, behind, sizeof behind - 1);
                const struct json_part part =
                    scan_text(scans[isa], "price", text, at + e->n + sizeof behind - 1, TEXT);
                const bool right = e->rule == JSON_RIGHT
                                       ? part.records == 3 && part.count == 2 && part.max == 2.0
                                       : part.at >= at && part.at <= at + alone.at + 1;
                wrong += (part.rule == JSON_RIGHT) != (e->rule == JSON_RIGHT) || !right;
            }
        }
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

/* All right records as one text, and each wrong one behind them, in chunks of every size. */
static void every_cut_gives_the_same_sums_and_fault(void)
{
    char text[2 * TEXT];
    size_t n = 0, wrong = 0;
    for (size_t i = 0; i < EXAMPLES; i++) {
        if (examples[i].rule == JSON_RIGHT) {
            n += (size_t)sprintf(text + n, "%s%s", examples[i].text, i % 3 ? "\n" : "\r\n\r\n \n");
            n += (size_t)sprintf(text + n, "{\"price\":%zu.25}\n", i);
        }
    }
    const struct json_part whole = scan_text(json_scan_plain, "price", text, n, sizeof text);
    CU_ASSERT_EQUAL(whole.rule, JSON_RIGHT);
    for (int isa = 0; isa < n_scans(); isa++) {
        for (size_t grain = 1; grain < n + 2; grain++) {
            const struct json_part part = scan_text(scans[isa], "price", text, n, grain);
            wrong += memcmp(&part, &whole, sizeof part) != 0;
        }
        for (size_t i = 0; i < EXAMPLES; i++) {
            memcpy(text + n, examples[i].text, examples[i].n);
            const struct json_part one =
                scan_text(json_scan_plain, "price", text, n + examples[i].n, sizeof text);
            for (size_t grain = 5; grain < n; grain = grain * 3 + 1) {
                const struct json_part part = scan_text(scans[isa], "price", text, n + examples[i].n, grain);
                wrong += part.rule != one.rule || (one.rule != JSON_RIGHT && part.at != one.at);
            }
        }
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

static void nesting_ends_at_its_limit(void)
{
    char text[2 * JSON_MAX_DEPTH + 8];
    for (int isa = 0; isa < n_scans(); isa++) {
        for (size_t depth = 1; depth <= JSON_MAX_DEPTH + 1; depth++) {
            memset(text, '[', depth);
            memset(text + depth, ']', depth);
            const struct json_part part = scan_text(scans[isa], "a", text, 2 * depth, sizeof text);
            CU_ASSERT_EQUAL(part.rule, depth <= JSON_MAX_DEPTH ? JSON_RIGHT : JSON_DEPTH);
            CU_ASSERT(part.rule != JSON_RIGHT || part.values == depth);
        }
    }
}

/* The members of records count, under whatever spelling of the name; no others do. */
static void the_field_is_a_member_of_the_record(void)
{
    static const struct {
        const char *name, *text;
        size_t count;
        double sum;
    } cases[] = {
        {"a", "{\"a\":1}\n{\"a\":2}\n", 2, 3.0},
        {"a", "{\"b\":1,\"a\":2}", 1, 2.0},
        {"a", "{\"a\":1,\"a\":2}", 2, 3.0},
        {"a", "{\"b\":{\"a\":1},\"c\":[{\"a\":2}]}", 0, 0.0},
        {"a", "[{\"a\":1}]", 0, 0.0},
        {"a", "{\"b\":\"a\",\"c\":1}", 0, 0.0},
        {"a", "{\"b\":[\"a\",1],\"aa\":2,\"ab\":3,\"ba\":4}", 0, 0.0},
        {"a", "{\"a\":\"1\"}\n{\"a\":null}\n{\"a\":[1]}\n{\"a\":{\"a\":1}}\n{\"a\":true}", 0, 0.0},
        {"a", "{\"\\u0061\":1,\"a\":2}", 2, 3.0},
        {"a", " { \"a\"\t : \r -1.5e1 } ", 1, -15.0},
        {"", "{\"\":1,\"a\":2,\"b\":\"\"}", 1, 1.0},
        {"\xc3\xa9t\xc3\xa9", "{\"\xc3\xa9t\xc3\xa9\":1,\"\\u00e9t\\u00E9\":2,\"ete\":4}", 2, 3.0},
        {"\xf0\x9f\x98\x80", "{\"\\ud83d\\uDE00\":1,\"\xf0\x9f\x98\x80\":2}", 2, 3.0},
        {"km/h", "{\"km/h\":1,\"km\\/h\":2,\"km\\u002fh\":4}", 3, 7.0},
        {"a\"b\n", "{\"a\\\"b\\n\":1,\"a\\u0022b\\u000a\":2}", 2, 3.0},
        {"abc", "{\"abc\":1,\"axc\":2,\"abcc\":4,\"ab\":8,\"bc\":16,\"a\\\"c\":32}", 1, 1.0},
    };
    for (int isa = 0; isa < n_scans(); isa++) {
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            const struct json_part part =
                scan_text(scans[isa], cases[i].name, cases[i].text, strlen(cases[i].text), TEXT);
            CU_ASSERT_EQUAL(part.rule, JSON_RIGHT);
            CU_ASSERT_EQUAL(part.count, cases[i].count);
            CU_ASSERT_EQUAL(json_sum_round(part.limb), cases[i].sum);
        }
    }
}

static void numbers_of_the_field_are_the_nearest_doubles(void)
{
    static const char *const numbers[] = {
        "0",
        "-0",
        "1",
        "-1",
        "12345678",
        "1234567.1234567",
        "12345678.1",
        "1.12345678",
        "0.1",
        "0.3",
        "2.5e-3",
        "9007199254740993",
        "9007199254740992.5",
        "123456789012345678901234567890",
        "1e22",
        "1e23",
        "1E-22",
        "3.141592653589793",
        "2.2250738585072011e-308",
        "4.9406564584124654e-324",
        "2e-324",
        "1e-400",
        "1.7976931348623157e308",
        "0.000000000000000000000000000001",
        "1e0005",
        "0.30000000000000004",
        "8.41",
        "100000000000000000000000.5",
    };
    for (int isa = 0; isa < n_scans(); isa++) {
        for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
            char text[128];
            const int n = sprintf(text, "{\"x\":%s}", numbers[i]);
            const struct json_part part = scan_text(scans[isa], "x", text, (size_t)n, TEXT);
            CU_ASSERT_EQUAL(part.count, 1);
            CU_ASSERT_EQUAL(part.min, strtod(numbers[i], NULL));
            CU_ASSERT_EQUAL(json_sum_round(part.limb), part.max);
        }
        CU_ASSERT_EQUAL(scan_text(scans[isa], "x", "{\"x\":1e309}", 11, TEXT).rule, JSON_RANGE);
        CU_ASSERT_EQUAL(scan_text(scans[isa], "y", "{\"x\":1e309}", 11, TEXT).rule, JSON_RIGHT);
    }
}

/* Numbers that cancel in floating point do not here; any order gives the same limbs. */
static void the_sum_is_exact_in_any_order(void)
{
    static const double x[] = {1e308, 1.0,    -1e308,    1e-320, 0.1,  -0.1,
                               3e200, -3e200, 0x1p-1074, -7.5,   1e16, -1e16};
    enum { COUNT = sizeof x / sizeof *x };
    struct json_part forward = json_part_none(), backward = forward;
    for (size_t i = 0; i < COUNT; i++) {
        json_part_count(&forward, x[i]);
        json_part_count(&backward, x[COUNT - 1 - i]);
    }
    json_sum_carry(forward.limb);
    json_sum_carry(backward.limb);
    CU_ASSERT_EQUAL(memcmp(&forward, &backward, sizeof forward), 0);
    CU_ASSERT_EQUAL(json_sum_round(forward.limb), -6.5);
    json_part_count(&forward, 6.5);
    CU_ASSERT_EQUAL(json_sum_round(forward.limb), 1e-320 + 0x1p-1074);
    struct json_part half = json_part_none(); /* ties go to even, and a bit far below breaks them */
    json_part_count(&half, 0x1p53);
    json_part_count(&half, 1.0);
    CU_ASSERT_EQUAL(json_sum_round(half.limb), 0x1p53);
    json_part_count(&half, 0x1p-1074);
    CU_ASSERT_EQUAL(json_sum_round(half.limb), 0x1p53 + 2.0);
    json_part_count(&half, -0x1p54);
    json_part_count(&half, -2.0);
    CU_ASSERT_EQUAL(json_sum_round(half.limb), -0x1p53);
}

static void a_record_longer_than_every_chunk_is_one_record(void)
{
    enum { LONG = 300000 };
    char *text = malloc(LONG + 64);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    size_t n = (size_t)sprintf(text, "{\"a\":1}\n{\"b\":[0");
    while (n < LONG) {
        n += (size_t)sprintf(text + n, ",%zu", n);
    }
    n += (size_t)sprintf(text + n, "],\"a\":2}\n{\"a\":4}");
    for (int isa = 0; isa < n_scans(); isa++) {
        const struct json_part part = scan_text(scans[isa], "a", text, n, 1000);
        CU_ASSERT_EQUAL(part.rule, JSON_RIGHT);
        CU_ASSERT_EQUAL(part.records, 3);
        CU_ASSERT_EQUAL(part.count, 3);
        CU_ASSERT_EQUAL(json_sum_round(part.limb), 7.0);
    }
    free(text);
}

static void a_text_without_records_has_none(void)
{
    static const char *const texts[] = {"", "\n", " ", "\r\n", "\n\n \t\r\n  "};
    for (int isa = 0; isa < n_scans(); isa++) {
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
            const struct json_part part = scan_text(scans[isa], "a", texts[i], strlen(texts[i]), 3);
            CU_ASSERT_EQUAL(part.rule, JSON_RIGHT);
            CU_ASSERT_EQUAL(part.records, 0);
        }
    }
}

/* Generated lines with one byte changed, removed or doubled: both scans say the same. */
static void damaged_records_are_judged_alike(void)
{
    enum { BLOCK = 3000, TRIES = 4000 };
    static const char bytes[] = "\"\\{}[]:,-+.eE0123456789tfn \t\r\n\x01\x7f\x80\xbf\xc2\xe0\xed\xf0\xf4\xff"
                                "au/";
    struct json_field field;
    unsigned char text[BLOCK + JSON_PAD];
    size_t wrong = 0, n_right = 0;
    json_field_set(&field, "price");
    for (uint64_t i = 0; i < TRIES && n_scans() == 2; i++) {
        const uint64_t r = rxt_random_at(7, i), at = (r >> 8) % (BLOCK - 4);
        struct json_part plain, fast;
        memset(text, 0, sizeof text);
        json_sample_fill(text, BLOCK, i, i);
        if (r & 1) {
            text[at] = (unsigned char)bytes[(r >> 40) % (sizeof bytes - 1)];
        } else {
            memmove(text + at, text + at + (r >> 1 & 3), BLOCK - at - (r >> 1 & 3));
        }
        json_scan_plain(&plain, &field, text, 0, BLOCK);
        scans[RXT_ISA_AVX512](&fast, &field, text, 0, BLOCK);
        wrong += memcmp(&plain, &fast, sizeof plain) != 0;
        n_right += plain.rule == JSON_RIGHT;
    }
    CU_ASSERT_EQUAL(wrong, 0);
    CU_ASSERT(n_scans() == 1 || (n_right > TRIES / 20 && n_right < TRIES));
}

/* Else it would be right and slow. */
static void right_records_need_no_second_scan(void)
{
#ifdef RXT_HAVE_AVX512
    struct json_field field;
    struct json_part part;
    unsigned char *text = calloc(JSON_GRAIN + JSON_PAD, 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    json_field_set(&field, "price");
    json_sample_fill(text, JSON_GRAIN, 1, 1);
    CU_ASSERT(n_scans() == 1 || json_try_avx512(&part, &field, text, 0, JSON_GRAIN));
    for (size_t i = 0; i < EXAMPLES && n_scans() == 2; i++) {
        memset(text, 0, JSON_GRAIN);
        memcpy(text, examples[i].text, examples[i].n);
        const bool taken = json_try_avx512(&part, &field, text, 0, examples[i].n);
        const bool may_spell = strstr(examples[i].text, "\\u00");
        CU_ASSERT(taken == (examples[i].rule == JSON_RIGHT) || (!taken && may_spell));
    }
    free(text);
#endif
}

static void a_generated_block_is_what_was_drawn(void)
{
    static const size_t sizes[] = {1, 2, 7, 101, 211, 1000, 65536, JSON_GRAIN};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        const struct json_known known = json_sample_known(sizes[i], 3, i);
        struct json_field field;
        struct json_part part;
        unsigned char *text = calloc(sizes[i] + JSON_PAD, 1);
        CU_ASSERT_PTR_NOT_NULL_FATAL(text);
        json_sample_fill(text, sizes[i], 3, i);
        json_field_set(&field, "price");
        json_scan_plain(&part, &field, text, 0, sizes[i]);
        CU_ASSERT_EQUAL(part.rule, JSON_RIGHT);
        CU_ASSERT_EQUAL(part.records, known.records);
        CU_ASSERT_EQUAL(part.count, known.records);
        CU_ASSERT_EQUAL(json_sum_round(part.limb), (double)known.quarters / 4.0);
        CU_ASSERT_EQUAL(text[sizes[i] - 1], '\n');
        free(text);
    }
}

CU_TestInfo test_kernel_json[] = {
    CLAIM(records_are_accepted_and_refused_by_the_rule),
    CLAIM(a_record_is_judged_the_same_at_every_place),
    CLAIM(every_cut_gives_the_same_sums_and_fault),
    CLAIM(nesting_ends_at_its_limit),
    CLAIM(the_field_is_a_member_of_the_record),
    CLAIM(numbers_of_the_field_are_the_nearest_doubles),
    CLAIM(the_sum_is_exact_in_any_order),
    CLAIM(a_record_longer_than_every_chunk_is_one_record),
    CLAIM(a_text_without_records_has_none),
    CLAIM(damaged_records_are_judged_alike),
    CLAIM(right_records_need_no_second_scan),
    CLAIM(a_generated_block_is_what_was_drawn),
    CU_TEST_INFO_NULL,
};
