/* SPDX-License-Identifier: BSD-3-Clause
 * base_err.c - the reason of the last failure, one per thread.
 */
#include "rxt/err.h"

#include <stdarg.h>
#include <stdio.h>

static _Thread_local char reason[1024];

enum rxt_err rxt_fail(enum rxt_err err, const char *format, ...)
{
    /* Formatted aside, since an argument may be rxt_reason() itself. */
    char text[sizeof reason];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    snprintf(reason, sizeof reason, "%s", text);
    return err;
}

const char *rxt_reason(void)
{
    return reason;
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
