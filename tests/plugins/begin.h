/* SPDX-License-Identifier: BSD-3-Clause
 * begin.h - the first half of a kernel that is right: a[i] = 3 i + 1, and their sum. A faulty one has a part of its own
 * between this and end.h, and says so by HAS_...
 */
#include "rxt/plugin.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { GRAIN = 10 };

/* What a chunk gives. */
struct part {
    double sum;
    uint64_t digest;
};

struct state {
    struct rxt_team *team;
    struct rxt_loop *loop;
    size_t n;
    double *a;       /* n numbers; a rank sets those of its home */
    double *scratch; /* one a worker */
    double sum;
    uint64_t digest;
};

/* One item. */
static inline double value_of(size_t i)
{
    return 3.0 * (double)i + 1.0;
}

static inline void set_items(struct state *s, size_t first, size_t last, struct part *part)
{
    *part = (struct part){0.0, RXT_DIGEST_START};
    for (size_t i = first; i < last; i++) {
        s->a[i] = value_of(i);
        part->sum += s->a[i];
    }
    part->digest = rxt_digest_bytes(part->digest, s->a + first, (last - first) * sizeof *s->a);
}

static inline void fold(struct state *s)
{
    const struct part *parts = rxt_partials(s->loop);
    s->sum = 0.0;
    s->digest = RXT_DIGEST_START;
    for (size_t c = 0; c < rxt_loop_chunks(s->loop); c++) {
        s->sum += parts[c].sum;
        s->digest = rxt_digest_word(s->digest, parts[c].digest);
    }
}

#ifndef ITEMS
#define ITEMS (s->n)
#endif
#ifndef PART_BYTES
#define PART_BYTES sizeof(struct part)
#endif
#ifndef PRESETS
#define PRESETS                                                                                              \
    {                                                                                                        \
        "1000", "8000000", "16000000"                                                                        \
    }
#endif
#ifndef SIZE_PARAM
#define SIZE_PARAM "n"
#endif
