/* SPDX-License-Identifier: BSD-3-Clause
 * kit_sizes.c - the size that most tries are of, and the sizes that kernels get wrong.
 */
#include "kit_parts.h"
#include "kit_judge.h"

#include "text.h"
#include "trial_kernel.h"

#include <stdio.h>
#include <string.h>

/* Workers of the widest layout that is tried, and chunks for each of them. */
enum { WIDEST = 7, CHUNKS_EACH = 3 };

static bool is_prime(int64_t n)
{
    for (int64_t d = 2; d * d <= n; d++) {
        if (n % d == 0) {
            return false;
        }
    }
    return n > 1;
}

/* The prime from n on, as far as the range goes. */
static int64_t prime_from(int64_t n, double most)
{
    while (!is_prime(n) && (double)n < most) {
        n++;
    }
    return (double)n <= most ? n : (int64_t)most;
}

static size_t most_chunks(const struct kit_seen *seen)
{
    size_t most = 0;
    for (size_t m = 0; m < seen->n_maps && m < KIT_MAPS; m++) {
        most = seen->maps[m].n_chunks > most ? seen->maps[m].n_chunks : most;
    }
    return most;
}

static void find_size(struct kit *kit)
{
    const struct rxt_kernel *k = kit->kernel;
    const union rxt_value *input = rxt_setting_value(&kit->base, k->input_param);
    const union rxt_value *size = rxt_setting_value(&kit->base, k->size_param);
    if (size && !(input && input->text[0])) {
        kit->size = &kit->values[size - kit->values];
        kit->size_param = &k->params[size - kit->values];
    }
}

/* Twice under one rank with one thread, the plainest of all. */
static enum rxt_err try_base(struct kit *kit, bool *is_well)
{
    struct kit_plan plan = kit_plan_of(kit, 1, 1, RXT_STATIC);
    plan.n_runs = 2;
    const enum rxt_err err = kit_try_for(kit, &plan, CLAIM_RUNS, is_well);
    if (err == RXT_OK && *is_well) {
        kit_judge(kit, &plan, NULL);
        memcpy(kit->first, kit->result, sizeof *kit->first);
    }
    return err;
}

static bool is_same(const struct kit *kit, const struct kit_seen *a, const struct kit_seen *b)
{
    return kit->is_whole ? rxt_kernel_answers_agree(kit->kernel, a->answer[0], b->answer[0])
                         : a->digest == b->digest && a->check_err == b->check_err;
}

/* Again in another process, where what it does not set, and where it lies, is another thing. */
static enum rxt_err try_fresh(struct kit *kit)
{
    static const char *const what[] = {
        [KIT_ELSEWHERE] = "its memory lies at other addresses: hash and compare no address",
        [KIT_FILLED] =
            "memory that malloc gave holds other bytes: set all that is read, and read nothing that was "
            "freed"};
    enum rxt_err err = RXT_OK;
    bool is_well = true;
    for (int fresh = KIT_ELSEWHERE; fresh <= KIT_FILLED && err == RXT_OK && is_well; fresh++) {
        char under[256];
        struct kit_plan plan = kit_plan_of(kit, 1, 1, RXT_STATIC);
        plan.fresh = (enum kit_fresh)fresh;
        kit_plan_text(kit, &plan, under, sizeof under);
        kit->is_unsteady =
            kit_has_failed(kit, CLAIM_AGAIN); /* so far: what is not set is the same each time */
        err = kit_try_for(kit, &plan, CLAIM_NONE, &is_well);
        if (err == RXT_OK && (!is_well || !is_same(kit, &kit->first->seen[0], &kit->result->seen[0]))) {
            kit_fail(kit, CLAIM_AGAIN, "%s, %s, when %s",
                     is_well ? "the answer is another one" : "it does not end as it did", under, what[fresh]);
        }
    }
    return err;
}

enum rxt_err kit_begin(struct kit *kit)
{
    bool is_well = false;
    find_size(kit);
    const double most = kit->size ? (double)kit->size->integer : 0.0; /* the small preset, or the user's */
    if (kit->size) {
        const double least = kit->size_param->min;
        kit->size->integer = prime_from(least > 101.0 ? (int64_t)least : 101, kit->size_param->max);
    }
    enum rxt_err err = try_base(kit, &is_well);
    while (err == RXT_OK && is_well && kit->size && !kit->is_whole &&
           most_chunks(&kit->first->seen[0]) < WIDEST * CHUNKS_EACH && (double)kit->size->integer < most) {
        const double next = 2.0 * (double)kit->size->integer;
        kit->size->integer = prime_from((int64_t)(next < most ? next : most), kit->size_param->max);
        err = try_base(kit, &is_well);
    }
    kit->is_over |= !is_well;
    if (is_well) {
        kit_tell(kit, CLAIM_RUNS, "%s", "");
        err = err == RXT_OK ? try_fresh(kit) : err;
    }
    return err;
}

/* One size under layouts that have more workers than it has items, or not. */
static enum rxt_err try_size(struct kit *kit)
{
    static const struct {
        int ranks, threads;
        enum rxt_sched sched;
    } shapes[] = {{1, 1, RXT_STATIC}, {1, 7, RXT_DYNAMIC}, {7, 1, RXT_STATIC}, {3, 2, RXT_DYNAMIC}};
    const size_t n = kit->is_whole ? 1 : sizeof shapes / sizeof *shapes;
    struct kit_seen alone;
    enum rxt_err err = RXT_OK;
    bool is_well = true;
    for (size_t i = 0; i < n && err == RXT_OK && is_well; i++) {
        struct kit_plan plan = kit_plan_of(kit, shapes[i].ranks, shapes[i].threads, shapes[i].sched);
        plan.n_runs = 2;
        err = kit_try_for(kit, &plan, CLAIM_SIZES, &is_well);
        if (err == RXT_OK && is_well) {
            kit_judge(kit, &plan, i > 0 ? &alone : NULL);
            alone = i == 0 ? kit->result->seen[0] : alone;
        }
    }
    return err;
}

enum rxt_err kit_sizes(struct kit *kit)
{
    static const int64_t sizes[] = {0, 1, 2, 7, 101};
    enum rxt_err err = RXT_OK;
    char tried[256] = "";
    if (!kit->size) {
        kit_skip(kit, CLAIM_SIZES, "it has no size_param, or reads a file");
        return RXT_OK;
    }
    const int64_t base = kit->size->integer, least = (int64_t)kit->size_param->min;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes && err == RXT_OK && !kit->is_over; i++) {
        const int64_t size = i == 0 ? least : sizes[i];
        if ((i > 0 && size <= least) || (double)size > kit->size_param->max) {
            continue;
        }
        const size_t n = strlen(tried);
        snprintf(tried + n, sizeof tried - n, "%s%lld", n > 0 ? ", " : "", (long long)size);
        kit->size->integer = size;
        err = try_size(kit);
    }
    kit->size->integer = base;
    kit_tell(kit, CLAIM_SIZES, "%s %s", kit->size_param->name, tried);
    return err;
}
