/* SPDX-License-Identifier: BSD-3-Clause
 * test_bytes.c - bytes of any kind come back from JSON and from letters as they were.
 */
#include "tests.h"

#include "bytes.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>

static void check_json(const char *bytes, size_t n, const char *text)
{
    struct rxt_text back = {0};
    json_t *json = rxt_bytes_to_json(bytes, n);
    CU_ASSERT_PTR_NOT_NULL_FATAL(json);
    if (text) {
        CU_ASSERT_STRING_EQUAL(json_string_value(json), text);
    }
    CU_ASSERT_TRUE(rxt_bytes_from_json(json, &back));
    CU_ASSERT_EQUAL(back.n, n);
    CU_ASSERT(back.n == n && !memcmp(rxt_text_of(&back), bytes, n));
    rxt_text_free(&back);
    json_decref(json);
}

static void a_text_of_json_stands_for_one_string_of_bytes(void)
{
    char all[512];
    for (int i = 0; i < 512; i++) {
        all[i] = (char)(i < 256 ? i : 511 - i);
    }
    check_json(all, sizeof all, NULL);
    check_json("", 0, "");
    check_json("a\\x41", 5, "a\\\\x41");
    check_json("\xff\xc3\xa4\xc3", 4, "\\xff\xc3\xa4\\xc3");
    check_json("\0", 1, "\\x00");
    check_json("\xed\xa0\x80\xc0\x80", 5, "\\xed\\xa0\\x80\\xc0\\x80");
}

static void a_backslash_that_begins_nothing_is_refused(void)
{
    static const char *const wrong[] = {"\\", "\\x", "\\x4", "\\xg0", "\\xFF", "\\n", "a\\"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct rxt_text out = {0};
        json_t *json = json_string(wrong[i]);
        CU_ASSERT_FALSE(rxt_bytes_from_json(json, &out));
        rxt_text_free(&out);
        json_decref(json);
    }
    struct rxt_text out = {0};
    json_t *number = json_integer(7);
    CU_ASSERT_FALSE(rxt_bytes_from_json(number, &out));
    CU_ASSERT_FALSE(rxt_bytes_from_json(NULL, &out));
    json_decref(number);
}

static void letters_bring_back_bytes_of_any_length(void)
{
    char bytes[300];
    for (size_t n = 0; n < sizeof bytes; n++) {
        struct rxt_text letters = {0}, back = {0};
        bytes[n] = (char)(n * 151 + 7);
        rxt_bytes_to_letters(bytes, n, &letters);
        CU_ASSERT_EQUAL(
            strspn(rxt_text_of(&letters), "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
            letters.n);
        CU_ASSERT_TRUE(rxt_bytes_from_letters(rxt_text_of(&letters), letters.n, &back));
        CU_ASSERT(back.n == n && !memcmp(rxt_text_of(&back), bytes, n));
        rxt_text_free(&letters);
        rxt_text_free(&back);
    }
}

static void letters_of_nobody_are_refused(void)
{
    static const char *const wrong[] = {"A",   "AAAAA", "AA=",  "A A",       "AB",
                                        "AAB", "AA+A",  "AA/A", "\xc3\xa4xx"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct rxt_text out = {0};
        CU_ASSERT_FALSE(rxt_bytes_from_letters(wrong[i], strlen(wrong[i]), &out));
        rxt_text_free(&out);
    }
    struct rxt_text out = {0};
    CU_ASSERT_FALSE(rxt_bytes_from_letters("AA\0A", 4, &out));
    rxt_text_free(&out);
}

static void a_word_of_any_length_is_kept_whole(void)
{
    struct rxt_words words = {0};
    char *text = malloc(100001);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    memset(text, 'x', 100000);
    text[100000] = '\0';
    rxt_words_add(&words, "%s", text);
    rxt_words_add(&words, "%s", "");
    CU_ASSERT_EQUAL(words.n, 2);
    CU_ASSERT_STRING_EQUAL(words.word[0], text);
    CU_ASSERT_STRING_EQUAL(words.word[1], "");
    CU_ASSERT_PTR_NULL(words.word[2]);
    rxt_words_free(&words);
    free(text);
}

CU_TestInfo test_bytes[] = {CLAIM(a_text_of_json_stands_for_one_string_of_bytes),
                            CLAIM(a_backslash_that_begins_nothing_is_refused),
                            CLAIM(letters_bring_back_bytes_of_any_length),
                            CLAIM(letters_of_nobody_are_refused),
                            CLAIM(a_word_of_any_length_is_kept_whole),
                            CU_TEST_INFO_NULL};
