/* SPDX-License-Identifier: BSD-3-Clause
 * test_program_words.c - what becomes of the words of a program's user under a layout, byte by byte.
 */
#include "tests.h"

#include "program.h"

#include <stdlib.h>
#include <string.h>

static const struct rxt_layout two_by_six_by_four = {2, 6, 4, RXT_BY_SPREAD};

/* The word filled in for a layout, as asked. */
static bool fills(const struct rxt_layout *layout, const char *word, const char *want)
{
    struct rxt_text out = {0};
    const struct rxt_program_values values = rxt_program_values_of(layout);
    rxt_program_fill(word, strlen(word), &values, &out);
    const bool does = !strcmp(rxt_text_of(&out), want) && out.n == strlen(want);
    rxt_text_free(&out);
    return does;
}

static void seven_names_are_filled_in(void)
{
    CU_ASSERT(fills(&two_by_six_by_four, "{ranks} {ranks_per_node} {threads} {nodes} {cores} {p} {q}",
                    "12 6 4 2 48 3 4"));
    CU_ASSERT(fills(&two_by_six_by_four, "-n{ranks}x{threads}", "-n12x4"));
    CU_ASSERT(fills(&two_by_six_by_four, "{{ranks}}", "{12}"));
}

static void all_other_braces_and_bytes_pass(void)
{
    static const char *const words[] = {
        "",         "{",    "}",  "{}",   "{rank}", "{RANKS}",    "{ranks",         "ranks}",
        "{ ranks}", "${x}", "%s", "%n%d", "{a,b}",  "\\{threads", "\xff{\xfe}\x80", "a\nb\t;*$(:)`'\"",
        "{r}{p"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        CU_ASSERT(fills(&two_by_six_by_four, words[i], words[i]));
    }
    CU_ASSERT(fills(&two_by_six_by_four, "\xff{ranks}\xfe{",
                    "\xff"
                    "12\xfe{"));
}

static void bytes_of_a_file_may_be_zero(void)
{
    static const char file[] = "P\0{ranks}\0", want[] = "P\0"
                                                        "12\0";
    struct rxt_text out = {0};
    const struct rxt_program_values values = rxt_program_values_of(&two_by_six_by_four);
    rxt_program_fill(file, sizeof file, &values, &out);
    CU_ASSERT_EQUAL(out.n, sizeof want);
    CU_ASSERT(!memcmp(out.bytes, want, sizeof want));
    rxt_text_free(&out);
}

static void factors_are_the_squarest(void)
{
    static const long want[][3] = {{1, 1, 1},  {2, 1, 2},  {4, 2, 2},  {6, 2, 3},    {7, 1, 7},
                                   {12, 3, 4}, {16, 4, 4}, {18, 3, 6}, {128, 8, 16}, {65536, 256, 256}};
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        const struct rxt_layout layout = {1, (int)want[i][0], 1, RXT_BY_SPREAD};
        const struct rxt_program_values v = rxt_program_values_of(&layout);
        CU_ASSERT(v.p == want[i][1] && v.q == want[i][2]);
    }
}

/* Split a line, and compare with the words wanted, ended by NULL. */
static bool splits(const char *line, const char *const *want)
{
    struct rxt_words words = {0};
    bool does = rxt_program_split(line, "--subject", &words) == RXT_OK;
    size_t i = 0;
    for (; does && want[i]; i++) {
        does = i < words.n && !strcmp(words.word[i], want[i]);
    }
    does = does && i == words.n;
    rxt_words_free(&words);
    return does;
}

static void a_line_is_split_as_a_shell_does_and_no_shell_reads_it(void)
{
    CU_ASSERT(splits("./a {threads}", (const char *const[]){"./a", "{threads}", NULL}));
    CU_ASSERT(splits("  a\t'b c' \"d e\"\n", (const char *const[]){"a", "b c", "d e", NULL}));
    CU_ASSERT(splits("a '' \"\" x''y", (const char *const[]){"a", "", "", "xy", NULL}));
    CU_ASSERT(
        splits("a\\ b 'c\\d' \"e\\f\\\"\\\\\\$\"", (const char *const[]){"a b", "c\\d", "e\\f\"\\$", NULL}));
    CU_ASSERT(splits(
        "echo $HOME * ; rm & | ~ # : `x` >y",
        (const char *const[]){"echo", "$HOME", "*", ";", "rm", "&", "|", "~", "#", ":", "`x`", ">y", NULL}));
    CU_ASSERT(splits("a \xff\xfe", (const char *const[]){"a", "\xff\xfe", NULL}));
    CU_ASSERT(splits("a\\", (const char *const[]){"a\\", NULL}));
    CU_ASSERT(splits("", (const char *const[]){NULL}));
}

static void a_quote_that_is_not_closed_is_refused(void)
{
    struct rxt_words words = {0};
    CU_ASSERT_EQUAL(rxt_program_split("a 'b", "--subject", &words), RXT_E_USAGE);
    CU_ASSERT_EQUAL(rxt_program_split("a \"b\\\"", "--subject", &words), RXT_E_USAGE);
    rxt_words_free(&words);
}

