/* SPDX-License-Identifier: BSD-3-Clause
 * report_html.c - a document as one page that needs nothing else: no script, no other file, no network.
 *
 * Every text of a document passes rxt_html_add; the markup of drawings alone does not, which is our own (report_svg.h).
 */
#include "report_html.h"

#include "report_parts.h"

#include <ctype.h>
#include <string.h>

void rxt_html_add(struct rxt_text *out, const char *raw)
{
    static const char special[] = "&<>\"'";
    static const char *const shown[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
    struct rxt_text line = {0};
    rxt_text_add_line(&line, raw, strlen(raw));
    const char *text = rxt_text_of(&line);
    while (*text) {
        const size_t n = strcspn(text, special);
        rxt_text_add_bytes(out, text, n);
        text += n;
        if (*text) {
            rxt_text_add(out, "%s", shown[strchr(special, *text) - special]);
            text++;
        }
    }
    out->failed |= line.failed;
    rxt_text_free(&line);
}

/* A text within an element. */
static void add_in(const struct rxt_sheet *sheet, const char *open, const char *text, const char *close)
{
    rxt_text_add(sheet->out, "%s", open);
    rxt_html_add(sheet->out, text);
    rxt_text_add(sheet->out, "%s", close);
}

/* What a link to a section is called: its heading, with what may stand in one. */
static void add_name(struct rxt_text *out, const char *text)
{
    rxt_text_add(out, "s-");
    for (size_t i = 0; text[i] && i < 100; i++) {
        rxt_text_add(out, "%c", isalnum((unsigned char)text[i]) || strchr(".+", text[i]) ? text[i] : '-');
    }
}

static void add_title(const struct rxt_sheet *sheet, const struct rxt_block *block)
{
    add_in(sheet, "<h1>", block->entries[1].text, "</h1>\n");
}

static void add_section(const struct rxt_sheet *sheet, const struct rxt_block *block)
{
    rxt_text_add(sheet->out, "<h2 id=\"");
    add_name(sheet->out, block->entries[1].text);
    add_in(sheet, "\">", block->entries[1].text, "</h2>\n");
}

static void add_part(const struct rxt_sheet *sheet, const struct rxt_block *block)
{
    add_in(sheet, "<h3>", block->entries[1].text, "</h3>\n");
}

static void add_sentence(const struct rxt_sheet *sheet, const struct rxt_block *block)
{
    add_in(sheet, "<p>", block->entries[1].text, "</p>\n");
}

static void add_item(const struct rxt_sheet *sheet, const struct rxt_block *block)
{
    const char *label = block->entries[0].text + strspn(block->entries[0].text, " ");
    rxt_text_add(sheet->out, "<p class=\"item\">");
    if (*label) {
        add_in(sheet, "<b>", label, "</b> ");
    }
    add_in(sheet, "", block->entries[1].text, "</p>\n");
}

static void add_code(const struct rxt_sheet *sheet, const struct rxt_block *block)
{
    const char *label = block->entries[0].text + strspn(block->entries[0].text, " ");
    rxt_text_add(sheet->out, "<div class=\"code\">");
    if (*label) {
        add_in(sheet, "<b>", label, "</b>");
    }
    add_in(sheet, "<pre><code>", block->entries[1].text, "</code></pre></div>\n");
}

/* Files beside the page are named, not loaded. */
static void add_picture(const struct rxt_sheet *sheet, const struct rxt_block *block)
{
    add_in(sheet, "<p class=\"item\"><b>picture</b> ", block->entries[1].text, ": ");
    add_in(sheet, "<code>", block->entries[0].text, "</code></p>\n");
}

static void add_card(const struct rxt_sheet *sheet, const struct rxt_block *block)
{
    rxt_text_add(sheet->out, block->entries[0].text[0] ? "<article class=\"open\">\n" : "<article>\n");
    add_in(sheet, "<h2>", block->entries[1].text, "</h2>\n");
}

static void add_fold(const struct rxt_sheet *sheet, const struct rxt_block *block)
{
    add_in(sheet, "<details>\n<summary>", block->entries[1].text, "</summary>\n<div>\n");
}

static void add_drawing(const struct rxt_sheet *sheet, const struct rxt_block *block)
{
    rxt_text_add(sheet->out, "<figure>\n%s\n", block->entries[1].below ? block->entries[1].below : "");
    add_in(sheet, "<figcaption><b>", block->entries[0].text, "</b> ");
    add_in(sheet, "", block->entries[1].text, "</figcaption>\n</figure>\n");
}

/* How much slower than the best, in seven steps that a sheet of styles colours. */
static int heat_of(const struct rxt_phrase *entry)
{
    static const double bounds[] = {1.02, 1.1, 1.25, 1.5, 2.0, 4.0};
    int heat = 0;
    while (heat < 6 && entry->ratio > bounds[heat]) {
        heat++;
    }
    return heat;
}

static void open_entry(struct rxt_text *out, const struct rxt_block *table, size_t i)
{
    const struct rxt_phrase *entry = &table->entries[i];
    const char *align = table->entries[i % table->n_columns].is_number ? "num" : "";
    if (entry->is_title) {
        rxt_text_add(out, "<th scope=\"col\" class=\"%s\">", align);
    } else if (i % table->n_columns == 0) {
        rxt_text_add(out, "<th scope=\"row\">");
    } else if (entry->is_marked) {
        rxt_text_add(out, "<td class=\"%s h%d%s\">", align, heat_of(entry),
                     entry->verdict == RXT_IS_BEST ? " best" : "");
    } else {
        rxt_text_add(out, "<td class=\"%s\">", align);
    }
}

static void add_entry(const struct rxt_sheet *sheet, const struct rxt_block *table, size_t i)
{
    const struct rxt_phrase *entry = &table->entries[i];
    const char mark[] = {rxt_report_mark(entry->verdict), '\0'};
    open_entry(sheet->out, table, i);
    add_in(sheet, entry->is_code ? "<code>" : "", entry->text, entry->is_code ? "</code>" : "");
    if (entry->is_marked) {
        add_in(sheet, " <span class=\"mark\" title=\"", rxt_verdict_name(entry->verdict), "\">");
        add_in(sheet, *mark == ' ' ? "&nbsp;" : "", mark, "</span>");
    }
    if (entry->below && *entry->below) {
        add_in(sheet, "<br><small>", entry->below, "</small>");
    }
    rxt_text_add(sheet->out, entry->is_title || i % table->n_columns == 0 ? "</th>" : "</td>");
}

static void add_table(const struct rxt_sheet *sheet, const struct rxt_block *table)
{
    const size_t n = table->n_columns;
    bool is_matrix = false;
    for (size_t i = n; i < table->n; i++) {
        is_matrix |= table->entries[i].is_marked;
    }
    rxt_text_add(
        sheet->out,
        "<div class=\"wide\" role=\"region\" aria-label=\"table\" tabindex=\"0\"><table%s>\n<thead>\n",
        is_matrix ? " class=\"matrix\"" : "");
    for (size_t i = 0; i < table->n; i++) {
        rxt_text_add(sheet->out, "%s", i % n == 0 ? "<tr>" : "");
        add_entry(sheet, table, i);
        rxt_text_add(sheet->out, "%s%s", i % n + 1 == n ? "</tr>\n" : "",
                     i + 1 == n ? "</thead>\n<tbody>\n" : "");
    }
    rxt_text_add(sheet->out, "</tbody>\n</table></div>\n");
}

static void end_card(const struct rxt_sheet *sheet, const struct rxt_block *block)
{
    (void)block;
    rxt_text_add(sheet->out, "</article>\n");
}

static void end_fold(const struct rxt_sheet *sheet, const struct rxt_block *block)
{
    (void)block;
    rxt_text_add(sheet->out, "</div>\n</details>\n");
}

static bool is_apart(enum rxt_block_kind before, enum rxt_block_kind kind)
{
    (void)before;
    (void)kind;
    return false;
}

/* Links to the sections, by what stands before a colon in their headings; to those in a fold there are none. */
static void add_links(const struct rxt_sheet *sheet, const struct rxt_document *document)
{
    size_t n_folds = 0; /* that are open */
    rxt_text_add(sheet->out, "<nav aria-label=\"sections\">");
    for (size_t b = 0; b < document->n; b++) {
        const struct rxt_block *block = &document->blocks[b];
        n_folds += block->kind == RXT_BLOCK_FOLD;
        n_folds -= block->kind == RXT_BLOCK_FOLD_END;
        if (block->kind == RXT_BLOCK_SECTION && n_folds == 0) {
            const char *heading = block->entries[1].text;
            struct rxt_text name = {0};
            rxt_text_add_bytes(&name, heading, strcspn(heading, ":"));
            rxt_text_add(sheet->out, "<a href=\"#");
            add_name(sheet->out, heading);
            add_in(sheet, "\">", rxt_text_of(&name), "</a>\n");
            sheet->out->failed |= name.failed;
            rxt_text_free(&name);
        }
    }
    rxt_text_add(sheet->out, "</nav>\n");
}

/* The head, and the links. */
static void begin(const struct rxt_sheet *sheet, const struct rxt_document *document)
{
    const bool has_title = document->n > 0 && document->blocks[0].kind == RXT_BLOCK_TITLE;
    rxt_text_add(sheet->out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    add_in(sheet, "<title>", has_title ? document->blocks[0].entries[1].text : "rxt", "</title>\n");
    rxt_text_add(sheet->out, "<style>\n%s%s</style>\n</head>\n<body>\n<main>\n", rxt_html_style,
                 rxt_html_drawing_style);
    add_links(sheet, document);
}

static void end(const struct rxt_sheet *sheet)
{
    rxt_text_add(sheet->out, "</main>\n</body>\n</html>\n");
}

const struct rxt_renderer rxt_renderer_html = {.add = {[RXT_BLOCK_TITLE] = add_title,
                                                       [RXT_BLOCK_SECTION] = add_section,
                                                       [RXT_BLOCK_PART] = add_part,
                                                       [RXT_BLOCK_SENTENCE] = add_sentence,
                                                       [RXT_BLOCK_ITEM] = add_item,
                                                       [RXT_BLOCK_CODE] = add_code,
                                                       [RXT_BLOCK_PICTURE] = add_picture,
                                                       [RXT_BLOCK_CARD] = add_card,
                                                       [RXT_BLOCK_CARD_END] = end_card,
                                                       [RXT_BLOCK_FOLD] = add_fold,
                                                       [RXT_BLOCK_FOLD_END] = end_fold,
                                                       [RXT_BLOCK_DRAWING] = add_drawing,
                                                       [RXT_BLOCK_TABLE] = add_table},
                                               .is_apart = is_apart,
                                               .begin = begin,
                                               .end = end};
