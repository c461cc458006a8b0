/* SPDX-License-Identifier: BSD-3-Clause
 * test_document.c - every kind of block, in every renderer.
 */
#include "tests.h"

#include "report_document.h"

#include <CUnit/CUnit.h>

#include <stdio.h>
#include <string.h>

/* All ways out of a text at once: a terminal's title, ends of lines, Markdown, HTML, C1, the direction of writing. */
static const char evil[] = "a\x1b]0;t\x07\n# h\n![i](j) | `c` <b> ``` [x]: y \xc2\x9b\xe2\x80\xae\\*";

/* Render, compare, and give the document back. */
static void shows(struct rxt_document *document, const struct rxt_renderer *renderer, bool colour,
                  const char *expected)
{
    struct rxt_text text = {0};
    rxt_document_render(&text, document, renderer, &(struct rxt_screen){.colour = colour});
    CU_ASSERT_FALSE(text.failed);
    CU_ASSERT_STRING_EQUAL(rxt_text_of(&text), expected);
    if (strcmp(rxt_text_of(&text), expected) != 0) {
        printf("\n--- is\n%s--- should be\n%s", rxt_text_of(&text), expected);
    }
    rxt_text_free(&text);
}

static void both_show(struct rxt_document *document, const char *terminal, const char *markdown)
{
    shows(document, &rxt_renderer_terminal, false, terminal);
    shows(document, &rxt_renderer_markdown, false, markdown);
    rxt_document_close(document);
}

static void headings_have_three_levels_and_are_set_apart(void)
{
    struct rxt_document document = {0};
    rxt_document_add(&document, RXT_BLOCK_TITLE, NULL, "one");
    rxt_document_add(&document, RXT_BLOCK_SECTION, NULL, "two");
    rxt_document_add(&document, RXT_BLOCK_PART, NULL, "three");
    rxt_document_add(&document, RXT_BLOCK_SENTENCE, NULL, "Said %d times.", 2);
    shows(&document, &rxt_renderer_terminal, true,
          "\033[1mone\033[0m\n\n\033[1mtwo\033[0m\n\n\033[1mthree\033[0m\nSaid 2 times.\n");
    both_show(&document, "one\n\ntwo\n\nthree\nSaid 2 times.\n",
              "# one\n\n## two\n\n### three\n\nSaid 2 times.\n");
}

static void a_sentence_is_wrapped_between_words(void)
{
    struct rxt_document document = {0};
    struct rxt_text line = {0}, wrapped = {0};
    for (int i = 0; i < 30; i++) {
        rxt_text_add(&line, "%sword", i > 0 ? " " : "");
        rxt_text_add(&wrapped, "%sword", i == 0 ? "" : i == 20 ? "\n" : " ");
    }
    rxt_text_add(&wrapped, "\n\nnext\n");
    rxt_document_add_text(&document, RXT_BLOCK_SENTENCE, NULL, &line);
    rxt_document_add(&document, RXT_BLOCK_SENTENCE, NULL, "next");
    CU_ASSERT_PTR_NULL(line.bytes);
    shows(&document, &rxt_renderer_terminal, false, rxt_text_of(&wrapped));
    rxt_document_close(&document);
    rxt_text_free(&wrapped);
}

static void a_number_keeps_its_unit(void)
{
    struct rxt_document document = {0};
    struct rxt_text text = {0};
    rxt_document_add(
        &document, RXT_BLOCK_SENTENCE, NULL, "%s",
        "so it took at most, in the last round of all 62.8 ms (61.1 ms to 78.0 ms), and 97 % of those cores");
    rxt_document_render(&text, &document, &rxt_renderer_terminal, &(struct rxt_screen){.columns = 50});
    CU_ASSERT_STRING_EQUAL(rxt_text_of(&text), "so it took at most, in the last round of all\n"
                                               "62.8 ms (61.1 ms to 78.0 ms), and 97 % of those\ncores\n");
    rxt_text_free(&text);
    rxt_document_close(&document);
}

static void items_stand_behind_one_another_under_their_labels(void)
{
    struct rxt_document document = {0};
    rxt_document_add(&document, RXT_BLOCK_ITEM, "  best", "1x2 [0.9, 1.1]");
    rxt_document_add(&document, RXT_BLOCK_ITEM, NULL, "no label");
    rxt_document_add(&document, RXT_BLOCK_ITEM, "a long label", "text");
    rxt_document_add(&document, RXT_BLOCK_SENTENCE, NULL, "end");
    both_show(&document,
              "  best      1x2 [0.9, 1.1]\n            no label\na long label\n            text\n\nend\n",
              "- best: 1x2 [0.9, 1.1]\n- no label\n- a long label: text\n\nend\n");
}

