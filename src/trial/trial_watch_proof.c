/* SPDX-License-Identifier: BSD-3-Clause
 * trial_watch_proof.c - the rules by which a launch of a foreign program is proven, or rejected.
 */
#include "watch_proof.h"

#include "machine.h"
#include "text.h"
#include "watch_account.h"
#include "watch_worker.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double often = 0.25;  /* share of looks from which it is no chance */
static const double mostly = 0.75; /* and from which it is not the start of MPI either */
enum { FEW_LOOKS = 4 };            /* fewer tell nothing */

/* Threads of at least so much CPU time that were there at once: most are when one of them begins. */
static int at_once(const struct rxt_watched *rank, double least_s)
{
    int most = 0;
    for (size_t t = 0; t < rank->n_threads; t++) {
        int n = 0;
        for (size_t o = 0; o < rank->n_threads && rxt_watch_has_used(rank, &rank->threads[t], least_s); o++) {
            const struct rxt_watched_thread *other = &rank->threads[o];
            n += rxt_watch_has_used(rank, other, least_s) && other->from_s <= rank->threads[t].from_s &&
                 rank->threads[t].from_s <= other->until_s;
        }
        most = n > most ? n : most;
    }
    return most;
}

int rxt_watch_used(const struct rxt_watched *rank, int n_given)
{
    int used = at_once(rank, rxt_watch_least_s(rank, RXT_PART_WORKER));
    if (used > n_given) { /* those beyond must be clear ones */
        const int heavy = at_once(rank, rxt_watch_least_s(rank, RXT_PART_HEAVY));
        used = heavy > n_given ? heavy : n_given;
    }
    /* Threads that come and go between looks: their CPU time tells how many there were. */
    const int by_time =
        rank->wall_s > 0.0 && rank->cpu_s > 0.0 ? (int)ceil(rank->cpu_s / rank->wall_s - 0.25) : 0;
    return by_time > used ? by_time : used;
}

/* What is judged of one rank. */
struct look {
    const struct rxt_watched *rank;
    const struct rxt_watch_plan *plan;
    double worker_s; /* CPU time from which a thread is a worker */
    struct rxt_mask planned;
};

static struct look look_at(const struct rxt_watched *rank, const struct rxt_watch_plan *plan)
{
    struct look look = {.rank = rank, .plan = plan, .worker_s = rxt_watch_least_s(rank, RXT_PART_WORKER)};
    for (size_t i = 0; i < rank->n_plan; i++) {
        rxt_mask_add(&look.planned, rank->plan[i]);
    }
    return look;
}

static bool is_worker(const struct look *look, const struct rxt_watched_thread *thread)
{
    return rxt_watch_has_used(look->rank, thread, look->worker_s);
}

static bool is_bound(const struct look *look)
{
    return !look->plan->is_free && look->rank->n_plan > 0;
}

/* "rank 1: thread 'spin' (4711) of spin" */
static void name_thread(const struct look *look, const struct rxt_watched_thread *thread,
                        struct rxt_text *out)
{
    rxt_text_add(out, "rank %d: thread '", look->rank->rank);
    rxt_text_add_clean(out, thread->name, strnlen(thread->name, sizeof thread->name));
    rxt_text_add(out, "' (%d)", thread->tid);
}

/* The mask that a thread had in the end, if it had it for long enough that it is none of the walk by which hwloc and
 * MPI_Init bind the first thread to every CPU in turn, and back; NULL. */
static const struct rxt_seen_mask *lasting(const struct look *look, const struct rxt_watched_thread *thread)
{
    const struct rxt_seen_mask *last = thread->n_masks > 0 ? &thread->masks[thread->n_masks - 1] : NULL;
    const double lasted_s = last ? thread->until_s - last->since_s : 0.0;
    const bool is_long = lasted_s >= often * (thread->until_s - thread->from_s) &&
                         !(lasted_s < FEW_LOOKS * look->rank->look_s);
    return is_long ? last : NULL;
}

/* The same, if it allows what the plan does not. */
static const struct rxt_seen_mask *beyond(const struct look *look, const struct rxt_watched_thread *thread)
{
    struct rxt_mask mask;
    const struct rxt_seen_mask *last = lasting(look, thread);
    return last && rxt_mask_parse(last->cpus, &mask) && !rxt_mask_within(&mask, &look->planned) ? last : NULL;
}

