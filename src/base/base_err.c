/* SPDX-License-Identifier: BSD-3-Clause
 * base_err.c - the reason of the last failure, one per thread.
 */
#include "rxt/err.h"

#include "reason.h"
#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static _Thread_local char reason[1024];

/* A reason holds texts from outside (arguments, file names, what a launcher said), and goes to a terminal, a journal, a
 * report: it is made clean here. Ends of lines stay, for who prints it; a cut at the end falls between characters. */
static void keep_clean(const char *text)
{
    const size_t n = strlen(text);
    size_t n_out = 0;
    struct rxt_clean c;
    for (size_t i = 0; i < n;) {
        const bool ends_line = text[i] == '\n';
        i += rxt_clean_next(text + i, n - i, &c);
        const char *shown = ends_line ? "\n" : c.text;
        if (n_out + strlen(shown) >= sizeof reason) {
            break;
        }
        memcpy(reason + n_out, shown, strlen(shown));
        n_out += strlen(shown);
    }
    reason[n_out] = '\0';
}

enum rxt_err rxt_fail(enum rxt_err err, const char *format, ...)
{
    /* Formatted aside, since an argument may be rxt_reason() itself. */
    char text[sizeof reason];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    keep_clean(text);
    return err;
}

const char *rxt_reason(void)
{
    return reason;
}

void rxt_reason_forget(void)
{
    reason[0] = '\0';
}

const char *rxt_err_text(enum rxt_err err)
{
#define TEXT(code, status, text) [code] = text,
    static const char *const texts[] = {RXT_ERR_LIST(TEXT)};
#undef TEXT
    return texts[err];
}

int rxt_err_status(enum rxt_err err)
{
#define STATUS(code, status, text) [code] = status,
    static const int statuses[] = {RXT_ERR_LIST(STATUS)};
#undef STATUS
    return statuses[err];
}
