/* SPDX-License-Identifier: BSD-3-Clause
 * fuzz_blur.c - a picture of any format, blurred and written again.
 */
#include "fuzz.h"

#include "rxt/picture.h"

#include <stdbool.h>
#include <stdlib.h>

/* A head may promise a gigapixel: that is right, and too slow. */
static bool is_small(const uint8_t *data, size_t n)
{
    struct rxt_picture_file *file = NULL;
    struct rxt_picture head;
    char *path = fuzz_file("picture", data, n);
    const bool small =
        rxt_picture_open(&file, path, &head) == RXT_OK && head.width <= 256 && head.height <= 256;
    rxt_picture_close(file);
    free(path);
    return small;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (is_small(data, n)) {
        fuzz_kernel("blur", "sigma=0.5", data, n);
    }
    return 0;
}
