/* SPDX-License-Identifier: BSD-3-Clause
 * fuzz_picture.c - every row of a picture, PGM, PPM or PNG.
 */
#include "fuzz.h"

#include "rxt/picture.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct rxt_picture_file *file = NULL;
    struct rxt_picture head;
    char *path = fuzz_file("picture", data, n);
    if (rxt_picture_open(&file, path, &head) == RXT_OK && head.width <= 65536 && head.height <= 65536) {
        void *row = malloc(head.width * (size_t)head.channels * (size_t)(head.bits / 8));
        enum rxt_err err = row ? RXT_OK : RXT_E_MEMORY;
        for (size_t y = 0; y < head.height && err == RXT_OK; y++) {
            err = rxt_picture_next(file, row);
        }
        free(row);
    }
    rxt_picture_close(file);
    free(path);
    return 0;
}
