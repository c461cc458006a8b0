/* SPDX-License-Identifier: BSD-3-Clause
 * test_base.c - numbers are read strictly, intervals are those of the binomial distribution.
 */
#include "tests.h"

#include "clock.h"
#include "identity.h"
#include "json.h"
#include "json_text.h"
#include "note.h"
#include "rxt/digest.h"
#include "rxt/random.h"
#include "stat.h"
#include "text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void whole_numbers_are_read_strictly(void)
{
    static const char *const bad[] = {
        "", " 1", "1 ", "1x", "x", "+1", "0x10", "1.5", "11", "-1", "99999999999999999999"};
    long long value = 7;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        CU_ASSERT_EQUAL(rxt_parse_integer(bad[i], "n", 0, 10, &value), RXT_E_RANGE);
        CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "from 0 to 10"));
    }
    CU_ASSERT_EQUAL(value, 7);
    CU_ASSERT_EQUAL(rxt_parse_integer("10", "n", 0, 10, &value), RXT_OK);
    CU_ASSERT_EQUAL(value, 10);
}

static void real_numbers_and_times_are_read_strictly(void)
{
    double value = 0.0;
    CU_ASSERT_EQUAL(rxt_parse_real("nan", "x", 0, 1, &value), RXT_E_RANGE);
    CU_ASSERT_EQUAL(rxt_parse_real("2", "x", 0, 1, &value), RXT_E_RANGE);
    CU_ASSERT_EQUAL(rxt_parse_real("0.5", "x", 0, 1, &value), RXT_OK);
    CU_ASSERT_EQUAL(value, 0.5);
    CU_ASSERT_EQUAL(rxt_parse_duration("1.5h", "t", &value), RXT_OK);
    CU_ASSERT_EQUAL(value, 5400.0);
    CU_ASSERT_EQUAL(rxt_parse_duration("90", "t", &value), RXT_E_RANGE);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "90s, 90m or 90h"));
    CU_ASSERT_EQUAL(rxt_parse_duration("0s", "t", &value), RXT_E_RANGE);
    CU_ASSERT_EQUAL(rxt_parse_duration("3d", "t", &value), RXT_E_RANGE);
    CU_ASSERT_EQUAL(rxt_parse_duration("s", "t", &value), RXT_E_RANGE);
}

static void limits_are_read_as_slurm_reads_them(void)
{
    static const struct {
        const char *text;
        double s;
    } limits[] = {{"30", 1800.0},   {"30:00", 1800.0}, {"0:30", 30.0},       {"02:30:00", 9000.0},
                  {"1-0", 86400.0}, {"1-02", 93600.0}, {"1-02:30", 95400.0}, {"1-02:30:05", 95405.0},
                  {"1.5h", 5400.0}, {"90s", 90.0},     {"2m", 120.0}};
    static const char *const none[] = {"0",   "0:0",  "",    "-30",   "1-",       "1-2:3:4:5", "1:2:3:4",
                                       "30:", ":30",  "30 ", "1-2-3", "1:-2",     "30d",       "UNLIMITED",
                                       "1e3", "0x10", "3.5", "1d-2",  "99999999", "1-1s",      "nan"};
    double value = 0.0;
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        CU_ASSERT_EQUAL(rxt_parse_limit(limits[i].text, "t", &value), RXT_OK);
        CU_ASSERT_EQUAL(value, limits[i].s);
    }
    value = 7.0;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        CU_ASSERT_EQUAL(rxt_parse_limit(none[i], "t", &value), RXT_E_RANGE);
        CU_ASSERT_EQUAL(value, 7.0);
    }
}

static void the_nearest_name_is_offered_and_a_far_one_is_not(void)
{
    static const char *const names[] = {"mandelbrot", "pi", "heat"};
    CU_ASSERT_STRING_EQUAL(rxt_nearest("mandlebrot", names, 3), "mandelbrot");
    CU_ASSERT_STRING_EQUAL(rxt_nearest("hea", names, 3), "heat");
    CU_ASSERT_PTR_NULL(rxt_nearest("fourier", names, 3));
    CU_ASSERT_STRING_EQUAL(rxt_nearest("haet", names, 3), "heat"); /* two letters swapped: one edit */
    CU_ASSERT_STRING_EQUAL(rxt_nearest("pu", names, 3), "pi");
    static const char *const far[] = {"-x", "x", "p2x", "hint", "test", "xeatx", "mandala", "h", ""};
    for (size_t i = 0; i < sizeof far / sizeof *far; i++) {
        CU_ASSERT_PTR_NULL(rxt_nearest(far[i], names, 3));
    }
}

