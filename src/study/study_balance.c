/* SPDX-License-Identifier: BSD-3-Clause
 * study_balance.c - an order of rounds in which nothing follows one layout more often than another.
 */
#include "study_order.h"

#include "rxt/random.h"

#include <stdlib.h>

/* Of the row that begins with 0, place p: 0, 1, n - 1, 2, n - 2, ... */
static size_t first_row(size_t p, size_t n)
{
    return p % 2 == 1 ? (p + 1) / 2 : (n - p / 2) % n;
}

enum rxt_err rxt_round_balance(size_t *order, size_t n, uint64_t seed, int since, int round)
{
    const size_t n_rows = n % 2 == 0 ? n : 2 * n, count = (size_t)(round - since);
    size_t *names = malloc((n + 1) * sizeof *names), *rows = malloc((n_rows + 1) * sizeof *rows);
    if (!names || !rows) {
        free(names);
        free(rows);
        return rxt_fail(RXT_E_MEMORY, "no room to order %zu layouts", n);
    }
    if (n > 0) {
        const int block = (int)(count / n_rows);
        const uint64_t key = rxt_random_at(seed, (uint64_t)since);
        rxt_round_shuffle(names, n, key, 2 * block);
        rxt_round_shuffle(rows, n_rows, key, 2 * block + 1);
        const size_t row = rows[count % n_rows];
        for (size_t p = 0; p < n; p++) {
            order[row < n ? p : n - 1 - p] = names[(first_row(p, n) + row) % n];
        }
    }
    free(names);
    free(rows);
    return RXT_OK;
}
