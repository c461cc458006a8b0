/* SPDX-License-Identifier: BSD-3-Clause
 * study_program_sample.c - the sample of a launch of a program, out of the records of its ranks.
 */
#include "study_program.h"

#include "clock.h"
#include "program_parts.h"
#include "sample.h"
#include "text.h"
#include "usage.h"
#include "watch_worker.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *copy(const char *text)
{
    return text && text[0] ? strdup(text) : NULL;
}

/* The longest rank's own time, from its exec to its exit. */
static double wall_of(const struct rxt_program_seen *seen)
{
    double wall_s = NAN;
    for (size_t r = 0; r < seen->n; r++) {
        wall_s = fmax(wall_s, seen->ranks[r].wall_s);
    }
    return wall_s;
}

/* The ranks of one copy. */
static int ranks_of(const struct rxt_program_seen *seen)
{
    return (int)seen->n / seen->n_copies;
}

/* Of the fullest node: what each of its ranks has alone, and once what they share. */
static double peak_of(const struct rxt_program_seen *seen)
{
    double peak = NAN;
    const size_t each = (size_t)seen->layout->ranks;
    for (size_t first = 0; first < seen->n; first += each) {
        double alone = 0.0, shared = 0.0;
        for (size_t r = first; r < first + each && r < seen->n; r++) {
            alone += seen->ranks[r].private_bytes;
            shared = fmax(shared, seen->ranks[r].shared_bytes);
        }
        peak = fmax(peak, alone + shared);
    }
    return peak * seen->n_copies;
}

static bool is_single(const char *cpus)
{
    return cpus[0] && cpus[strspn(cpus, "0123456789")] == '\0';
}

static bool plans(const struct rxt_watched *rank, int pu)
{
    bool is = false;
    for (size_t i = 0; i < rank->n_plan; i++) {
        is |= rank->plan[i] == pu;
    }
    return is;
}

/* A thread that has a PU to itself by the plan is to be on that one; others may be anywhere in their mask. */
static void place(const struct rxt_program_seen *seen, const struct rxt_watched *rank,
                  const struct rxt_watched_thread *thread, int number, struct rxt_placed *out)
{
    const char *mask = thread->n_masks > 0 ? thread->masks[thread->n_masks - 1].cpus : "";
    const int bound = is_single(mask) ? (int)strtol(mask, NULL, 10) : -1;
    const int pu = thread->n_cpus > 0 ? thread->cpus[0].cpu : -1;
    *out = (struct rxt_placed){.node = rank->rank % ranks_of(seen) / seen->layout->ranks,
                               .rank = rank->rank,
                               .thread = number,
                               .pu_before = -1,
                               .pu = pu,
                               .core = -1,
                               .numa = -1,
                               .package = -1,
                               .kind = -1,
                               .planned_pu = plans(rank, bound) ? bound : -1,
                               .pid = thread->pid,
                               .tid = thread->tid,
                               .cpu_s = thread->cpu_s,
                               .run_delay_s = thread->wait_s};
    snprintf(out->mask, sizeof out->mask, "%.*s", (int)sizeof out->mask - 1, mask);
    snprintf(out->host, sizeof out->host, "%s", rank->host ? rank->host : "");
}

static int by_tid(const void *a, const void *b)
{
    const struct rxt_placed *x = a, *y = b;
    return x->rank != y->rank ? (x->rank > y->rank) - (x->rank < y->rank)
                              : (x->tid > y->tid) - (x->tid < y->tid);
}

/* The workers of all ranks, in the order in which they were started. */
static void place_all(const struct rxt_program_seen *seen, struct rxt_sample *s)
{
    size_t n = 0;
    for (size_t r = 0; r < seen->n; r++) {
        n += seen->ranks[r].n_threads;
    }
    s->places = calloc(n + 1, sizeof *s->places);
    for (size_t r = 0; s->places && r < seen->n; r++) {
        const struct rxt_watched *rank = &seen->ranks[r];
        const size_t first = s->n_places;
        const double worker_s = rxt_watch_least_s(rank, RXT_PART_WORKER);
        for (size_t t = 0; t < rank->n_threads; t++) {
            if (rxt_watch_has_used(rank, &rank->threads[t], worker_s)) {
                place(seen, rank, &rank->threads[t], 0, &s->places[s->n_places++]);
            }
        }
        qsort(s->places + first, s->n_places - first, sizeof *s->places, by_tid);
        for (size_t i = first; i < s->n_places; i++) {
            s->places[i].thread = (int)(i - first);
        }
    }
}

static json_t *records(const struct rxt_program_seen *seen)
{
    json_t *list = json_array();
    for (size_t r = 0; r < seen->n; r++) {
        json_array_append_new(list, rxt_watched_to_json(&seen->ranks[r]));
    }
    return list;
}

/* Some notes are sentences. */
static const char *separator(const struct rxt_text *notes)
{
    return notes->n == 0 ? "" : notes->bytes[notes->n - 1] == '.' ? " " : "; ";
}