static void counts_are_numbers_and_ranges_each_once(void)
{
    static const struct {
        const char *list;
        enum rxt_err err;
        size_t n;
    } cases[] = {{"1", RXT_OK, 1},         {"2-8", RXT_OK, 7},        {"1,3-4,8", RXT_OK, 4},
                 {"5-5", RXT_OK, 1},       {"8-2", RXT_E_USAGE, 0},   {"1-3,2", RXT_E_USAGE, 0},
                 {"1-9", RXT_E_USAGE, 0},  {"0-2", RXT_E_RANGE, 0},   {"2-", RXT_E_RANGE, 0},
                 {"-2", RXT_E_RANGE, 0},   {"1--2", RXT_E_RANGE, 0},  {"1-2-3", RXT_E_RANGE, 0},
                 {"1,,2", RXT_E_RANGE, 0}, {"2 - 3", RXT_E_RANGE, 0}, {"9-101", RXT_E_RANGE, 0},
                 {"all", RXT_E_RANGE, 0}};
    int out[8];
    size_t n;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CU_ASSERT_EQUAL(rxt_parse_counts(cases[i].list, "--cores", 100, out, 8, &n), cases[i].err);
        CU_ASSERT(cases[i].err != RXT_OK || n == cases[i].n);
    }
    CU_ASSERT_EQUAL_FATAL(rxt_parse_counts("1,3-4,8", "--cores", 100, out, 8, &n), RXT_OK);
    CU_ASSERT(out[0] == 1 && out[1] == 3 && out[2] == 4 && out[3] == 8);
}

