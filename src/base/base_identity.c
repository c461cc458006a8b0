/* SPDX-License-Identifier: BSD-3-Clause
 * base_identity.c - is a file still the one that it was? Its size and a digest of its bytes, whatever its date.
 */
#include "identity.h"

#include "bytes.h"
#include "json.h"
#include "rxt/digest.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PART = 1 << 20, MOST_PARTS = 256 };

/* One part, or what there is of it at the end of the file. */
static bool add_part(int file, off_t at, char *block, uint64_t *digest)
{
    size_t n = 0;
    ssize_t got = 1;
    while (n < PART && got > 0) {
        got = pread(file, block + n, PART - n, at + (off_t)n);
        n += got > 0 ? (size_t)got : 0;
    }
    *digest = rxt_digest_bytes(*digest, block, n);
    return got >= 0;
}

static bool digest_of(int file, off_t size, uint64_t *digest)
{
    char *block = malloc(PART);
    const off_t n_parts = (size + PART - 1) / PART;
    const off_t n = n_parts < MOST_PARTS ? n_parts : MOST_PARTS;
    bool is_read = block != NULL;
    *digest = RXT_DIGEST_START;
    for (off_t p = 0; p < n && is_read; p++) {
        const off_t at = n_parts <= MOST_PARTS ? p * PART : (size - PART) / (MOST_PARTS - 1) * p;
        is_read = add_part(file, p == n - 1 && n_parts > MOST_PARTS ? size - PART : at, block, digest);
    }
    free(block);
    return is_read;
}

json_t *rxt_file_identity(const char *path)
{
    struct stat st;
    uint64_t digest = 0;
    char text[17];
    const bool is_file = stat(path, &st) == 0 && S_ISREG(st.st_mode); /* to open a device may do something */
    const int file = is_file ? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) : -1;
    const bool is_known =
        file >= 0 && fstat(file, &st) == 0 && S_ISREG(st.st_mode) && digest_of(file, st.st_size, &digest);
    if (file >= 0) {
        close(file);
    }
    snprintf(text, sizeof text, "%016" PRIx64, digest);
    return is_known ? json_pack("{s:o, s:s}", "size", rxt_json_count((double)st.st_size), "digest", text)
                    : json_null();
}

void rxt_identities_add(json_t *identities, const char *path)
{
    char *real = realpath(path, NULL);
    const char *name = real ? real : path;
    json_t *key = rxt_bytes_to_json(name, strlen(name)); /* a path need not be UTF-8 */
    if (key) {
        json_object_set_new(identities, json_string_value(key), rxt_file_identity(name));
    }
    json_decref(key);
    free(real);
}