/* From which share of its looks on a thread was elsewhere. MPI_Init binds the first thread to every CPU in turn and back; on a
 * busy machine a short program is there for much of its time. */
static double elsewhere_from(const struct look *look, const struct rxt_watched_thread *thread)
{
    struct rxt_mask last;
    const bool is_back = thread->n_masks > 1 &&
                         rxt_mask_parse(thread->masks[thread->n_masks - 1].cpus, &last) &&
                         rxt_mask_within(&last, &look->planned);
    return is_back ? mostly : often;
}

/* A worker outside of the plan: where it was, or where it may go. */
static void find_outside(const struct look *look, const struct rxt_watched_thread *thread,
                         struct rxt_text *why)
{
    char planned[128];
    double outside = 0.0;
    int pu = -1;
    for (int c = 0; c < thread->n_cpus; c++) {
        if (!rxt_mask_has(&look->planned, thread->cpus[c].cpu)) {
            outside += thread->cpus[c].share;
            pu = pu < 0 ? thread->cpus[c].cpu : pu;
        }
    }
    rxt_mask_text(&look->planned, planned, sizeof planned);
    const struct rxt_seen_mask *last = beyond(look, thread);
    if (thread->busy_looks >= FEW_LOOKS && outside >= elsewhere_from(look, thread)) {
        name_thread(look, thread, why);
        rxt_text_add(why, " was on PU %d, outside of its plan, in %.0f %% of the looks; planned: %s", pu,
                     100.0 * outside, planned);
    } else if (last) {
        name_thread(look, thread, why);
        rxt_text_add(
            why, " took the mask %s; planned: %s: the program, or a library of it, binds its threads itself",
            last->cpus, planned);
    }
}

/* When a launch is no longer starting. */
static double started_s(const struct rxt_watched *rank)
{
    return rank->wall_s / 4.0 < 2.0 ? rank->wall_s / 4.0 : 2.0;
}

/* A mask beyond the plan that came later; NULL: none did. */
static const struct rxt_seen_mask *changed(const struct look *look, const struct rxt_watched_thread *thread)
{
    const struct rxt_seen_mask *last = thread->n_masks > 1 ? beyond(look, thread) : NULL;
    return last && last->since_s > started_s(look->rank) ? last : NULL;
}

static void find_moved(const struct rxt_watched *ranks, size_t n, const struct rxt_watch_plan *plan,
                       struct rxt_text *why)
{
    size_t n_changed = 0;
    struct rxt_text first = {0};
    for (size_t r = 0; r < n; r++) {
        const struct look look = look_at(&ranks[r], plan);
        bool has = false;
        for (size_t t = 0; t < ranks[r].n_threads && is_bound(&look); t++) {
            const struct rxt_watched_thread *thread = &ranks[r].threads[t];
            const struct rxt_seen_mask *change = is_worker(&look, thread) ? changed(&look, thread) : NULL;
            if (change && first.n == 0) {
                name_thread(&look, thread, &first);
                rxt_text_add(&first, " got the mask %s after %.1f s", change->cpus, change->since_s);
            }
            has |= change != NULL;
        }
        n_changed += has;
    }
    if (n_changed > 0) {
        rxt_text_add(why, "%s: %s", rxt_text_of(&first),
                     n > 1 && n_changed == n ? "so it was for all ranks: a cpuset was rewritten from outside"
                                             : "the program, or a library of it, did that");
    }
    rxt_text_free(&first);
}

/* The PU that a worker is bound to at the end, -1: it may move. */
static int bound_to(const struct rxt_watched_thread *thread)
{
    struct rxt_mask mask;
    const bool is = thread->n_masks > 0 && rxt_mask_parse(thread->masks[thread->n_masks - 1].cpus, &mask) &&
                    rxt_mask_count(&mask) == 1;
    return is ? rxt_mask_next(&mask, -1) : -1;
}

static bool met_often(const struct rxt_watched *rank)
{
    const long met = rank->on_one_pu + rank->on_one_core;
    return rank->pair_looks >= FEW_LOOKS && (double)met >= often * (double)rank->pair_looks;
}