static void a_count_is_an_integer_of_json(void)
{
    static const struct {
        double value;
        const char *text;
    } cases[] = {{25276502016.0, "25276502016"},
                 {0.0, "0"},
                 {-3.0, "-3"},
                 {9007199254740992.0, "9007199254740992"},
                 {0.5, "0.5"},
                 {1e300, "1e300"},
                 {NAN, "null"},
                 {INFINITY, "null"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        json_t *json = rxt_json_count(cases[i].value);
        char *text = json_dumps(json, JSON_ENCODE_ANY | JSON_REAL_PRECISION(12));
        CU_ASSERT_STRING_EQUAL(text, cases[i].text);
        free(text);
        json_decref(json);
    }
}

static void check_text(const char *text, const char *want)
{
    json_t *json = rxt_json_text(text);
    CU_ASSERT(want ? json_is_string(json) && !strcmp(json_string_value(json), want) : json_is_null(json));
    json_decref(json);
}

static void a_text_of_json_ends_between_characters(void)
{
    check_text("a\xc3\xa9", "a\xc3\xa9");
    check_text("a\xc3", "a");
    check_text("a\xf0\x9f\x98", "a");
    check_text("", "");
    check_text(NULL, NULL);
}

static void fields_of_json_are_those_that_are_there(void)
{
    static const char *const keys[] = {"b", "z", "a", NULL};
    json_t *object = json_pack("{s:s, s:i, s:n}", "a", "text", "b", 2, "c");
    json_t *part = rxt_json_fields(object, keys), *want = json_pack("{s:s, s:i}", "a", "text", "b", 2);
    CU_ASSERT(json_equal(part, want));
    CU_ASSERT_STRING_EQUAL(rxt_json_text_at(part, "a", "absent"), "text");
    CU_ASSERT_STRING_EQUAL(rxt_json_text_at(part, "b", "absent"), "absent");
    CU_ASSERT_PTR_NULL(rxt_json_text_at(part, "c", NULL));
    json_decref(want);
    json_decref(part);
    part = rxt_json_fields(NULL, keys);
    CU_ASSERT_EQUAL(json_object_size(part), 0);
    json_decref(part);
    json_decref(object);
}

static void check_clean(const char *text, const char *want)
{
    struct rxt_text once = {0}, twice = {0};
    rxt_text_add_clean(&once, text, strlen(text));
    rxt_text_add_clean(&twice, rxt_text_of(&once), once.n);
    CU_ASSERT_STRING_EQUAL(rxt_text_of(&once), want);
    CU_ASSERT_STRING_EQUAL(rxt_text_of(&twice), want);
    rxt_text_free(&once);
    rxt_text_free(&twice);
}

static void what_a_terminal_obeys_is_shown_as_an_escape(void)
{
    check_clean("plain `|<>` text, \xc3\xa9 \xe2\x94\x94 \xf0\x9f\x98\x80",
                "plain `|<>` text, \xc3\xa9 \xe2\x94\x94 \xf0\x9f\x98\x80");
    check_clean("\x1b]0;t\x07\n\t\r\x7f", "\\x1b]0;t\\x07\\n\\t\\r\\x7f");
    check_clean("\xc2\x9b"
                "31m \xe2\x80\xae \xe2\x81\xa6 \xef\xbb\xbf \xf3\xa0\x80\x81",
                "\\u009b31m \\u202e \\u2066 \\ufeff \\U000e0001");
}

static void what_is_no_utf_8_is_shown_byte_by_byte(void)
{
    check_clean("\xc0\x80 \xc0\x8a \xe0\x80\x8a \xf0\x80\x80\x8a",
                "\\xc0\\x80 \\xc0\\x8a \\xe0\\x80\\x8a \\xf0\\x80\\x80\\x8a");
    check_clean("\xed\xa0\x80 \xf4\x90\x80\x80 \xff\x80 \xe2\x82",
                "\\xed\\xa0\\x80 \\xf4\\x90\\x80\\x80 \\xff\\x80 \\xe2\\x82");
}

static void a_reason_is_clean_and_cut_between_characters(void)
{
    char text[2000];
    (void)rxt_fail(RXT_E_USAGE, "'%s' is no name", "a\x1b[31m\xff\nb");
    CU_ASSERT_STRING_EQUAL(rxt_reason(), "'a\\x1b[31m\\xff\nb' is no name");
    for (int shift = 0; shift < 3; shift++) {
        memset(text, 'a', (size_t)shift);
        for (size_t i = (size_t)shift; i + 3 < sizeof text; i += 3) {
            memcpy(text + i, "\xe2\x94\x94", 4);
        }
        (void)rxt_fail(RXT_E_USAGE, "%s", text);
        const size_t n = strlen(rxt_reason());
        CU_ASSERT(n >= 1015);
        CU_ASSERT_EQUAL((n - (size_t)shift) % 3, 0);
    }
}

static void a_name_is_letters_digits_and_few_marks(void)
{
    char longest[RXT_NAME_MOST + 2];
    memset(longest, 'a', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    CU_ASSERT_FALSE(rxt_is_name(longest));
    longest[RXT_NAME_MOST] = '\0';
    CU_ASSERT(rxt_is_name(longest));
    CU_ASSERT(rxt_is_name("lu.C-2_x+"));
    static const char *const bad[] = {"", ".", "../x", "-x", "a b", "a/b", "a\nb", "a`b", "\xc3\xa9"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        CU_ASSERT_FALSE(rxt_is_name(bad[i]));
    }
}

static void words_that_do_not_print_are_spelled_for_a_shell(void)
{
    struct rxt_text text = {0};
    rxt_text_add_quoted(&text, "a\x1b 'b'\n%");
    CU_ASSERT_STRING_EQUAL(rxt_text_of(&text), "\"$(printf 'a\\033 \\047b\\047\\012\\045')\"");
    rxt_text_free(&text);
}

static void ends_of_line_that_end_a_word_reach_a_program(void)
{
    static const char *const words[] = {"a\n", "\n", "b\x1b\n\n", "c\nd", ""};
    struct rxt_text line = {0};
    char got[64] = "";
    rxt_text_add(&line, "printf '%%s|'");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        rxt_text_add(&line, " ");
        rxt_text_add_quoted(&line, words[i]);
    }
    CU_ASSERT(rxt_is_words(rxt_text_of(&line)));
    CU_ASSERT_PTR_NULL(strchr(rxt_text_of(&line), '\n'));
    FILE *shell = popen(rxt_text_of(&line), "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(shell);
    CU_ASSERT(fread(got, 1, sizeof got - 1, shell) > 0);
    CU_ASSERT_EQUAL(pclose(shell), 0);
    CU_ASSERT_STRING_EQUAL(got, "a\n|\n|b\x1b\n\n|c\nd||");
    rxt_text_free(&line);
}

static void a_line_with_shell_syntax_is_no_words(void)
{
    static const char *const bad[] = {"a; b",
                                      "a `b`",
                                      "a $(b)",
                                      "a \"$(b)\"",
                                      "a | b",
                                      "a 'b",
                                      "a\nb",
                                      "a > b",
                                      "# a",
                                      "a $b",
                                      "a \"$(printf 'b'; c)\"",
                                      "a\\ b",
                                      "a & b",
                                      "~a",
                                      "a*"};
    struct rxt_text text = {0};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        CU_ASSERT_FALSE(rxt_is_words(bad[i]));
        rxt_text_add_quoted(&text, bad[i]);
        rxt_text_add(&text, " ");
    }
    CU_ASSERT(rxt_is_words(rxt_text_of(&text)));
    CU_ASSERT(rxt_is_words("mpirun -n 2 --map-by ppr:1:node:PE=8 -x 'A=b c' rxt"));
    rxt_text_free(&text);
}

static void json_holds_nothing_that_a_terminal_obeys(void)
{
    struct rxt_text text = {0};
    json_t *value = json_pack("{s:s}", "k", "\x1b\n\x7f\xc2\x9b\xe2\x80\xae\xf3\xa0\x80\x81\xc3\xa9");
    rxt_text_add_json(&text, value, JSON_COMPACT);
    CU_ASSERT_STRING_EQUAL(rxt_text_of(&text),
                           "{\"k\":\"\\u001B\\n\\u007F\\u009B\\u202E\\uDB40\\uDC01\xc3\xa9\"}");
    json_t *again = json_loads(rxt_text_of(&text), 0, NULL);
    CU_ASSERT(json_equal(again, value));
    json_decref(again);
    json_decref(value);
    rxt_text_free(&text);
}

static void words_are_quoted_for_a_shell(void)
{
    struct rxt_text text = {0};
    rxt_text_add_quoted(&text, "n=100");
    rxt_text_add(&text, " ");
    rxt_text_add_quoted(&text, "it's; rm");
    CU_ASSERT_STRING_EQUAL(rxt_text_of(&text), "n=100 'it'\\''s; rm'");
    rxt_text_free(&text);
}

static void quantities_have_three_digits_and_a_unit(void)
{
    char out[32];
    CU_ASSERT_STRING_EQUAL(rxt_show_s(out, sizeof out, 0.0123), "12.3 ms");
    CU_ASSERT_STRING_EQUAL(rxt_show_s(out, sizeof out, 100.0), "100 s");
    CU_ASSERT_STRING_EQUAL(rxt_show_s(out, sizeof out, 0.99999), "1.00 s");
    CU_ASSERT_STRING_EQUAL(rxt_show_bytes(out, sizeof out, 1536.0), "1.50 KiB");
}

static void a_value_that_is_not_finite_is_refused(void)
{
    const double nan_time[] = {1.0, NAN}, six[] = {6, 1, 5, 2, 4, 3};
    struct rxt_stat stat = {.n = 99};
    CU_ASSERT_EQUAL(rxt_stat_of(nan_time, 2, &stat), RXT_E_RANGE);
    CU_ASSERT_EQUAL(rxt_stat_of(six, 0, &stat), RXT_E_RANGE);
    CU_ASSERT_EQUAL(stat.n, 99);
    CU_ASSERT_EQUAL(rxt_stat_of(six, 6, &stat), RXT_OK);
    CU_ASSERT_EQUAL(stat.median, 3.5);
    CU_ASSERT_TRUE(stat.has_interval && stat.min < stat.low && stat.high < stat.max);
    CU_ASSERT_EQUAL(stat.min, 1.0);
    CU_ASSERT_EQUAL(stat.max, 6.0);
    CU_ASSERT_EQUAL(rxt_stat_of(six, 5, &stat), RXT_OK);
    CU_ASSERT_FALSE(stat.has_interval);
    CU_ASSERT_EQUAL(stat.low, stat.min);
}

static void a_digest_sees_every_byte_and_the_length(void)
{
    unsigned char bytes[100] = {0};
    const uint64_t whole = rxt_digest_bytes(RXT_DIGEST_START, bytes, sizeof bytes);
    CU_ASSERT_NOT_EQUAL(rxt_digest_bytes(RXT_DIGEST_START, bytes, 99), whole);
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] ^= 1;
        CU_ASSERT_NOT_EQUAL(rxt_digest_bytes(RXT_DIGEST_START, bytes, sizeof bytes), whole);
        bytes[i] ^= 1;
    }
    CU_ASSERT_EQUAL(rxt_digest_bytes(RXT_DIGEST_START, bytes, sizeof bytes), whole);
}