static void a_command_is_never_broken_inside_quotes(void)
{
    struct rxt_document document = {0};
    rxt_document_add(&document, RXT_BLOCK_CODE, "launch",
                     "mpirun -n 4 -x NAME_OF_A_LONG_VARIABLE=1 --bind-to core -x 'words that belong to one "
                     "another' rxt");
    both_show(&document,
              "launch      mpirun -n 4 -x NAME_OF_A_LONG_VARIABLE=1 --bind-to core -x \\\n"
              "              'words that belong to one another' rxt\n",
              "```sh\nmpirun -n 4 -x NAME_OF_A_LONG_VARIABLE=1 --bind-to core -x 'words that belong to one "
              "another' rxt\n```\n");
}

static void a_picture_is_named_and_linked(void)
{
    struct rxt_document document = {0};
    rxt_document_add(&document, RXT_BLOCK_PICTURE, "scaling-pi.svg", "strong scaling of pi");
    both_show(&document, "picture     strong scaling of pi\n            scaling-pi.svg\n",
              "![strong scaling of pi](scaling-pi.svg)\n");
}

static void what_a_page_alone_has_is_a_heading_or_left_out_elsewhere(void)
{
    struct rxt_document document = {0};
    struct rxt_text markup = {0};
    rxt_document_add(&document, RXT_BLOCK_CARD, NULL, "card");
    rxt_document_add(&document, RXT_BLOCK_SENTENCE, NULL, "Said.");
    rxt_document_add(&document, RXT_BLOCK_CARD_END, NULL, "%s", "");
    rxt_text_add(&markup, "<svg></svg>");
    rxt_document_draw(&document, "drawn", "a line", &markup);
    rxt_document_add(&document, RXT_BLOCK_FOLD, NULL, "fold");
    rxt_document_add(&document, RXT_BLOCK_ITEM, "a", "b");
    rxt_document_add(&document, RXT_BLOCK_FOLD_END, NULL, "%s", "");
    both_show(&document, "card\nSaid.\n\nfold\na           b\n", "### card\n\nSaid.\n\n### fold\n\n- a: b\n");
}

static void a_table_sets_numbers_to_the_right(void)
{
    struct rxt_document document = {0};
    rxt_document_titles(&document, "name", ">n", "why", NULL);
    rxt_document_width(&document, 1, 6, 0);
    rxt_document_row(&document, "a", "12", "x", "longer", "3", "", NULL);
    both_show(&document, "name       n  why\na         12  x\nlonger     3\n",
              "| name | n | why |\n|---|--:|---|\n| a | 12 | x |\n| longer | 3 |  |\n");
}

static void a_cell_bears_the_mark_of_its_verdict(void)
{
    struct rxt_document document = {0};
    rxt_document_table(&document, 3);
    rxt_document_cell(&document, "kernel", NULL);
    rxt_document_cell(&document, "1x2", "threads")->is_number = true;
    rxt_document_cell(&document, "2x1", "ranks")->is_number = true;
    rxt_document_row(&document, "pi", NULL);
    struct rxt_phrase *best = rxt_document_cell(&document, "98 ms", "1.00x");
    best->is_marked = true;
    best->verdict = RXT_IS_BEST;
    struct rxt_phrase *wrong = rxt_document_cell(&document, "wrong", NULL);
    wrong->is_marked = true;
    wrong->verdict = RXT_IS_WRONG;
    shows(&document, &rxt_renderer_terminal, true,
          "      threads    ranks\n"
          "\033[1mkernel\033[0m\033[1m    1x2  \033[0m\033[1m    2x1  \033[0m\n"
          "pi    \033[1;32m  98 ms *\033[0m\033[1;31m  wrong !\033[0m\n"
          "      \033[2m  1.00x  \033[0m\n");
    both_show(&document,
              "      threads    ranks\nkernel    1x2      2x1\npi      98 ms *  wrong !\n        1.00x\n",
              "| kernel | 1x2<br>threads | 2x1<br>ranks |\n|---|--:|--:|\n"
              "| pi | **98 ms** \\*<br>1.00x | wrong ! |\n");
}

