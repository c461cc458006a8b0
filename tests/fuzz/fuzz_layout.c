/* SPDX-License-Identifier: BSD-3-Clause
 * fuzz_layout.c - the text of a layout: what is accepted reads back as it was written.
 */
#include "fuzz.h"

#include "layout.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct rxt_layout layout, again;
    char *text = fuzz_text(data, n), written[RXT_LAYOUT_BYTES];
    if (rxt_layout_parse(text, &layout) == RXT_OK) {
        const enum rxt_err err = rxt_layout_parse(rxt_layout_text(&layout, written, sizeof written), &again);
        fuzz_claim(err == RXT_OK && rxt_layout_equal(&layout, &again), "a layout reads back");
    }
    free(text);
    return 0;
}
