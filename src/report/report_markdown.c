/* SPDX-License-Identifier: BSD-3-Clause
 * report_markdown.c - a document as Markdown; what Markdown or HTML would take for more than text is escaped.
 */
#include "report_parts.h"

#include <ctype.h>
#include <string.h>

static void add_escaped(struct rxt_text *out, const char *text, const char *also)
{
    for (const char *c = text; *c; c++) {
        /* No link, reference or definition without what may follow a bracket; an interval stays as it is. */
        const bool is_link = *c == ']' && c[1] && strchr("([:", c[1]);
        const bool is_special = is_link || strchr("|\\`*_<>#~&$", *c) || strchr(also, *c);
        rxt_text_add(out, "%s%c", is_special ? "\\" : "", *c);
    }
}

static bool is_apart(enum rxt_block_kind before, enum rxt_block_kind kind)
{
    return before != RXT_BLOCK_ITEM || kind != RXT_BLOCK_ITEM;
}

/* A heading, a sentence, an item. */
static void add_text(const struct rxt_sheet *sheet, const struct rxt_block *block)
{
    static const char *const before[] = {
        [RXT_BLOCK_TITLE] = "# ",  [RXT_BLOCK_SECTION] = "## ", [RXT_BLOCK_PART] = "### ",
        [RXT_BLOCK_SENTENCE] = "", [RXT_BLOCK_ITEM] = "- ",     [RXT_BLOCK_CARD] = "### ",
        [RXT_BLOCK_FOLD] = "### "};
    const char *label = block->entries[0].text + strspn(block->entries[0].text, " ");
    rxt_text_add(sheet->out, "%s", before[block->kind]);
    add_escaped(sheet->out, label, "[]");
    rxt_text_add(sheet->out, "%s", *label ? ": " : "");
    add_escaped(sheet->out, block->entries[1].text, "");
    rxt_text_add(sheet->out, "\n");
}

/* Between fences that are longer than any in it. */
static void add_code(const struct rxt_sheet *sheet, const struct rxt_block *block)
{
    const char *line = block->entries[1].text;
    struct rxt_text fence = {0};
    size_t n = 0;
    rxt_text_add(&fence, "```");
    for (const char *c = line; *c; c++) {
        n = *c == '`' ? n + 1 : 0;
        rxt_text_add(&fence, "%s", n >= fence.n ? "`" : "");
    }
    rxt_text_add(sheet->out, "%ssh\n%s\n%s\n", rxt_text_of(&fence), line, rxt_text_of(&fence));
    sheet->out->failed |= fence.failed;
    rxt_text_free(&fence);
}

static void add_picture(const struct rxt_sheet *sheet, const struct rxt_block *block)
{
    rxt_text_add(sheet->out, "![");
    add_escaped(sheet->out, block->entries[1].text, "[]");
    rxt_text_add(sheet->out, "](");
    for (const char *c = block->entries[0].text; *c; c++) {
        rxt_text_add(sheet->out, isalnum((unsigned char)*c) || strchr("._+-", *c) ? "%c" : "%%%02X",
                     (unsigned char)*c);
    }
    rxt_text_add(sheet->out, ")\n");
}

static void add_entry(struct rxt_text *out, const struct rxt_phrase *entry)
{
    const char mark[] = {' ', rxt_report_mark(entry->verdict), '\0'};
    const char *around = entry->is_marked && entry->verdict == RXT_IS_BEST ? "**"
                         : entry->is_code && !strpbrk(entry->text, "`|\\") ? "`"
                                                                           : "";
    rxt_text_add(out, " %s", around);
    add_escaped(out, entry->text, "");
    rxt_text_add(out, "%s", around);
    add_escaped(out, entry->is_marked ? mark : "", "");
    if (entry->below && *entry->below) {
        rxt_text_add(out, "<br>");
        add_escaped(out, entry->below, "");
    }
    rxt_text_add(out, " |");
}

static void add_table(const struct rxt_sheet *sheet, const struct rxt_block *table)
{
    for (size_t i = 0; i < table->n; i++) {
        const size_t n = table->n_columns;
        rxt_text_add(sheet->out, "%s", i % n == 0 ? "|" : "");
        add_entry(sheet->out, &table->entries[i]);
        rxt_text_add(sheet->out, "%s", i % n + 1 == n ? "\n" : "");
        for (size_t c = 0; i + 1 == n && c < n; c++) {
            rxt_text_add(sheet->out, "%s%s%s", c == 0 ? "|" : "",
                         table->entries[c].is_number ? "--:|" : "---|", c + 1 == n ? "\n" : "");
        }
    }
}

const struct rxt_renderer rxt_renderer_markdown = {.add = {[RXT_BLOCK_TITLE] = add_text,
                                                           [RXT_BLOCK_SECTION] = add_text,
                                                           [RXT_BLOCK_PART] = add_text,
                                                           [RXT_BLOCK_SENTENCE] = add_text,
                                                           [RXT_BLOCK_ITEM] = add_text,
                                                           [RXT_BLOCK_CODE] = add_code,
                                                           [RXT_BLOCK_PICTURE] = add_picture,
                                                           [RXT_BLOCK_CARD] = add_text,
                                                           [RXT_BLOCK_FOLD] = add_text,
                                                           [RXT_BLOCK_TABLE] = add_table},
                                                   .is_apart = is_apart};
