/* SPDX-License-Identifier: BSD-3-Clause
 * test_kernel_words.c - splitting a text into words, and tables of them.
 */
#include "kernel_words.h"

#include "rxt/digest.h"
#include "rxt/isa.h"
#include "rxt/random.h"
#include "tests.h"

#include <stdlib.h>
#include <string.h>

extern CU_TestInfo test_kernel_words[];

static words_count_fn *const counters[] = {words_count_plain, RXT_AVX512_OF(words_count_avx512)};

/* The widest one is left out where the machine lacks its instructions. */
static size_t n_counters(void)
{
    return rxt_isa_choose(NULL) == RXT_ISA_AVX512 ? 2 : 1;
}

/* What a table holds, whatever the order. */
struct holds {
    uint64_t total, distinct, letters, hash;
};

static struct holds held_by(const struct words_table *t)
{
    struct holds sum = {.total = 0};
    for (size_t i = 0; i < (size_t)1 << t->bits; i++) {
        if (t->slots[i].count) {
            size_t length;
            const unsigned char *letters = words_letters(t, &t->slots[i], &length);
            sum.total += t->slots[i].count;
            sum.distinct++;
            sum.letters += t->slots[i].count * length;
            sum.hash += rxt_mix(rxt_digest_bytes(t->slots[i].count, letters, length));
        }
    }
    return sum;
}

/* Count n bytes, in memory of exactly that size, in pieces of `step`; give the count of one word too. */
static struct holds counted(size_t by, const char *text, size_t n, size_t step, const char *word,
                            uint64_t *count)
{
    struct words_table table;
    bool right = words_table_open(&table, false);
    unsigned char *bytes = malloc(n ? n : 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bytes);
    memcpy(bytes, text, n);
    for (size_t i = 0; i < n; i += step) {
        right = right && counters[by](&table, bytes, n, i, i + step < n ? i + step : n);
    }
    CU_ASSERT(right);
    const struct words_entry *e = words_table_find(&table, (const unsigned char *)word, strlen(word));
    *count = e ? e->count : 0;
    const struct holds sum = held_by(&table);
    words_table_close(&table);
    free(bytes);
    return sum;
}

static void a_word_is_counted_once_wherever_the_text_is_cut(void)
{
    static const char text[] = "The cat;the-CAT,\r\n\tthe t\xc3\xa9 42x \xff the "
                               "Sixteen-letters-Abcdefghijklmnop-abcdefghijklmnopq ABCDEFGHIJKLMNOPQ";
    static const struct {
        const char *word;
        uint64_t count;
    } words[] = {{"the", 4},
                 {"cat", 2},
                 {"t\xc3\xa9", 1},
                 {"42x", 1},
                 {"\xff", 1},
                 {"abcdefghijklmnop", 1},
                 {"abcdefghijklmnopq", 2},
                 {"ca", 0}};
    for (size_t step = 1; step <= sizeof text; step++) {
        for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
            for (size_t by = 0; by < n_counters(); by++) {
                uint64_t count;
                const struct holds all = counted(by, text, sizeof text - 1, step, words[w].word, &count);
                CU_ASSERT_EQUAL(count, words[w].count);
                CU_ASSERT_EQUAL(all.total, 14);
                CU_ASSERT_EQUAL(all.distinct, 9);
            }
        }
    }
}

static void a_text_without_words_has_none(void)
{
    uint64_t count;
    for (size_t by = 0; by < n_counters(); by++) {
        CU_ASSERT_EQUAL(counted(by, "", 0, 1, "a", &count).total, 0);
        CU_ASSERT_EQUAL(count, 0);
        CU_ASSERT_EQUAL(counted(by, " ,.;\n\n--\0/:@[`{\x7f", 16, 3, "a", &count).total, 0);
    }
}

static void a_word_longer_than_every_chunk_is_one_word(void)
{
    char text[5001];
    uint64_t count;
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    for (size_t by = 0; by < n_counters(); by++) {
        CU_ASSERT_EQUAL(counted(by, text, sizeof text - 1, 7, text, &count).total, 1);
        CU_ASSERT_EQUAL(count, 1);
    }
}