static void a_cell_may_be_code(void)
{
    struct rxt_document document = {0};
    rxt_document_titles(&document, "digest", NULL);
    rxt_document_cell(&document, "00ff", NULL)->is_code = true;
    rxt_document_cell(&document, "a`|b", NULL)->is_code = true;
    both_show(&document, "digest\n\n00ff\n\na`|b\n", "| digest |\n|---|\n| `00ff` |\n| a\\`\\|b |\n");
}

/* The first column stands before each part of the others, which are even. */
static void a_wide_table_is_shown_in_parts(void)
{
    struct rxt_document document = {0};
    struct rxt_text text = {0};
    rxt_document_table(&document, 10);
    for (int row = 0; row < 2; row++) {
        for (int c = 0; c < 10; c++) {
            char name[16];
            snprintf(name, sizeof name, "%c%d", row == 0 ? 't' : 'c', c);
            struct rxt_phrase *cell = rxt_document_cell(&document, name, NULL);
            cell->is_number = c > 0;
            cell->least = 20;
        }
    }
    rxt_document_render(&text, &document, &rxt_renderer_terminal, NULL);
    const char *last = strstr(rxt_text_of(&text), "\n\nt0                                    t7");
    CU_ASSERT_PTR_NOT_NULL_FATAL(last);
    CU_ASSERT_PTR_NOT_NULL(strstr(last, "t9\nc0                                    c7"));
    CU_ASSERT_PTR_NULL(strstr(last, "c6"));
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "t3\nc0"));
    rxt_text_free(&text);
    rxt_document_close(&document);
}

static size_t longest_line(const char *text)
{
    size_t longest = 0;
    for (const char *line = text; *line; line += strcspn(line, "\n") + 1) {
        const size_t n = strcspn(line, "\n");
        longest = n > longest ? n : longest;
    }
    return longest;
}

/* 0: nobody knows; what is narrower than any table is not asked for, and wide lines are hard to read. */
static void lines_are_as_long_as_the_terminal_is_wide(void)
{
    static const size_t wide[][2] = {{0, 100}, {100, 100}, {80, 80}, {60, 60}, {40, 40}, {7, 40}, {300, 100}};
    static const char prose[] =
        "which layout of this machine is the best for that work, and how sure is it, and why not the others";
    for (size_t w = 0; w < sizeof wide / sizeof *wide; w++) {
        struct rxt_document document = {0};
        struct rxt_text text = {0};
        rxt_document_add(&document, RXT_BLOCK_SECTION, NULL, "%s", prose);
        rxt_document_add(&document, RXT_BLOCK_SENTENCE, NULL, "%s", prose);
        rxt_document_add(&document, RXT_BLOCK_ITEM, "why", "%s", prose);
        rxt_document_add(&document, RXT_BLOCK_CODE, "run", "%s", prose);
        rxt_document_titles(&document, prose, ">time", ">ratio", prose, NULL);
        rxt_document_width(&document, 3, 70, 0);
        rxt_document_row(&document, prose, "1.0 ms", "1.00x", prose, NULL);
        rxt_document_render(&text, &document, &rxt_renderer_terminal,
                            &(struct rxt_screen){.columns = wide[w][0]});
        CU_ASSERT(longest_line(rxt_text_of(&text)) <= wide[w][1]);
        CU_ASSERT(longest_line(rxt_text_of(&text)) + 10 > wide[w][1]);
        rxt_text_free(&text);
        rxt_document_close(&document);
    }
}

static void prose_is_wrapped_in_its_column_and_its_rows_are_set_apart(void)
{
    struct rxt_document document = {0};
    rxt_document_titles(&document, "mode", "when", NULL);
    rxt_document_width(&document, 1, 0, 8);
    rxt_document_row(&document, "threads", "on one node", "ranks", "over several", NULL);
    both_show(&document,
              "mode     when\n\nthreads  on one\n         node\n\nranks    over\n         several\n",
              "| mode | when |\n|---|---|\n| threads | on one node |\n| ranks | over several |\n");
}

static void add_evil_blocks(struct rxt_document *document)
{
    for (enum rxt_block_kind kind = RXT_BLOCK_TITLE; kind < RXT_BLOCK_TABLE; kind++) {
        rxt_document_add(document, kind, evil, "%s", evil);
    }
    rxt_document_titles(document, evil, ">n", NULL);
    rxt_document_row(document, evil, evil, NULL);
    struct rxt_phrase *cell = rxt_document_cell(document, evil, evil);
    cell->is_marked = true;
    rxt_document_cell(document, evil, evil)->is_code = true;
}