static void add_note(struct rxt_text *notes, const char *note)
{
    if (note && note[0]) {
        rxt_text_add(notes, "%s", separator(notes));
        const size_t n = strlen(note);
        rxt_text_add_line(notes, note, n - (note[n - 1] == ' '));
    }
}

/* What a run costs where copies share the nodes: all of the cores are held while they run. */
static void add_cost(const struct rxt_program_seen *seen, struct rxt_text *notes)
{
    const struct rxt_program *program = seen->member->shared->program;
    const size_t used = rxt_layout_node_workers(seen->layout) * (size_t)seen->n_copies;
    const double cores = (double)(program->n_cores > used ? program->n_cores : used) * seen->layout->nodes;
    if (rxt_program_has_copies(program)) {
        rxt_text_add(notes, "%s%.3g core-hours a run", separator(notes),
                     cores * wall_of(seen) / 3600.0 / seen->n_copies);
    }
}

static char *notes_of(const struct rxt_program_seen *seen, const struct rxt_finding *finding,
                      const struct rxt_watch_proof *proof)
{
    struct rxt_text notes = {0};
    add_note(&notes, proof->told);
    add_note(&notes, finding->note);
    for (size_t r = 0; r < seen->n; r++) {
        add_note(&notes, seen->ranks[r].note);
    }
    if (seen->outcome->status != 0) {
        rxt_text_add(&notes, "%sits launcher ended with status %d, though every rank did its work",
                     separator(&notes), seen->outcome->status);
    }
    add_cost(seen, &notes);
    char *text = copy(rxt_text_of(&notes));
    rxt_text_free(&notes);
    return text;
}

static void judge_answer(const struct rxt_program_seen *seen, const struct rxt_finding *finding,
                         struct rxt_sample *s)
{
    const struct rxt_program *program = seen->member->shared->program;
    const char *wrong = finding->wrong[0] ? finding->wrong : seen->wrong ? seen->wrong : "";
    struct rxt_text clean = {0};
    rxt_text_add_line(&clean, wrong, strlen(wrong));
    s->check = wrong[0] ? RXT_CHECK_FAIL : program->expect || seen->wrong ? RXT_CHECK_PASS : RXT_CHECK_NONE;
    s->check_note = copy(rxt_text_of(&clean));
    s->answer = copy(finding->answer);
    rxt_text_free(&clean);
}

static void measure(const struct rxt_program_seen *seen, const struct rxt_finding *finding,
                    struct rxt_sample *s)
{
    const struct rxt_program *program = seen->member->shared->program;
    const bool counts_runs = rxt_program_has_copies(program), has_number = program->metric || counts_runs;
    s->time_s = calloc(1, sizeof *s->time_s);
    s->metric = has_number ? calloc(1, sizeof *s->metric) : NULL;
    s->n_times = s->time_s && (s->metric || !has_number) ? 1 : 0;
    if (s->n_times > 0) {
        s->time_s[0] = wall_of(seen);
        s->run_s = s->time_s[0];
    }
    if (s->metric && s->n_times > 0) {
        s->metric[0] = counts_runs ? 3600.0 * seen->n_copies / s->time_s[0] : finding->metric;
        s->unit = copy(counts_runs ? "runs/h" : program->unit);
        s->higher_is_better = counts_runs || program->higher_is_better;
    }
}

json_t *rxt_program_sample(const struct rxt_program_seen *seen, const struct rxt_finding *finding,
                           const struct rxt_watch_proof *proof)
{
    struct rxt_sample *s = calloc(1, sizeof *s);
    if (!s) {
        return NULL;
    }
    *s = (struct rxt_sample){
        .kernel = copy(seen->member->subject.name),
        .is_program = true,
        .params = json_incref(seen->member->params),
        .layout = *seen->layout,
        .launcher = copy(seen->launcher),
        .work = {NAN, NAN, NAN, NAN},
        .peak_node_bytes = peak_of(seen),
        .pss_node_bytes = (double)NAN,
        .data_bytes = (double)NAN,
        .run_s = NAN,
        .setup_s = NAN,
        .efficiency = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN},
        .rejected = proof->state == RXT_PROOF_REJECTS ? copy(proof->why) : NULL,
        .unproven = proof->state == RXT_PROOF_OPEN ? copy(proof->why) : NULL,
        .is_mask_only = seen->is_mask_only,
        .told = notes_of(seen, finding, proof),
        .watched = records(seen),
        .round = -1,
        .launch = -1,
    };
    rxt_clock_date(s->date, sizeof s->date);
    s->has_usage = true;
    rxt_usage_of(seen->ranks, seen->n, seen->plan->n_threads, &s->usage);
    s->disturbed = rxt_cpu_share_is_disturbed(s->usage.cpu_share);
    measure(seen, finding, s);
    judge_answer(seen, finding, s);
    place_all(seen, s);
    json_t *json = s->n_times > 0 && s->kernel && s->launcher && s->places ? rxt_sample_to_json(s) : NULL;
    rxt_sample_close(s);
    return json;
}
