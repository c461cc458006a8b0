/* SPDX-License-Identifier: BSD-3-Clause
 * library.c - a program that embeds rxt and jansson, and has names that rxt uses inside; C and C++ alike.
 */
#include "rxt/digest.h"
#include "rxt/err.h"
#include "rxt/input.h"
#include "rxt/isa.h"
#include "rxt/kernel.h"
#include "rxt/memory.h"
#include "rxt/output.h"
#include "rxt/picture.h"
#include "rxt/pool.h"
#include "rxt/random.h"
#include "rxt/run.h"
#include "rxt/team.h"
#include "rxt/text_input.h"

#include <jansson.h>

#include <stdio.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif
/* Of rxt's kernels and floors, were they not hidden. */
int json_lines(void);
int sort_keys(void);
int rxt_text_add(void);
#ifdef __cplusplus
}
#endif

int json_lines(void)
{
    return 1;
}

int sort_keys(void)
{
    return 2;
}

int rxt_text_add(void)
{
    return 4;
}

static size_t count_kernels(void)
{
    size_t n = 0;
    while (rxt_kernels[n]) {
        n++;
    }
    return n;
}

/* The first squares, by a pool. */
static enum rxt_err square(struct rxt_call *call)
{
    size_t *out = (size_t *)call->result;
    for (size_t i = call->first; i < call->last; i++) {
        *out++ = i * i;
    }
    return RXT_OK;
}

static size_t sum_squares(void)
{
    enum { N = 10 };
    static const struct rxt_task tasks[] = {{"square", square, sizeof(size_t)}, {NULL, NULL, 0}};
    struct rxt_pool_spec spec;
    struct rxt_pool *pool;
    size_t squares[N], sum = 0;
    memset(&spec, 0, sizeof spec);
    spec.tasks = tasks;
    spec.layout = "1x2@none";
    if (rxt_pool_open(&pool, &spec) == RXT_OK &&
        rxt_pool_map(pool, "square", N, 0, NULL, 0, squares) == RXT_OK) {
        for (int i = 0; i < N; i++) {
            sum += squares[i];
        }
    }
    return rxt_pool_close(pool) == RXT_OK ? sum : 0;
}

int main(void)
{
    json_t *object = json_pack("{s:i}", "n", (int)count_kernels());
    char *text = json_dumps(object, JSON_COMPACT);
    const enum rxt_err err = rxt_fail(RXT_E_RANGE, "%d is no %s", 7, "layout");
    printf("%s %d %s %d\n", text, json_lines() + sort_keys() + rxt_text_add(), rxt_reason(),
           rxt_err_status(err));
    printf("%zu\n", sum_squares());
    printf("%s %d\n", rxt_isa_name(RXT_ISA_PLAIN), rxt_random_at(1, 2) != rxt_random_at(1, 3));
    return strcmp(rxt_reason(), "7 is no layout") != 0 || count_kernels() < 10;
}
