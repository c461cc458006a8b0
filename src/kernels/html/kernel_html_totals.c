/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_html_totals.c - what pages hold: added, compared, written.
 */
#include "kernel_html_totals.h"

enum { NUMBERS = sizeof(struct html_totals) / sizeof(uint64_t) };

static void name_number(char *out, size_t room, size_t number)
{
    static const char *const names[] = {"pages", "doctypes",  "comments",   "end tags",     "attributes",
                                        "links", "link hash", "text bytes", "script bytes", "other hash"};
    const size_t first_tag = offsetof(struct html_totals, tags) / sizeof(uint64_t);
    if (number < first_tag) {
        snprintf(out, room, "%s", names[number]);
    } else {
        snprintf(out, room, "<%s>", html_tag_name((enum html_tag)(number - first_tag)));
    }
}

void html_totals_add(struct html_totals *a, const struct html_totals *b)
{
    uint64_t *sums = &a->pages;
    const uint64_t *numbers = &b->pages;
    for (size_t i = 0; i < NUMBERS; i++) {
        sums[i] += numbers[i];
    }
}

enum rxt_err html_totals_compare(const struct html_totals *counted, const struct html_totals *wanted)
{
    const uint64_t *numbers = &counted->pages, *right = &wanted->pages;
    for (size_t i = 0; i < NUMBERS; i++) {
        if (numbers[i] != right[i]) {
            char name[32];
            name_number(name, sizeof name, i);
            return rxt_fail(RXT_E_WRONG, "html: %s: %llu were counted, not %llu", name,
                            (unsigned long long)numbers[i], (unsigned long long)right[i]);
        }
    }
    return RXT_OK;
}

bool html_totals_write(FILE *file, const void *totals)
{
    const uint64_t *numbers = totals;
    bool written = true;
    for (size_t i = 0; i < NUMBERS && written; i++) {
        char name[32];
        name_number(name, sizeof name, i);
        written = fprintf(file, "%llu\t%s\n", (unsigned long long)numbers[i], name) > 0;
    }
    return written;
}
