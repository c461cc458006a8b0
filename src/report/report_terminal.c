/* SPDX-License-Identifier: BSD-3-Clause
 * report_terminal.c - a document for a terminal, of 100 columns or as many as it has; escapes, for colour alone, if they are
 * asked for.
 *
 * All but a command is rows of lanes side by side: a sentence is a row of one lane, an item of two.
 */
#include "report_parts.h"

#include <stdlib.h>
#include <string.h>

enum { WIDE = 100, NARROW = 40, LABEL = 10, GAP = 2 };

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t wide(const struct rxt_sheet *sheet)
{
    const size_t columns = sheet->screen.columns;
    return columns == 0 ? WIDE : smaller(larger(columns, NARROW), WIDE);
}

/* Set to the left behind a gap, or to the right within its width; marks stand behind it. */
struct lane {
    size_t width, gap;
    bool is_number, is_marked;
    const char *text, *then, *paint; /* what it shows, wrapped, and below that */
    size_t n_bytes;                  /* of its line; 0: there is none */
};

static bool continues(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

static size_t columns_of(const char *text, size_t n_bytes)
{
    size_t columns = 0;
    for (size_t i = 0; i < n_bytes; i++) {
        columns += !continues(text[i]);
    }
    return columns;
}

/* The bytes that the first width columns of text take. */
static size_t bytes_of(const char *text, size_t width)
{
    size_t n = 0, columns = 0;
    while (text[n] && (continues(text[n]) || columns < width)) {
        columns += !continues(text[n]);
        n++;
    }
    return n;
}

/* Not between a number and its unit. */
static bool may_break(const char *text, size_t at)
{
    static const char *const units[] = {"%", "s", "ms", "us", "ns"};
    const char *word = text + at + strspn(text + at, " ");
    const size_t n = strcspn(word, " ,;:)");
    bool is_unit = false;
    for (size_t u = 0; u < sizeof units / sizeof *units; u++) {
        is_unit |= n == strlen(units[u]) && memcmp(word, units[u], n) == 0;
    }
    return text[at] == ' ' && !(is_unit && at > 0 && text[at - 1] >= '0' && text[at - 1] <= '9');
}

/* The next line of at most width columns, between words if possible; *n_bytes is 0 at the end. */
static const char *next_line(const char *text, size_t width, size_t *n_bytes)
{
    text += strspn(text, " ");
    size_t n = bytes_of(text, width);
    const size_t most = n;
    if (text[n]) {
        while (n > 0 && !may_break(text, n)) {
            n--;
        }
        n = n > 0 ? n : most;
    }
    while (n > 0 && text[n - 1] == ' ') {
        n--;
    }
    *n_bytes = n;
    return text;
}

static const char *paint_of(const struct rxt_phrase *entry)
{
    static const char *const paints[] = {
        [RXT_IS_BEST] = "\033[1;32m", [RXT_IS_EQUAL] = "\033[32m",   [RXT_IS_UNDECIDED] = "\033[33m",
        [RXT_IS_OUT] = NULL,          [RXT_IS_DROPPED] = NULL,       [RXT_IS_OPEN] = "\033[33m",
        [RXT_IS_PLAIN] = NULL,        [RXT_IS_WRONG] = "\033[1;31m", [RXT_IS_FAILED] = "\033[31m",
        [RXT_IS_NOT_RUN] = NULL};
    return entry->is_title ? "\033[1m" : entry->is_marked ? paints[entry->verdict] : NULL;
}

/* Go on to the next line. */
static void advance(struct lane *lane)
{
    lane->text = next_line(lane->text + lane->n_bytes, lane->width, &lane->n_bytes);
    if (lane->n_bytes == 0 && lane->then) {
        lane->text = next_line(lane->then, lane->width, &lane->n_bytes);
        lane->then = NULL;
        lane->paint = "\033[2m";
    }
}

static void begin(struct lane *lane, const struct rxt_phrase *entry, bool is_over)
{
    lane->text = is_over ? entry->below ? entry->below : "" : entry->text;
    lane->then = entry->is_title ? NULL : entry->below;
    lane->paint = is_over ? NULL : paint_of(entry);
    lane->n_bytes = 0;
    advance(lane);
}

static void add_line(const struct rxt_sheet *sheet, const struct lane *lane, char mark)
{
    const bool is_painted = sheet->screen.colour && lane->paint && lane->n_bytes > 0;
    const int blank = (int)(lane->width - columns_of(lane->text, lane->n_bytes));
    rxt_text_add(sheet->out, "%*s%s%*s", (int)lane->gap, "", is_painted ? lane->paint : "",
                 lane->is_number ? blank : 0, "");
    rxt_text_add_bytes(sheet->out, lane->text, lane->n_bytes);
    if (lane->is_marked) {
        rxt_text_add(sheet->out, " %c", mark);
    }
    rxt_text_add(sheet->out, "%s%*s", is_painted ? "\033[0m" : "", lane->is_number ? 0 : blank, "");
}

/* One row of the first lane, and n of the others from `first` on, or of what stands over it: as many lines as its longest
 * entry takes. */
static void add_row(const struct rxt_sheet *sheet, const struct rxt_phrase *row, struct lane *lanes,
                    size_t first, size_t n, bool is_over)
{
    struct rxt_text *out = sheet->out;
    bool is_open = true;
    for (size_t at = 0; is_open; at++) {
        is_open = false;
        for (size_t c = 0; c < first + n; c = c == 0 ? first : c + 1) {
            if (at == 0) {
                begin(&lanes[c], &row[c], is_over);
            }
            add_line(sheet, &lanes[c], at == 0 && row[c].is_marked ? rxt_report_mark(row[c].verdict) : ' ');
            advance(&lanes[c]);
            is_open |= lanes[c].n_bytes > 0;
        }
        while (out->n > 0 && out->bytes[out->n - 1] == ' ') {
            out->bytes[--out->n] = '\0';
        }
        rxt_text_add(out, "\n");
    }
}

static bool is_heading(enum rxt_block_kind kind)
{
    return kind <= RXT_BLOCK_PART || kind == RXT_BLOCK_CARD || kind == RXT_BLOCK_FOLD;
}

/* A heading, or a sentence. */
static void add_text(const struct rxt_sheet *sheet, const struct rxt_block *block)
{
    struct rxt_phrase entry = block->entries[1];
    entry.is_title = is_heading(block->kind);
    add_row(sheet, &entry, &(struct lane){.width = wide(sheet)}, 1, 0, false);
}

/* What a label is set in by is no part of it, so that it stays; one too long for its lane has a line of its own. */
static void add_item(const struct rxt_sheet *sheet, const struct rxt_block *block)
{
    const size_t in = smaller(strspn(block->entries[0].text, " "), GAP);
    struct lane lanes[] = {{.gap = in, .width = LABEL - in},
                           {.width = wide(sheet) - LABEL - GAP, .gap = GAP}};
    struct rxt_phrase row[] = {block->entries[0], block->entries[1]};
    if (rxt_columns(row[0].text) > LABEL) {
        add_row(sheet, row, &(struct lane){.width = wide(sheet)}, 1, 0, false);
        row[0].text = "";
    }
    add_row(sheet, row, lanes, 1, 1, false);
}

/* The bytes of the first word of a shell command: blanks inside quotes do not end it. */
static size_t word_of(const char *text)
{
    char quote = '\0';
    size_t n = 0;
    for (; text[n] && (quote || text[n] != ' '); n++) {
        if (text[n] == '\\' && quote != '\'' && text[n + 1]) {
            n++;
        } else if (text[n] == quote) {
            quote = '\0';
        } else if (!quote && (text[n] == '\'' || text[n] == '"')) {
            quote = text[n];
        }
    }
    return n;
}

/* Broken between words outside quotes, with a backslash. */
static void add_code(const struct rxt_sheet *sheet, const struct rxt_block *block)
{
    const size_t width = wide(sheet) - LABEL - GAP - 2; /* room for " \" */
    size_t used = 0, n = 0;
    rxt_text_add(sheet->out, "%-*s", LABEL + GAP, block->entries[0].text);
    for (const char *word = block->entries[1].text; *word; word += n + strspn(word + n, " ")) {
        n = word_of(word);
        const size_t columns = columns_of(word, n);
        const bool is_full = used > 0 && used + 1 + columns > width;
        rxt_text_add(sheet->out, is_full ? " \\\n%*s" : "%*s", is_full ? LABEL + GAP + 2 : used > 0, "");
        rxt_text_add_bytes(sheet->out, word, n);
        used = (is_full ? 2 : used + (used > 0)) + columns;
    }
    rxt_text_add(sheet->out, "\n");
}

static void add_picture(const struct rxt_sheet *sheet, const struct rxt_block *block)
{
    struct rxt_phrase row[] = {{.text = "picture"},
                               {block->entries[1].text, .below = block->entries[0].text}};
    add_item(sheet, &(struct rxt_block){.entries = row});
}

/* As wide as the longest entry, within what the title allows; where there are marks, all numbers take the same. */
static void measure(struct lane *lanes, const struct rxt_block *table, size_t room)
{
    const size_t most = room / 2 - GAP; /* so that two stand beside each other */
    const size_t n = table->n_columns;
    size_t widest = 0;
    bool is_marked = false;
    for (size_t i = 0; i < table->n; i++) {
        const struct rxt_phrase *entry = &table->entries[i];
        const size_t below = entry->below ? rxt_columns(entry->below) : 0;
        lanes[i % n].width = larger(lanes[i % n].width, larger(rxt_columns(entry->text), below));
        is_marked |= entry->is_marked;
    }
    for (size_t c = 0; c < n; c++) {
        const struct rxt_phrase *title = &table->entries[c];
        const size_t width = smaller(lanes[c].width, title->most > 0 ? smaller(title->most, most) : most);
        lanes[c] = (struct lane){.width = larger(width, smaller(title->least, most)),
                                 .gap = c > 0 && !title->is_number ? GAP : 0,
                                 .is_number = title->is_number,
                                 .is_marked = is_marked && title->is_number};
        widest = title->is_number ? larger(widest, lanes[c].width) : widest;
    }
    for (size_t c = 0; c < n; c++) {
        lanes[c].width = lanes[c].is_marked ? widest : lanes[c].width;
    }
}

/* How many lanes stand beside the first: all, or where those are too wide as many as make the fewest parts, and even ones. */
static size_t count_at_once(const struct lane *lanes, size_t n_columns, size_t room)
{
    const size_t n = n_columns - 1;
    size_t sum = lanes[0].width, widest = 1;
    for (size_t c = 1; c <= n; c++) {
        const size_t width = lanes[c].gap + lanes[c].width + (lanes[c].is_marked ? GAP : 0);
        sum += width;
        widest = larger(widest, width);
    }
    const size_t most = larger(1, sum <= room ? n : (room - lanes[0].width) / widest);
    const size_t n_parts = larger(1, (n + most - 1) / most);
    return larger(1, (n + n_parts - 1) / n_parts);
}

static void add_table(const struct rxt_sheet *sheet, const struct rxt_block *table)
{
    const size_t n = table->n_columns;
    struct lane *lanes = calloc(n, sizeof *lanes);
    if (!lanes) {
        sheet->out->failed = true;
        return;
    }
    measure(lanes, table, wide(sheet));
    const size_t at_once = count_at_once(lanes, n, wide(sheet));
    bool is_prose = true, has_over = false;
    for (size_t c = 0; c < n; c++) {
        is_prose &= !lanes[c].is_number;
        has_over |= table->entries[c].below != NULL;
    }
    for (size_t first = 1; first == 1 || first < n; first += at_once) {
        const size_t n_here = smaller(at_once, n - first);
        rxt_text_add(sheet->out, "%s", first > 1 ? "\n" : "");
        if (has_over) {
            add_row(sheet, table->entries, lanes, first, n_here, true);
        }
        for (size_t at = 0; at < table->n; at += n) {
            rxt_text_add(sheet->out, "%s", at > 0 && is_prose ? "\n" : "");
            add_row(sheet, table->entries + at, lanes, first, n_here, false);
        }
    }
    free(lanes);
}

static bool is_apart(enum rxt_block_kind before, enum rxt_block_kind kind)
{
    const bool are_listed = (before == RXT_BLOCK_ITEM || before == RXT_BLOCK_CODE) &&
                            (kind == RXT_BLOCK_ITEM || kind == RXT_BLOCK_CODE);
    return is_heading(kind) || (!is_heading(before) && !are_listed);
}

const struct rxt_renderer rxt_renderer_terminal = {.add = {[RXT_BLOCK_TITLE] = add_text,
                                                           [RXT_BLOCK_SECTION] = add_text,
                                                           [RXT_BLOCK_PART] = add_text,
                                                           [RXT_BLOCK_SENTENCE] = add_text,
                                                           [RXT_BLOCK_ITEM] = add_item,
                                                           [RXT_BLOCK_CODE] = add_code,
                                                           [RXT_BLOCK_PICTURE] = add_picture,
                                                           [RXT_BLOCK_CARD] = add_text,
                                                           [RXT_BLOCK_FOLD] = add_text,
                                                           [RXT_BLOCK_TABLE] = add_table},
                                                   .is_apart = is_apart};