static void no_renderer_shows_what_a_terminal_obeys(void)
{
    static const struct rxt_renderer *const renderers[] = {&rxt_renderer_terminal, &rxt_renderer_markdown};
    struct rxt_document document = {0};
    add_evil_blocks(&document);
    for (size_t r = 0; r < sizeof renderers / sizeof *renderers; r++) {
        struct rxt_text text = {0};
        rxt_document_render(&text, &document, renderers[r], NULL);
        for (const char *c = rxt_text_of(&text); *c; c++) {
            CU_ASSERT(*c == '\n' || ((unsigned char)*c >= ' ' && *c != 0x7f));
        }
        CU_ASSERT_PTR_NULL(strstr(rxt_text_of(&text), "\xc2\x9b"));
        CU_ASSERT_PTR_NULL(strstr(rxt_text_of(&text), "\xe2\x80\xae"));
        CU_ASSERT_PTR_NULL(strstr(rxt_text_of(&text), "\n# h"));
        rxt_text_free(&text);
    }
    rxt_document_close(&document);
}

static void no_block_lets_text_be_markdown(void)
{
    struct rxt_document document = {0};
    struct rxt_text text = {0};
    add_evil_blocks(&document);
    rxt_document_render(&text, &document, &rxt_renderer_markdown, NULL);
    const char *fence = strstr(rxt_text_of(&text), "\n````sh\n"),
               *end = fence ? strstr(fence, "\n````\n") : NULL;
    CU_ASSERT_PTR_NOT_NULL_FATAL(end);
    for (const char *c = rxt_text_of(&text); *c; c++) {
        const bool is_code = c > fence && c < end + 6;
        const char before = c > rxt_text_of(&text) ? c[-1] : ' ';
        CU_ASSERT(is_code || *c != '`' || before == '\\');
        CU_ASSERT(is_code || *c != '<' || before == '\\' || strncmp(c, "<br>", 4) == 0);
        CU_ASSERT(is_code || strncmp(c, "](j", 3) != 0 || before == '\\');
        CU_ASSERT(is_code || strncmp(c, "]: ", 3) != 0 || before == '\\');
    }
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "](a%5Cx1b%5D0%3Bt"));
    rxt_text_free(&text);
    rxt_document_close(&document);
}

static void a_document_that_failed_says_so_and_shows_nothing(void)
{
    struct rxt_document document = {0};
    struct rxt_text text = {0};
    rxt_document_titles(&document, "a", ">b", NULL);
    document.failed = true;
    rxt_document_width(&document, 1, 6, 0);
    rxt_document_row(&document, "c", "d", NULL);
    rxt_document_cell(&document, "e", "f")->is_code = true;
    rxt_document_add(&document, RXT_BLOCK_SENTENCE, NULL, "end");
    rxt_document_render(&text, &document, &rxt_renderer_terminal, NULL);
    CU_ASSERT_TRUE(text.failed);
    CU_ASSERT_EQUAL(text.n, 0);
    rxt_text_free(&text);
    rxt_document_close(&document);
}

CU_TestInfo test_document[] = {
    CLAIM(headings_have_three_levels_and_are_set_apart),
    CLAIM(a_sentence_is_wrapped_between_words),
    CLAIM(a_number_keeps_its_unit),
    CLAIM(items_stand_behind_one_another_under_their_labels),
    CLAIM(a_command_is_never_broken_inside_quotes),
    CLAIM(a_picture_is_named_and_linked),
    CLAIM(what_a_page_alone_has_is_a_heading_or_left_out_elsewhere),
    CLAIM(a_table_sets_numbers_to_the_right),
    CLAIM(a_cell_bears_the_mark_of_its_verdict),
    CLAIM(a_cell_may_be_code),
    CLAIM(a_wide_table_is_shown_in_parts),
    CLAIM(lines_are_as_long_as_the_terminal_is_wide),
    CLAIM(prose_is_wrapped_in_its_column_and_its_rows_are_set_apart),
    CLAIM(no_renderer_shows_what_a_terminal_obeys),
    CLAIM(no_block_lets_text_be_markdown),
    CLAIM(a_document_that_failed_says_so_and_shows_nothing),
    CU_TEST_INFO_NULL,
};
