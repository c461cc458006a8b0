/* SPDX-License-Identifier: BSD-3-Clause
 * study_order.c - in which order the launches of a round come, and which of them the time allows.
 */
#include "study_order.h"

#include "rxt/random.h"

#include <math.h>

void rxt_round_shuffle(size_t *order, size_t n, uint64_t seed, int round)
{
    for (size_t i = 0; i < n; i++) {
        order[i] = i;
    }
    for (size_t i = n; i > 1; i--) {
        const size_t j = (size_t)(rxt_random_at(seed + (uint64_t)round, i) % i);
        const size_t other = order[i - 1];
        order[i - 1] = order[j];
        order[j] = other;
    }
}

static int urgency(const struct rxt_layout *layout, int round)
{
    const enum rxt_mode mode = rxt_layout_mode(layout);
    const bool is_base = mode == RXT_MODE_SERIAL || layout->policy == RXT_BY_NONE;
    if (round > 0) {
        return is_base;
    }
    return layout->policy == RXT_BY_NONE ? 3 : mode == RXT_MODE_HYBRID ? 2 : mode == RXT_MODE_SERIAL ? 0 : 1;
}

void rxt_round_hurry(size_t *order, const struct rxt_layout *layouts, size_t n, int round)
{
    for (size_t i = 1; i < n; i++) {
        const size_t mine = order[i];
        size_t j = i;
        for (; j > 0 && urgency(&layouts[order[j - 1]], round) > urgency(&layouts[mine], round); j--) {
            order[j] = order[j - 1];
        }
        order[j] = mine;
    }
}

bool rxt_launch_fits(double left_s, double took_s, double longest_s)
{
    return (took_s > 0.0 ? took_s : 0.5 * longest_s) + 1.0 < left_s;
}

double rxt_study_left(double rounds_s, double left_s)
{
    const double most_s = rounds_s > 0.0 ? fmin(rounds_s, left_s) : left_s;
    return isfinite(most_s) ? fmax(most_s, 0.0) : 0.0;
}

double rxt_launch_limit(const struct rxt_launch_limits *limits, enum rxt_limit *by)
{
    const double longest_s = limits->longest_s, budget_s = limits->budget_left_s, half_a_minute_s = 30.0;
    const bool is_known = longest_s > 0.0, is_asked = limits->asked_s > 0.0;
    double limit_s = is_asked ? limits->asked_s : is_known ? 30.0 + 10.0 * longest_s : 600.0;
    *by = RXT_LIMIT_TIMEOUT;
    if (is_known && budget_s < limit_s) {
        *by = RXT_LIMIT_SPENT;
        limit_s = budget_s;
    } else if (!is_known && !is_asked && budget_s < limit_s) {
        *by = RXT_LIMIT_BUDGET;
        limit_s = budget_s > half_a_minute_s ? budget_s : half_a_minute_s;
    }
    if (limits->left_s < limit_s) {
        *by = RXT_LIMIT_JOB;
        limit_s = limits->left_s;
    }
    return limit_s;
}

double rxt_launch_like(double wall_s, size_t n_workers, size_t n_here)
{
    return n_here > 0 && n_here < n_workers ? wall_s * (double)n_workers / (double)n_here : wall_s;
}
