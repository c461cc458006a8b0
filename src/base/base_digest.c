/* SPDX-License-Identifier: BSD-3-Clause
 * base_digest.c - digests of bytes.
 */
#include "rxt/digest.h"

#include <string.h>

uint64_t rxt_digest_bytes(uint64_t digest, const void *bytes, size_t n_bytes)
{
    const unsigned char *p = bytes;
    uint64_t lane[4] = {digest, digest + 1, digest + 2, digest + 3};
    size_t i = 0;
    for (; i + 32 <= n_bytes; i += 32) { /* four independent chains: the mixing is latency bound */
        for (int k = 0; k < 4; k++) {
            uint64_t word;
            memcpy(&word, p + i + 8 * (size_t)k, sizeof word);
            lane[k] = rxt_mix(lane[k] ^ word);
        }
    }
    digest = rxt_digest_word(lane[0], n_bytes);
    for (int k = 1; k < 4; k++) {
        digest = rxt_digest_word(digest, lane[k]);
    }
    for (; i < n_bytes; i += 8) {
        uint64_t word = 0;
        memcpy(&word, p + i, n_bytes - i < 8 ? n_bytes - i : 8);
        digest = rxt_digest_word(digest, word);
    }
    return digest;
}
