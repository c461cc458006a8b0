/* SPDX-License-Identifier: BSD-3-Clause
 * decide_launch.c - the line that starts the best layout, to be pasted: whole, or none.
 */
#include "decide_parts.h"

#include "launch.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The shortest text that is read back as the same number. */
static void add_real(struct rxt_text *text, double value)
{
    char number[40];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(number, sizeof number, "%.*g", digits, value);
        if (!(strtod(number, NULL) < value) && !(strtod(number, NULL) > value)) {
            break;
        }
    }
    rxt_text_add(text, "%s", number);
}

static void add_param(struct rxt_text *text, const char *name, const json_t *value)
{
    struct rxt_text word = {0};
    rxt_text_add(&word, "%s=", name);
    if (json_is_string(value)) {
        rxt_text_add(&word, "%s", json_string_value(value));
    } else if (json_is_integer(value)) {
        rxt_text_add(&word, "%lld", (long long)json_integer_value(value));
    } else {
        add_real(&word, json_number_value(value));
    }
    rxt_text_add(text, " ");
    rxt_text_add_quoted(text, rxt_text_of(&word));
    text->failed |= word.failed;
    rxt_text_free(&word);
}

void rxt_launch_write(const struct rxt_study *study, struct rxt_verdict_of_kernel *k, const json_t *params)
{
    const char *line = k->best ? rxt_header_line(study->header, k->best->text) : NULL;
    struct rxt_text text = {0};
    const char *name;
    json_t *value;
    if (!line || !rxt_launch_line_is_own(line)) { /* a journal may be another's */
        return;
    }
    rxt_text_add(&text, "%s run %s", line, k->kernel);
    json_object_foreach((json_t *)params, name, value)
    {
        if (!json_is_string(value) || json_string_value(value)[0]) { /* an empty text is the preset */
            add_param(&text, name, value);
        }
    }
    rxt_text_add(&text, " --layout %s", k->best->text);
    if (!text.failed && text.n < sizeof k->launch) { /* half a line would be another command */
        memcpy(k->launch, text.bytes, text.n + 1);
    }
    rxt_text_free(&text);
}
