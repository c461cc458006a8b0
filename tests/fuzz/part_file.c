/* SPDX-License-Identifier: BSD-3-Clause
 * part_file.c - bytes as a file of a folder that this process alone has.
 */
#include "fuzz.h"

#include "rxt/err.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void fuzz_claim(int holds, const char *claim)
{
    if (!holds) {
        fprintf(stderr, "does not hold: %s (%s)\n", claim, rxt_reason());
        abort();
    }
}

const char *fuzz_folder(void)
{
    static char folder[4096];
    if (!folder[0]) {
        const char *parent = getenv("TMPDIR");
        snprintf(folder, sizeof folder, "%s/rxt-fuzz-XXXXXX", parent ? parent : "/tmp");
        fuzz_claim(mkdtemp(folder) != NULL, "there is room for a folder");
    }
    return folder;
}

char *fuzz_file(const char *name, const uint8_t *data, size_t n)
{
    const size_t room = strlen(fuzz_folder()) + strlen(name) + 2;
    char *path = malloc(room);
    fuzz_claim(path != NULL, "there is memory");
    snprintf(path, room, "%s/%s", fuzz_folder(), name);
    FILE *file = fopen(path, "wb");
    fuzz_claim(file && fwrite(data, 1, n, file) == n && fclose(file) == 0, "a file can be written");
    return path;
}

char *fuzz_text(const uint8_t *data, size_t n)
{
    char *text = malloc(n + 1);
    fuzz_claim(text != NULL, "there is memory");
    memcpy(text, data, n);
    text[n] = '\0';
    return text;
}