static void random_numbers_are_those_of_splitmix64(void)
{
    /* The first numbers of the reference implementation (Vigna, splitmix64.c) for seed 0. */
    static const uint64_t want[] = {UINT64_C(0xE220A8397B1DCDAF), UINT64_C(0x6E789E6AA1B965F4),
                                    UINT64_C(0x06C45D188009454F)};
    for (size_t n = 0; n < sizeof want / sizeof *want; n++) {
        CU_ASSERT_EQUAL(rxt_random_at(0, n), want[n]);
    }
    CU_ASSERT_NOT_EQUAL(rxt_random_at(1, 0), rxt_random_at(0, 1)); /* seeds are no shifted streams */
}

static void the_worst_error_has_the_largest_code(void)
{
    CU_ASSERT_EQUAL(rxt_err_status(RXT_OK), 0);
    CU_ASSERT_EQUAL(rxt_err_status(RXT_E_WRONG), 1);
    CU_ASSERT_EQUAL(rxt_err_status(RXT_E_USAGE), 2);
    CU_ASSERT_EQUAL(rxt_err_status(RXT_E_ABSENT), 3);
    CU_ASSERT_EQUAL(rxt_err_status(RXT_E_STOPPED), 130);
    CU_ASSERT_EQUAL(rxt_fail(RXT_E_INPUT, "%s", "first"), RXT_E_INPUT);
    CU_ASSERT_EQUAL(rxt_fail(RXT_E_USAGE, "then %s", rxt_reason()), RXT_E_USAGE);
    CU_ASSERT_STRING_EQUAL(rxt_reason(), "then first");
}