static void a_word_may_be_longer_than_any_buffer(void)
{
    enum { LONG = 200000 };
    char *word = malloc(LONG + 1);
    struct rxt_words words = {0};
    memset(word, 'x', LONG);
    word[LONG] = '\0';
    CU_ASSERT_EQUAL(rxt_program_split(word, "--subject", &words), RXT_OK);
    CU_ASSERT(words.n == 1 && strlen(words.word[0]) == LONG);
    rxt_words_free(&words);
    free(word);
}

static bool takes(const char *rule, long n)
{
    bool does = false;
    CU_ASSERT_EQUAL(rxt_program_rule(rule, "--ranks", n, &does), RXT_OK);
    return does;
}

static void rules_take_what_they_say(void)
{
    CU_ASSERT(takes("square", 1) && takes("square", 16) && !takes("square", 8));
    CU_ASSERT(takes("cube", 1) && takes("cube", 27) && takes("cube", 64) && !takes("cube", 9));
    CU_ASSERT(takes("power-of-2", 1) && takes("power-of-2", 32) && !takes("power-of-2", 12));
    CU_ASSERT(takes("divides:48", 6) && takes("divides:48", 48) && !takes("divides:48", 5) &&
              !takes("divides:48", 96));
    CU_ASSERT(takes("multiple-of:4", 8) && !takes("multiple-of:4", 6) && !takes("multiple-of:4", 2));
    CU_ASSERT(takes("max:8", 8) && takes("max:8", 1) && !takes("max:8", 9));
    CU_ASSERT(takes("1,2,4-6", 5) && takes("7", 7) && !takes("1,2,4-6", 3));
}

static void what_is_no_rule_is_refused_with_the_nearest(void)
{
    static const char *const rules[] = {"",      "sqare",       "square:4",   "max:",   "max:0",
                                        "max:x", "divides:1.5", "divides:-4", "2,2",    "8-4",
                                        "0",     "1,,2x",       " 4",         "max: 4", "power-of-3"};
    bool does;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        const enum rxt_err err = rxt_program_rule(rules[i], "--ranks", 4, &does);
        CU_ASSERT(err == RXT_E_USAGE || err == RXT_E_RANGE);
        CU_ASSERT(strstr(rxt_reason(), "--ranks") != NULL);
    }
    CU_ASSERT_EQUAL(rxt_program_rule("sqare", "--ranks", 4, &does), RXT_E_USAGE);
    CU_ASSERT(strstr(rxt_reason(), "did you mean 'square'") != NULL);
}

static bool holds(const char *text, const char *want)
{
    bool does = false;
    const char *word = "";
    const struct rxt_program_values values = rxt_program_values_of(&two_by_six_by_four);
    CU_ASSERT_EQUAL(rxt_program_when(text, &values, &does, &word), RXT_OK);
    CU_ASSERT_STRING_EQUAL(word, want);
    return does;
}

static void conditions_compare_as_written(void)
{
    CU_ASSERT(holds("ranks>1:-parallel", "-parallel"));
    CU_ASSERT(holds("ranks=12:x", "x") && !holds("ranks=1:x", "x"));
    CU_ASSERT(holds("threads!=5:x", "x") && !holds("threads!=4:x", "x"));
    CU_ASSERT(holds("nodes<3:x", "x") && !holds("nodes<2:x", "x"));
    CU_ASSERT(holds("cores<=48:x", "x") && !holds("cores<=47:x", "x"));
    CU_ASSERT(holds("cores>=48:x", "x") && !holds("cores>=49:x", "x"));
    CU_ASSERT(!holds("ranks>12:x", "x"));
    CU_ASSERT(holds("ranks>1:a:b=c>d", "a:b=c>d"));
    CU_ASSERT(holds("ranks>1:", "")); /* an empty argument is one */
}

static void what_is_no_condition_is_refused(void)
{
    static const char *const texts[] = {"",         "ranks>1",     "rank>1:x",   "ranks:x",    "ranks:=1",
                                        "ranks>:x", "ranks>x:y",   ":x",         "ranks>>1:x", "ranks==1:x",
                                        "p=1:x",    "ranks > 1:x", "ranks>-1:x", "ranks>1e3:x"};
    const struct rxt_program_values values = rxt_program_values_of(&two_by_six_by_four);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        bool does;
        const char *word;
        CU_ASSERT_EQUAL(rxt_program_when(texts[i], &values, &does, &word), RXT_E_USAGE);
        CU_ASSERT(strstr(rxt_reason(), "ranks>1:-parallel") != NULL);
    }
}

CU_TestInfo test_program_words[] = {
    CLAIM(seven_names_are_filled_in),
    CLAIM(all_other_braces_and_bytes_pass),
    CLAIM(bytes_of_a_file_may_be_zero),
    CLAIM(factors_are_the_squarest),
    CLAIM(a_line_is_split_as_a_shell_does_and_no_shell_reads_it),
    CLAIM(a_quote_that_is_not_closed_is_refused),
    CLAIM(a_word_may_be_longer_than_any_buffer),
    CLAIM(rules_take_what_they_say),
    CLAIM(what_is_no_rule_is_refused_with_the_nearest),
    CLAIM(conditions_compare_as_written),
    CLAIM(what_is_no_condition_is_refused),
    CU_TEST_INFO_NULL,
};
