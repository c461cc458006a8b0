/* SPDX-License-Identifier: BSD-3-Clause
 * decide_account.c - what the accounts of a foreign program show of a layout, and what nobody measured.
 *
 * Nothing here names a cause: nobody counts what it does.
 */
#include "decide_parts.h"

#include "text.h"

#include <math.h>

/* From where a share is worth a word. */
static const double unequal = 0.95, starved = 0.95, grows = 1.5;
enum { MANY_READS = 100 };

static void say_mpi(const struct rxt_usage *use, struct rxt_text *text)
{
    if (!isnan(use->mpi_high) && use->n_ranks > 1) {
        rxt_text_add(text, "; MPI took %.0f %% to %.0f %% of a rank's time", 100.0 * use->mpi_low,
                     100.0 * use->mpi_high);
    } else if (use->n_ranks > 1) {
        rxt_text_add(text, "; its time in MPI was not measured");
    }
}

static void say_balance(const struct rxt_usage *use, struct rxt_text *text)
{
    if (use->used > 0 && use->used < use->n_threads) {
        rxt_text_add(text, "; it used %d of the %d threads that it was given", use->used, use->n_threads);
    } else if (use->n_threads > 1 && use->thread_balance < unequal) {
        rxt_text_add(text, "; its threads are unequal: the mean had %.0f %% of the busiest one's CPU time",
                     100.0 * use->thread_balance);
    }
    if (use->n_ranks > 1 && !isnan(use->mpi_high) && use->rank_balance < unequal) {
        rxt_text_add(text, "; its ranks are unequal: the mean worked %.0f %% of the busiest one's time",
                     100.0 * use->rank_balance);
    }
}

static void say_memory(const struct rxt_usage *use, const struct rxt_usage *serial, struct rxt_text *text)
{
    const double growth = serial ? use->private_bytes / serial->private_bytes : (double)NAN;
    if (growth > grows && isfinite(growth)) {
        rxt_text_add(text, "; it takes %.1fx serial's memory", growth);
    }
    if (use->major_faults >= MANY_READS) {
        rxt_text_add(text, "; %.0f pages had to be read back from a disk", use->major_faults);
    }
}

void rxt_account_say(const struct rxt_verdict_of_kernel *k, const struct rxt_row *row, struct rxt_text *text)
{
    const struct rxt_usage *use = row->usage;
    if (!use) {
        rxt_text_add(text, "what bounds it was not measured");
        return;
    }
    rxt_text_add(text, "what bounds it is not known: it counts no flop and no bytes");
    say_mpi(use, text);
    say_balance(use, text);
    say_memory(use, k->serial ? k->serial->usage : NULL, text);
    if (use->cpu_share < starved) {
        rxt_text_add(
            text,
            "; one of its threads had a core for only %.0f %% of the time that it was ready to run: the machine "
            "was busy with something else",
            100.0 * use->cpu_share);
    }
}