static char noted[64];

static void take_note(enum rxt_note_kind kind, const char *text)
{
    snprintf(noted, sizeof noted, "%d %s", (int)kind, text);
}

static void a_note_goes_to_its_taker_alone(void)
{
    rxt_notes_to(take_note);
    rxt_note(RXT_NOTE_WARNING, "%d of %s", 2, "them");
    CU_ASSERT_STRING_EQUAL(noted, "1 2 of them");
    rxt_notes_to(NULL);
    rxt_note(RXT_NOTE_PLAIN, "nobody hears");
    CU_ASSERT_STRING_EQUAL(noted, "1 2 of them");
}

static void an_age_is_told_in_one_unit(void)
{
    char out[32];
    CU_ASSERT_STRING_EQUAL(rxt_show_age(out, sizeof out, 0.5), "0 seconds ago");
    CU_ASSERT_STRING_EQUAL(rxt_show_age(out, sizeof out, 119.0), "119 seconds ago");
    CU_ASSERT_STRING_EQUAL(rxt_show_age(out, sizeof out, 120.0), "2 minutes ago");
    CU_ASSERT_STRING_EQUAL(rxt_show_age(out, sizeof out, 86400.0), "24 hours ago");
    CU_ASSERT_STRING_EQUAL(rxt_show_age(out, sizeof out, 8.7 * 86400.0), "8 days ago");
    CU_ASSERT_STRING_EQUAL(rxt_show_age(out, sizeof out, -5.0), "ahead of this clock");
    CU_ASSERT_STRING_EQUAL(rxt_show_age(out, sizeof out, NAN), "of unknown age");
}

static void a_date_is_as_far_as_the_calendar_says(void)
{
    char now[24];
    rxt_clock_date(now, sizeof now);
    const double since_s = rxt_clock_since(now);
    CU_ASSERT(since_s >= 0.0 && since_s < 3600.0);
    const double leap_s = rxt_clock_since("2024-02-28T00:00:00Z") - rxt_clock_since("2024-03-01T00:00:00Z");
    const double plain_s = rxt_clock_since("2025-02-28T12:00:00Z") - rxt_clock_since("2025-03-01T13:01:01Z");
    const double year_s = rxt_clock_since("1999-12-31T23:59:59Z") - rxt_clock_since("2000-12-31T23:59:59Z");
    CU_ASSERT_DOUBLE_EQUAL(leap_s, 2.0 * 86400.0, 5.0);
    CU_ASSERT_DOUBLE_EQUAL(plain_s, 86400.0 + 3661.0, 5.0);
    CU_ASSERT_DOUBLE_EQUAL(year_s, 366.0 * 86400.0, 5.0);
    CU_ASSERT(isnan(rxt_clock_since("")) && isnan(rxt_clock_since("2025-13-01T00:00:00Z")));
    CU_ASSERT(isnan(rxt_clock_since("2025-01-01T00:00:00Zx")) && isnan(rxt_clock_since("yesterday")));
}

