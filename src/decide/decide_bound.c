/* SPDX-License-Identifier: BSD-3-Clause
 * decide_bound.c - what bounds a kernel under a layout, or why that is not known.
 *
 * There are no counters of the hardware here. What is known is counted work over measured ceilings, and accounted time.
 */
#include "decide_reason.h"

#include <math.h>
#include <string.h>

/* Shares of a ceiling from which a kernel counts as bound by it. Streaming kernels that also store or compute reach 60 % of
 * a pure read; real arithmetic seldom is all multiply-add, so 40 % of that peak. Above `most` a share is none: something that
 * it is made of is wrong. */
static const double memory_bound = 0.6, arithmetic_bound = 0.4, most = 1.05, in_mpi = 0.1, grain = 0.9;

bool rxt_share_is_above(double share)
{
    return share > most;
}

static void say_shares(const struct rxt_row *row, struct rxt_text *text)
{
    rxt_text_add(text, "(%s", isnan(row->share_flop) ? "" : "flop ");
    if (!isnan(row->share_flop)) {
        rxt_text_add(text, "%.0f %%%s", 100.0 * row->share_flop, isnan(row->share_bytes) ? "" : ", ");
    }
    if (!isnan(row->share_bytes)) {
        rxt_text_add(text, "bandwidth %.0f %%", 100.0 * row->share_bytes);
    }
    rxt_text_add(text, ")");
}

/* Of which cores, and when. */
static void say_measured(const struct rxt_row *row, struct rxt_text *text)
{
    if (row->kept_on) {
        rxt_text_add(text, "of %zu core%s, as measured on %.10s)", row->workers, row->workers > 1 ? "s" : "",
                     row->kept_on);
    } else {
        rxt_text_add(text, "under this layout)");
    }
}

static bool is_in_cache(const struct rxt_row *row)
{
    return row->place && strcmp(row->place, "memory") != 0;
}

static void say_memory(const struct rxt_row *row, struct rxt_text *text)
{
    if (row->kept_on && is_in_cache(row)) {
        rxt_text_add(text, "bound by the bandwidth of %s, where its data lie (%.0f %% of a pure read ",
                     row->place, 100.0 * row->share_bytes);
    } else {
        rxt_text_add(text, "bound by memory bandwidth (%.0f %% of a pure read ", 100.0 * row->share_bytes);
    }
    say_measured(row, text);
}

/* Without that cache's own ceiling. */
static void say_cache(const struct rxt_row *row, struct rxt_text *text)
{
    if (is_in_cache(row) && isnan(row->share_bytes) && !isnan(row->rate_bytes)) {
        rxt_text_add(text, "; its data lie in %s, whose bandwidth was not measured ('rxt machine' does)",
                     row->place);
    }
}

/* What keeps a cause from being told; false: nothing does. */
static bool say_missing(const struct rxt_row *row, struct rxt_text *text)
{
    if (isnan(row->rate_flop) && isnan(row->rate_bytes)) {
        rxt_text_add(text, "what bounds it is not known: it counts no flop and no bytes");
    } else if (!rxt_row_had_cores(row)) {
        rxt_text_add(text, "what bounds it is not known: its threads did not have their cores ");
        rxt_say_no_cores(row, text);
    } else if (isnan(row->share_flop) && isnan(row->share_bytes)) {
        rxt_text_add(text, "what bounds it is not known: no ceiling was measured");
        say_cache(row, text);
    } else if (rxt_share_is_above(row->share_flop) || rxt_share_is_above(row->share_bytes)) {
        rxt_text_add(text, "what bounds it is not known: it is above a ceiling ");
        say_shares(row, text);
        rxt_text_add(text,
                     ", which was measured while the machine was busy, or is not the one that it meets");
    } else {
        return false;
    }
    return true;
}

/* Where the account shows that its time goes elsewhere, no ceiling is what holds it. */
static bool say_elsewhere(const struct rxt_row *row, struct rxt_text *text)
{
    const double mpi = 1.0 - row->factors.mpi_load_balance * row->factors.mpi_transfer;
    if (mpi > in_mpi) {
        rxt_text_add(text, "bound by communication (%.0f %% of its time in MPI)", 100.0 * mpi);
    } else if (row->factors.omp_overhead < grain) {
        rxt_text_add(text, "bound by serial parts and thread overhead (%.0f %% of its time)",
                     100.0 * (1.0 - row->factors.omp_overhead));
    } else {
        return false;
    }
    return true;
}

bool rxt_bound_say(const struct rxt_row *row, struct rxt_text *text)
{
    const bool by_memory = row->share_bytes >= memory_bound, by_flop = row->share_flop >= arithmetic_bound;
    bool is_known = true;
    if (say_missing(row, text)) {
        is_known = false;
    } else if (by_memory && by_flop) {
        rxt_text_add(text, "near two ceilings, of which neither alone is shown to bind it ");
        say_shares(row, text);
        is_known = false;
    } else if (by_memory) {
        say_memory(row, text);
    } else if (by_flop) {
        rxt_text_add(text, "bound by arithmetic (%.0f %% of the multiply-add peak ", 100.0 * row->share_flop);
        say_measured(row, text);
    } else if (!say_elsewhere(row, text)) {
        rxt_text_add(text, "what bounds it is not known: it is near no ceiling ");
        say_shares(row, text);
        say_cache(row, text);
        rxt_text_add(text, "; instructions, latency and caches look alike");
        is_known = false;
    }
    return is_known;
}
