/* SPDX-License-Identifier: BSD-3-Clause
 * report_wrap.c - text into columns: clean, padded, cut, wrapped.
 */
#include "report_parts.h"

#include <string.h>

static bool continues(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

static bool is_blank(char c)
{
    return c == ' ';
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

void rxt_report_pad(struct rxt_text *out, const char *raw, size_t width, bool right)
{
    struct rxt_text clean = {0};
    rxt_text_add_line(&clean, raw, strlen(raw));
    const char *text = rxt_text_of(&clean);
    const size_t columns = rxt_columns(text);
    const bool cut = columns > width;
    const int blank = cut ? 0 : (int)(width - columns);
    rxt_text_add(out, "%*s", right ? blank : 0, "");
    rxt_text_add_bytes(out, text, cut ? bytes_of(text, width > 3 ? width - 3 : 0) : strlen(text));
    rxt_text_add(out, "%.*s%*s", cut ? (int)width : 0, "...", right ? 0 : blank, "");
    out->failed |= clean.failed;
    rxt_text_free(&clean);
}

const char *rxt_report_line(const char *text, size_t width, size_t *n_bytes)
{
    while (*text && is_blank(*text)) {
        text++;
    }
    size_t n = bytes_of(text, width);
    const size_t most = n;
    if (text[n]) {
        while (n > 0 && !is_blank(text[n])) {
            n--;
        }
        n = n > 0 ? n : most;
    }
    while (n > 0 && is_blank(text[n - 1])) {
        n--;
    }
    *n_bytes = n;
    return text;
}

void rxt_report_wrap(struct rxt_text *out, const char *label, size_t n_label, const char *raw)
{
    struct rxt_text clean = {0};
    size_t n = 0;
    rxt_text_add_line(&clean, raw, strlen(raw));
    rxt_report_pad(out, label, n_label, false);
    const char *text = rxt_report_line(rxt_text_of(&clean), RXT_REPORT_COLUMNS - n_label, &n);
    do {
        rxt_text_add_bytes(out, text, n);
        rxt_text_add(out, "\n");
        text = rxt_report_line(text + n, RXT_REPORT_COLUMNS - n_label, &n);
        rxt_text_add(out, "%*s", n > 0 ? (int)n_label : 0, "");
    } while (n > 0);
    out->failed |= clean.failed;
    rxt_text_free(&clean);
}

/* The bytes of the first word of a shell command: blanks inside quotes do not end it. */
static size_t shell_word(const char *text)
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

void rxt_report_wrap_command(struct rxt_text *out, const char *label, size_t n_label, const char *command)
{
    const size_t width = RXT_REPORT_COLUMNS - n_label - 2; /* room for " \" */
    size_t used = 0;
    rxt_report_pad(out, label, n_label, false);
    while (*command) {
        const size_t n = shell_word(command);
        if (used > 0 && used + 1 + n > width) {
            rxt_text_add(out, " \\\n%*s", (int)n_label + 2, "");
            used = 2;
        } else if (used > 0) {
            rxt_text_add(out, " ");
            used++;
        }
        rxt_text_add_line(out, command, n);
        used += n;
        command += n;
        command += strspn(command, " ");
    }
    rxt_text_add(out, "\n");
}