/* Write one byte at a place of a file, and return its identity, as text. */
static char *identity_after(int file, const char *path, off_t at, char byte)
{
    CU_ASSERT_EQUAL_FATAL(pwrite(file, &byte, 1, at), 1);
    json_t *identity = rxt_file_identity(path);
    char *text = json_dumps(identity, JSON_ENCODE_ANY | JSON_COMPACT);
    json_decref(identity);
    return text;
}

static void a_file_is_known_by_its_bytes_and_not_by_its_date(void)
{
    const off_t ends[] = {0, (off_t)3 << 20, (off_t)300 << 20}; /* the last is read in parts */
    for (size_t i = 0; i < 3; i++) {
        char path[] = "/tmp/rxt-identity-XXXXXX";
        const struct timespec old[] = {{1, 0}, {1, 0}};
        const int file = mkstemp(path);
        char *first = identity_after(file, path, ends[i], 'a');
        CU_ASSERT_EQUAL(futimens(file, old), 0);
        char *same = identity_after(file, path, ends[i], 'a'),
             *other = identity_after(file, path, ends[i], 'b');
        char *longer = identity_after(file, path, ends[i] + 1, 0);
        CU_ASSERT_PTR_NOT_NULL(strstr(first, "\"digest\":"));
        CU_ASSERT_STRING_EQUAL(first, same);
        CU_ASSERT_STRING_NOT_EQUAL(first, other);
        CU_ASSERT_STRING_NOT_EQUAL(other, longer);
        free(first);
        free(same);
        free(other);
        free(longer);
        close(file);
        unlink(path);
    }
}

static void what_is_no_file_has_no_identity(void)
{
    char path[] = "/tmp/rxt-identity-XXXXXX/x";
    path[24] = '\0';
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(path));
    json_t *all = json_object();
    rxt_identities_add(all, path);
    CU_ASSERT_TRUE(json_is_null(json_object_get(all, path)));
    path[24] = '/';
    CU_ASSERT_EQUAL(mkfifo(path, 0600), 0);
    rxt_identities_add(all, path);
    CU_ASSERT_TRUE(json_is_null(json_object_get(all, path)));
    CU_ASSERT_EQUAL(unlink(path), 0);
    rxt_identities_add(all, path);
    CU_ASSERT_EQUAL(json_object_size(all), 2);
    path[24] = '\0';
    CU_ASSERT_EQUAL(rmdir(path), 0);
    json_decref(all);
}

/* 0, 1, 2, ...: a limit between two of them tells how far between. */
static void the_interval_of_a_median_lies_between_two_order_statistics(void)
{
    static const double sorted[] = {0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0};
    double low = -1.0, high = -1.0;
    CU_ASSERT_FALSE(rxt_median_interval(sorted, 5, 0.95, &low, &high));
    CU_ASSERT_EQUAL(low, -1.0);
    CU_ASSERT_TRUE(rxt_median_interval(sorted, 6, 0.95, &low, &high));
    CU_ASSERT_DOUBLE_EQUAL(low, 0.35714, 1e-5);
    CU_ASSERT_DOUBLE_EQUAL(high, 5.0 - 0.35714, 1e-5);
    CU_ASSERT_TRUE(rxt_median_interval(sorted, 8, 0.95, &low, &high));
    CU_ASSERT_DOUBLE_EQUAL(low, 0.93564, 1e-5);
    CU_ASSERT_DOUBLE_EQUAL(high, 7.0 - 0.93564, 1e-5);
    CU_ASSERT_TRUE(rxt_median_interval(sorted, 8, 1.0 - 1.0 / 128.0, &low, &high));
    CU_ASSERT_DOUBLE_EQUAL(low, 0.0, 1e-12); /* the level that the range just has */
}