/* The PUs that a thread may be on by its last mask; false: it is not known. */
static bool may_be_on(const struct rxt_watched_thread *thread, struct rxt_mask *out)
{
    return thread->n_masks > 0 && rxt_mask_parse(thread->masks[thread->n_masks - 1].cpus, out);
}

/* May two threads that do a good part of the work meet? Bound apart they cannot. */
static bool may_meet(const struct look *look)
{
    struct rxt_mask one, two;
    const struct rxt_watched *rank = look->rank;
    const double least_s = rxt_watch_least_s(rank, RXT_PART_HEAVY);
    bool may = false;
    for (size_t a = 0; a < rank->n_threads; a++) {
        for (size_t b = 0; b < a && rxt_watch_has_used(rank, &rank->threads[a], least_s); b++) {
            may |= rxt_watch_has_used(rank, &rank->threads[b], least_s) &&
                   (!may_be_on(&rank->threads[a], &one) || !may_be_on(&rank->threads[b], &two) ||
                    rxt_mask_meets(&one, &two));
        }
    }
    return may;
}

/* Two workers of a rank on one core: bound there it is a fault, under the mask alone it may happen. */
static bool find_stacked(const struct look *look, struct rxt_text *why, struct rxt_text *told)
{
    const struct rxt_watched *rank = look->rank;
    if (look->plan->shares || !met_often(rank)) {
        return false;
    }
    const double share = (double)(rank->on_one_pu + rank->on_one_core) / (double)rank->pair_looks;
    for (size_t a = 0; a < rank->n_threads; a++) {
        for (size_t b = 0; b < a; b++) {
            const struct rxt_watched_thread *one = &rank->threads[b], *two = &rank->threads[a];
            if (is_worker(look, one) && is_worker(look, two) && bound_to(one) >= 0 &&
                bound_to(one) == bound_to(two)) {
                name_thread(look, one, why);
                rxt_text_add(why, " and '");
                rxt_text_add_clean(why, two->name, strnlen(two->name, sizeof two->name));
                rxt_text_add(
                    why,
                    "' (%d) are bound to PU %d both, and two busy threads were on one core in %.0f %% of the looks",
                    two->tid, bound_to(one), 100.0 * share);
                return true;
            }
        }
    }
    if (may_meet(look)) {
        rxt_text_add(
            told,
            "rank %d: two busy threads met on one core in %.0f %% of the looks: nothing keeps them apart. ",
            rank->rank, 100.0 * share);
    }
    return false;
}

/* Why a rank cannot be judged; false: it can. */
static bool find_unseen(const struct look *look, struct rxt_text *why)
{
    const struct rxt_watched *rank = look->rank;
    long busy_looks = 0;
    for (size_t t = 0; t < rank->n_threads; t++) {
        busy_looks += is_worker(look, &rank->threads[t]) ? rank->threads[t].busy_looks : 0;
    }
    if (rank->n_threads == 0 && rank->unknown) { /* then all is unseen, whatever ended when */
        rxt_text_add(why, "rank %d: %s", rank->rank, rank->unknown);
    } else if (rank->unseen_s > 0.5 * rank->cpu_s) {
        rxt_text_add(why, "rank %d: %.0f %% of its CPU time was used by threads that ended between two looks",
                     rank->rank, 100.0 * rank->unseen_s / rank->cpu_s);
    } else if (busy_looks < FEW_LOOKS && rank->unknown) {
        rxt_text_add(why, "rank %d: %s", rank->rank, rank->unknown);
    } else if (busy_looks < FEW_LOOKS) {
        rxt_text_add(why,
                     "rank %d: no thread was seen at work in %d looks (it ran %.0f ms, %.0f ms of CPU time)",
                     rank->rank, FEW_LOOKS, 1e3 * rank->wall_s, 1e3 * rank->cpu_s);
    }
    return why->n > 0;
}