/* Words of 1 to 40 bytes of few kinds, so that some come again, at every alignment. */
static void the_variants_count_the_same_words(void)
{
    enum { BYTES = 9001, TEXTS = 60 };
    static char text[BYTES];
    uint64_t draw = 0, count[2];
    for (size_t k = 0; k < TEXTS; k++) {
        for (size_t i = 0; i < BYTES; i++) {
            const uint64_t x = rxt_random_at(3, draw++);
            text[i] = x % (4 + k % 30) == 0 ? " \n.\0"[x >> 8 & 3] : "abAB09\xc3z"[x >> 8 & 7];
        }
        const size_t n = BYTES - k, step = 1 + (size_t)(rxt_random_at(4, k) % 5000);
        const struct holds plain = counted(0, text, n, BYTES, "a", &count[0]);
        for (size_t by = 0; by < n_counters(); by++) {
            const struct holds other = counted(by, text, n, step, "a", &count[1]);
            CU_ASSERT_EQUAL(memcmp(&plain, &other, sizeof plain), 0);
            CU_ASSERT_EQUAL(count[0], count[1]);
        }
    }
}

static void only_ascii_letters_are_folded(void)
{
    for (unsigned c = 0; c < 256; c++) {
        const bool upper = c >= 'A' && c <= 'Z', other = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        CU_ASSERT_EQUAL(words_folds[(unsigned char)c], upper ? c + 32 : other || c >= 0x80 ? c : 0);
    }
}

static void a_table_keeps_its_words_while_it_grows(void)
{
    for (int of_one_shard = 0; of_one_shard < 2; of_one_shard++) {
        struct words_table table;
        size_t wrong = !words_table_open(&table, of_one_shard);
        unsigned char word[2 * WORDS_SPELLED] = {0};
        for (int pass = 0; pass < 3; pass++) {
            for (unsigned r = 0; r < WORDS_VOCABULARY; r++) {
                size_t length = words_spell(r, word);
                if (r % 8 == 0) { /* some are long */
                    memset(word + length, 'y', sizeof word - length);
                    length = sizeof word;
                }
                if (pass < 2) {
                    wrong += !words_table_add_bytes(&table, word, length, r + 1);
                } else {
                    const struct words_entry *e = words_table_find(&table, word, length);
                    wrong += !e || e->count != 2 * (r + 1);
                }
            }
        }
        CU_ASSERT_EQUAL(held_by(&table).distinct, WORDS_VOCABULARY); /* all spellings differ */
        CU_ASSERT_EQUAL(wrong, 0);
        words_table_clear(&table);
        CU_ASSERT_PTR_NULL(words_table_find(&table, (const unsigned char *)"ta", 2));
        CU_ASSERT_EQUAL(held_by(&table).distinct, 0);
        words_table_close(&table);
    }
}

static void the_draws_are_what_the_generated_text_holds(void)
{
    enum { BYTES = 4001, BLOCK = 3 };
    char text[BYTES + 1] = {0};
    uint64_t *draws = calloc(WORDS_VOCABULARY, sizeof *draws), n_drawn = 0, count;
    CU_ASSERT_PTR_NOT_NULL_FATAL(draws);
    words_sample_fill((unsigned char *)text, BYTES, 7, BLOCK);
    words_sample_draws(draws, BYTES, 7, BLOCK);
    for (size_t r = 0; r < WORDS_VOCABULARY; r++) {
        n_drawn += draws[r];
    }
    CU_ASSERT_EQUAL(strlen(text), BYTES);
    CU_ASSERT_EQUAL(words_folds[(unsigned char)text[BYTES - 1]], 0);
    CU_ASSERT_EQUAL(counted(0, text, BYTES, BYTES, "ta", &count).total, n_drawn);
    CU_ASSERT_EQUAL(count, draws[1]);
    CU_ASSERT(n_drawn > BYTES / 20);
    free(draws);
}

CU_TestInfo test_kernel_words[] = {
    CLAIM(a_word_is_counted_once_wherever_the_text_is_cut),
    CLAIM(a_text_without_words_has_none),
    CLAIM(a_word_longer_than_every_chunk_is_one_word),
    CLAIM(the_variants_count_the_same_words),
    CLAIM(only_ascii_letters_are_folded),
    CLAIM(a_table_keeps_its_words_while_it_grows),
    CLAIM(the_draws_are_what_the_generated_text_holds),
    CU_TEST_INFO_NULL,
};