static void the_interval_of_many_values_is_as_that_of_the_normal_distribution(void)
{
    static double sorted[4001];
    double low = 0.0, high = 0.0;
    for (size_t i = 0; i < 4001; i++) {
        sorted[i] = (double)i;
    }
    CU_ASSERT_TRUE(rxt_median_interval(sorted, 4001, 0.95, &low, &high));
    CU_ASSERT_DOUBLE_EQUAL(low, 2000.0 - 0.98 * sqrt(4001.0), 0.6);
    CU_ASSERT_DOUBLE_EQUAL(high + low, 4000.0, 1e-6);
}

static int in_order(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void the_median_of_the_means_of_pairs_is_that_of_all_written_down(void)
{
    for (size_t n = 1; n <= 12; n++) {
        double values[12], means[78];
        size_t n_means = 0;
        for (size_t i = 0; i < n; i++) {
            values[i] = (double)((i * i * 31 + n * 7) % 23) / 7.0 - 1.0;
        }
        for (size_t i = 0; i < n; i++) {
            for (size_t j = i; j < n; j++) {
                means[n_means++] = (values[i] + values[j]) / 2.0;
            }
        }
        qsort(means, n_means, sizeof *means, in_order);
        qsort(values, n, sizeof *values, in_order);
        CU_ASSERT_EQUAL(rxt_hodges_lehmann(values, n), (means[(n_means - 1) / 2] + means[n_means / 2]) / 2.0);
    }
    CU_ASSERT_TRUE(isnan(rxt_hodges_lehmann(NULL, 0)));
}

static void the_quantile_of_t_is_that_of_the_tables(void)
{
    CU_ASSERT_DOUBLE_EQUAL(rxt_t_exceeded(3.0), 2.353, 0.006);
    CU_ASSERT_DOUBLE_EQUAL(rxt_t_exceeded(4.0), 2.132, 0.0015);
    CU_ASSERT_DOUBLE_EQUAL(rxt_t_exceeded(30.0), 1.697, 0.0005);
}

CU_TestInfo test_base[] = {
    CLAIM(a_file_is_known_by_its_bytes_and_not_by_its_date),
    CLAIM(what_is_no_file_has_no_identity),
    CLAIM(an_age_is_told_in_one_unit),
    CLAIM(a_date_is_as_far_as_the_calendar_says),
    CLAIM(whole_numbers_are_read_strictly),
    CLAIM(real_numbers_and_times_are_read_strictly),
    CLAIM(limits_are_read_as_slurm_reads_them),
    CLAIM(counts_are_numbers_and_ranges_each_once),
    CLAIM(a_count_is_an_integer_of_json),
    CLAIM(a_text_of_json_ends_between_characters),
    CLAIM(fields_of_json_are_those_that_are_there),
    CLAIM(the_nearest_name_is_offered_and_a_far_one_is_not),
    CLAIM(what_a_terminal_obeys_is_shown_as_an_escape),
    CLAIM(what_is_no_utf_8_is_shown_byte_by_byte),
    CLAIM(a_reason_is_clean_and_cut_between_characters),
    CLAIM(a_name_is_letters_digits_and_few_marks),
    CLAIM(words_that_do_not_print_are_spelled_for_a_shell),
    CLAIM(a_line_with_shell_syntax_is_no_words),
    CLAIM(json_holds_nothing_that_a_terminal_obeys),
    CLAIM(words_are_quoted_for_a_shell),
    CLAIM(ends_of_line_that_end_a_word_reach_a_program),
    CLAIM(quantities_have_three_digits_and_a_unit),
    CLAIM(a_value_that_is_not_finite_is_refused),
    CLAIM(a_digest_sees_every_byte_and_the_length),
    CLAIM(random_numbers_are_those_of_splitmix64),
    CLAIM(the_worst_error_has_the_largest_code),
    CLAIM(a_note_goes_to_its_taker_alone),
    CLAIM(the_interval_of_a_median_lies_between_two_order_statistics),
    CLAIM(the_interval_of_many_values_is_as_that_of_the_normal_distribution),
    CLAIM(the_median_of_the_means_of_pairs_is_that_of_all_written_down),
    CLAIM(the_quantile_of_t_is_that_of_the_tables),
    CU_TEST_INFO_NULL,
};