/* What the accounts of MPI tell of the world. */
static void find_worlds(const struct rxt_watched *ranks, size_t n, struct rxt_watch_proof *out,
                        struct rxt_text *why, struct rxt_text *told)
{
    size_t n_single = 0, n_none = 0;
    for (size_t r = 0; r < n; r++) {
        struct rxt_mpi_told mpi;
        const bool is_told =
            ranks[r].mpi && rxt_mpi_told_from_json(ranks[r].mpi, &mpi) == RXT_OK && mpi.is_loaded;
        n_single += is_told && mpi.n_worlds > 0 && mpi.world_size == 1;
        n_none += is_told && mpi.n_worlds == 0;
    }
    out->are_single = n > 1 && n_single == n;
    if (out->are_single) {
        rxt_text_add(
            why,
            "each of the %zu ranks is a world of MPI of its own, and did all of the work: the program is of "
            "another MPI than the launcher, or was not told to run in parallel",
            n);
    } else if (n > 1 && n_none == n) {
        rxt_text_add(
            told,
            "none of the %zu processes began MPI: if they share no work otherwise, each did all of it. ", n);
    }
}

/* Where threads ran is proven without it; whether they had their cores is not known then. */
static void say_unknown(const struct rxt_watched *ranks, size_t n, struct rxt_text *told)
{
    for (size_t r = 0; r < n; r++) {
        if (ranks[r].n_threads > 0 && isnan(ranks[r].wait_s) && ranks[r].unknown) {
            rxt_text_add(told, "Whether its threads had their cores is not proven: %s. ", ranks[r].unknown);
            return;
        }
    }
}

static void say_used(const struct rxt_watch_plan *plan, const struct rxt_watch_proof *proof,
                     struct rxt_text *told)
{
    if (proof->most_used > 0 && proof->most_used < plan->n_threads) {
        rxt_text_add(told, "It used %d of the %d threads that each rank was given. ", proof->most_used,
                     plan->n_threads);
    } else if (proof->most_used > plan->n_threads) {
        rxt_text_add(told, "%d threads of a rank were at work at once, where it was given %d. ",
                     proof->most_used, plan->n_threads);
    }
}

/* All of a rank. */
static void judge_rank(const struct look *look, struct rxt_watch_proof *out, struct rxt_text *why,
                       struct rxt_text *told)
{
    for (size_t t = 0; t < look->rank->n_threads && is_bound(look) && why->n == 0; t++) {
        if (is_worker(look, &look->rank->threads[t])) {
            find_outside(look, &look->rank->threads[t], why);
        }
    }
    out->is_stacked |= why->n == 0 && !look->plan->is_free && find_stacked(look, why, told);
}

static void sum_up(const struct rxt_watched *ranks, size_t n, const struct rxt_watch_plan *plan,
                   struct rxt_watch_proof *out)
{
    for (size_t r = 0; r < n; r++) {
        const int used = rxt_watch_used(&ranks[r], plan->n_threads);
        out->least_used = r == 0 || used < out->least_used ? used : out->least_used;
        out->most_used = used > out->most_used ? used : out->most_used;
    }
}

void rxt_watch_judge(const struct rxt_watched *ranks, size_t n, const struct rxt_watch_plan *plan,
                     struct rxt_watch_proof *out)
{
    struct rxt_text why = {0}, unseen = {0}, told = {0};
    *out = (struct rxt_watch_proof){.state = RXT_PROOF_HOLDS};
    sum_up(ranks, n, plan, out);
    find_worlds(ranks, n, out, &why, &told);
    if (why.n == 0) {
        find_moved(ranks, n, plan, &why);
    }
    for (size_t r = 0; r < n && why.n == 0; r++) {
        const struct look look = look_at(&ranks[r], plan);
        judge_rank(&look, out, &why, &told);
        if (unseen.n == 0 && !plan->is_free) {
            find_unseen(&look, &unseen);
        }
    }
    if (unseen.n == 0) { /* else nobody knows */
        say_used(plan, out, &told);
        say_unknown(ranks, n, &told);
    }
    out->state = why.n > 0 ? RXT_PROOF_REJECTS : unseen.n > 0 ? RXT_PROOF_OPEN : RXT_PROOF_HOLDS;
    snprintf(out->why, sizeof out->why, "%s", rxt_text_of(why.n > 0 ? &why : &unseen));
    snprintf(out->told, sizeof out->told, "%s", rxt_text_of(&told));
    rxt_text_free(&why);
    rxt_text_free(&unseen);
    rxt_text_free(&told);
}
