/* SPDX-License-Identifier: BSD-3-Clause
 * cli_before.c - what a study did for a program that no line to paste does.
 */
#include "cli.h"
#include "cli_decision.h"

#include "bytes.h"
#include "text.h"

/* Words as a shell takes them. */
static void add_quoted(const json_t *list, struct rxt_text *out)
{
    const json_t *value;
    size_t i;
    json_array_foreach(list, i, value)
    {
        struct rxt_text word = {0};
        rxt_text_add(out, "%s", i > 0 ? " " : "");
        if (rxt_bytes_from_json(value, &word)) {
            rxt_text_add_quoted(out, rxt_text_of(&word));
        }
        rxt_text_free(&word);
    }
}

/* One member of a definition, a text or a list of them; "": there is none. */
static void take(const json_t *definition, const char *field, struct rxt_text *out)
{
    const json_t *value = json_object_get(definition, field);
    json_t *list = json_is_string(value) ? json_pack("[O]", value) : json_incref((json_t *)(uintptr_t)value);
    rxt_text_free(out);
    add_quoted(list, out);
    json_decref(list);
}

void rxt_choice_say_before(const struct rxt_choice *choice)
{
    static const struct {
        const char *field, *before, *behind;
    } said[] = {
        {"workdir", "the study ran in ", ": go there before"},
        {"prepare", "the study prepared each number of ranks by ",
         ": run it before, filled in for the layout"},
        {"stdin_file", "rank 0 read ", " in the study: put '<' and its name behind the line"},
    };
    const json_t *definition = json_object_get(choice->row, "definition");
    struct rxt_text text = {0};
    const json_t *templates = json_object_get(choice->row, "templates");
    const char *first = json_string_value(json_array_get(templates, 0));
    if (json_array_size(templates) > 0) {
        rxt_say("rxt: warning: ",
                "the study filled in %s for each layout, and no line does: fill it in for %s before",
                first ? first : "its templates", choice->text);
    }
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        take(definition, said[i].field, &text);
        if (text.n > 0) {
            rxt_say("rxt: warning: ", "%s%s%s", said[i].before, rxt_text_of(&text), said[i].behind);
        }
    }
    rxt_text_free(&text);
}
