/* SPDX-License-Identifier: BSD-3-Clause
 * cli_ceilings.c - measure what this machine can do at most, by kernels that rxt runs as it runs all others.
 */
#include "cli_ceilings.h"
#include "cli.h"

#include "clock.h"
#include "json.h"
#include "launch_process.h"
#include "machine_cgroup.h"
#include "machine_ceilings.h"
#include "text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { REPS = 25 }; /* of some ms each: one of them finds its cores free */

/* One launch: a layout, and what its samples were, by "kernel" or "kernel of=..." in the order that they were asked for. */
struct measured {
    const struct rxt_topology *topology;
    json_t *record;
    double cpu_share; /* the least of all launches */
};

/* The best of the times of a sample: the rate of its work. */
static double best_s(const json_t *sample)
{
    const json_t *time;
    size_t i;
    double best = INFINITY;
    json_array_foreach(json_object_get(sample, "time_s"), i, time)
    {
        best = fmin(best, json_is_number(time) ? json_number_value(time) : INFINITY);
    }
    return best;
}

static double rate_of(const json_t *sample, const char *work)
{
    const json_t *n = json_object_get(json_object_get(sample, "work"), work);
    const bool is_right = !strcmp(rxt_json_text_at(sample, "check", ""), "pass") &&
                          json_is_null(json_object_get(sample, "rejected"));
    return is_right && json_is_number(n) ? json_number_value(n) / best_s(sample) : (double)NAN;
}

/* Run a kernel under a layout; NULL where that gave no sample. */
static enum rxt_err run(struct measured *m, const char *layout, const char *sched, const char *words,
                        json_t **sample)
{
    char program[4096], kernel[128], reps[16];
    const char *asked[20] = {program, "run"};
    size_t n = 2;
    const ssize_t n_read = readlink("/proc/self/exe", program, sizeof program - 1);
    program[n_read > 0 ? n_read : 0] = '\0';
    snprintf(kernel, sizeof kernel, "%s", words);
    snprintf(reps, sizeof reps, "%d", REPS);
    for (char *word = strtok(kernel, " "); word && n < 10; word = strtok(NULL, " ")) {
        asked[n++] = word;
    }
    const char *const options[] = {"--layout", layout, "--sched", sched, "--reps", reps, "--json", NULL};
    memcpy(asked + n, options, sizeof options);
    struct rxt_answer answer = {0};
    const struct rxt_question question = {.words = asked, .timeout_s = 300.0, .stop = &rxt_stop};
    enum rxt_err err = rxt_program_ask(&question, &answer);
    *sample = err ? NULL : json_loads(rxt_text_of(&answer.said[RXT_OUT]), JSON_DISABLE_EOF_CHECK, NULL);
    const json_t *share = json_object_get(*sample, "cpu_share");
    m->cpu_share = json_is_number(share) ? fmin(m->cpu_share, json_number_value(share)) : m->cpu_share;
    if (!*sample && err != RXT_E_STOPPED) {
        rxt_say("rxt: warning: ", "not measured: %s under %s: %s", words, layout,
                err ? rxt_reason() : rxt_text_of(&answer.said[RXT_ERR]));
        err = RXT_OK;
    }
    rxt_answer_free(&answer);
    return err;
}

static double cache_bytes(const struct measured *m, enum rxt_data_place place)
{
    const json_t *caches = json_object_get(m->record, "caches");
    static const char *const keys[] = {"l1_B", "l2_B", "l3_B"};
    const json_t *value = json_object_get(caches, keys[place]);
    return json_is_number(value) ? json_number_value(value) : (double)NAN;
}

/* Half of a cache, of L3 a core's part of that; NaN where that would not lie in it alone. */
static double bytes_for(const struct measured *m, enum rxt_data_place place, int n_cores)
{
    const double l3s = fmax(1.0, (double)m->topology->n_domains[RXT_L3]);
    const double sharing = place == RXT_IN_L3 ? fmax(1.0, n_cores / l3s) : 1.0;
    const double bytes = 0.5 * cache_bytes(m, place) / sharing;
    return place == RXT_IN_L1 || bytes > 1.5 * cache_bytes(m, (enum rxt_data_place)(place - 1)) ||
                   (place == RXT_IN_L2 && bytes > 2.0 * cache_bytes(m, RXT_IN_L1))
               ? bytes
               : (double)NAN;
}

static enum rxt_err measure_cache(struct measured *m, enum rxt_data_place place, int n_cores,
                                  const char *layout, json_t *row)
{
    static const double read_bytes[] = {256e6, 128e6, 64e6}; /* by each core in a run: about a ms */
    const double bytes = bytes_for(m, place, n_cores);
    char words[128];
    json_t *sample = NULL;
    enum rxt_err err = RXT_OK;
    if (isfinite(bytes)) {
        snprintf(words, sizeof words, "cache n=%.0f passes=%.0f", floor(bytes / 8.0),
                 ceil(read_bytes[place] / bytes) * n_cores);
        err = run(m, layout, "static", words, &sample);
    }
    json_object_set_new(row, rxt_data_place_key(place), rxt_json_real(rate_of(sample, "bytes")));
    json_decref(sample);
    return err;
}

/* Four times what the caches hold, but no more than a quarter of what is free. */
static double memory_numbers(const struct measured *m)
{
    const double l3 = cache_bytes(m, RXT_IN_L3), l3s = fmax(1.0, (double)m->topology->n_domains[RXT_L3]);
    const double wanted = fmax(128e6, isnan(l3) ? 0.0 : 4.0 * l3 * l3s);
    return floor(fmin(wanted, 0.25 * rxt_memory_available()) / 8.0);
}

static enum rxt_err measure_rates(struct measured *m, int n_cores)
{
    char layout[16], words[128];
    json_t *row = json_pack("{s:i}", "cores", n_cores), *flop = NULL, *memory = NULL;
    snprintf(layout, sizeof layout, "1x%d", n_cores);
    snprintf(words, sizeof words, "fma n=%d", 32 * 16 * n_cores);
    enum rxt_err err = run(m, layout, "static", words, &flop);
    json_object_set_new(row, "flop", rxt_json_real(rate_of(flop, "flop")));
    for (int place = RXT_IN_L1; place <= RXT_IN_L3 && !err; place++) {
        err = measure_cache(m, (enum rxt_data_place)place, n_cores, layout, row);
    }
    if (!err) {
        snprintf(words, sizeof words, "read n=%.0f sweeps=1", memory_numbers(m));
        err = run(m, layout, "static", words, &memory);
    }
    json_object_set_new(row, "memory", rxt_json_real(rate_of(memory, "bytes")));
    json_array_append_new(json_object_get(m->record, "rates"), row);
    json_decref(flop);
    json_decref(memory);
    return err;
}

static enum rxt_err measure_cost(struct measured *m, const char *of, const char *layout, double n,
                                 double n_workers)
{
    char words[64];
    json_t *sample = NULL;
    snprintf(words, sizeof words, "cost of=%s n=%.0f", of, n);
    const enum rxt_err err = run(m, layout, !strcmp(of, "chunk") ? "dynamic" : "static", words, &sample);
    const double rate = rate_of(sample, "items");
    json_array_append_new(
        json_object_get(m->record, "costs"),
        json_pack("{s:s, s:s, s:o}", "of", of, "layout", layout, "s", rxt_json_real(n_workers / rate)));
    json_decref(sample);
    return err;
}

/* Of a chunk what a worker takes for it; of a ping-pong the way of one message. */
static enum rxt_err measure_costs(struct measured *m, int n_cores)
{
    char threads[16], ranks[16];
    snprintf(threads, sizeof threads, "1x%d", n_cores);
    snprintf(ranks, sizeof ranks, "%dx1", n_cores);
    enum rxt_err err = measure_cost(m, "fork", threads, 1000.0, 1.0);
    if (!err) {
        err = measure_cost(m, "chunk", threads, 50000.0 * n_cores, n_cores);
    }
    if (!err && n_cores > 1) {
        err = measure_cost(m, "barrier", ranks, 1000.0, 1.0);
    }
    if (!err && n_cores > 1) {
        err = measure_cost(m, "allreduce", ranks, 1000.0, 1.0);
    }
    return !err && n_cores > 1 ? measure_cost(m, "pingpong", "2x1", 2000.0, 1.0) : err;
}

enum rxt_err rxt_ceilings_measure(const struct rxt_topology *topology, const json_t *identity, json_t **out)
{
    char date[24];
    const int n_cores = (int)topology->n_cores;
    struct measured m = {.topology = topology, .record = json_deep_copy(identity), .cpu_share = INFINITY};
    rxt_clock_date(date, sizeof date);
    *out = NULL;
    if (!m.record || json_object_set_new(m.record, "date", json_string(date)) != 0 ||
        json_object_set_new(m.record, "caches", rxt_caches_of(topology)) != 0 ||
        json_object_set_new(m.record, "rates", json_array()) != 0 ||
        json_object_set_new(m.record, "costs", json_array()) != 0) {
        json_decref(m.record);
        return rxt_fail(RXT_E_MEMORY, "no room for a record");
    }
    enum rxt_err err = RXT_OK;
    for (int n = 1; n <= n_cores && !err; n = n < n_cores && 2 * n > n_cores ? n_cores : 2 * n) {
        err = measure_rates(&m, n);
    }
    if (!err) {
        err = measure_costs(&m, n_cores);
    }
    json_object_set_new(m.record, "cpu_share", rxt_json_real(m.cpu_share));
    if (!err && isnan(rxt_ceilings_rate(m.record, "flop", 1.0)) &&
        isnan(rxt_ceilings_rate(m.record, "memory", 1.0))) {
        err = rxt_fail(RXT_E_LAUNCH, "no launch gave a rate, so that nothing is kept");
    }
    if (err) {
        json_decref(m.record);
        return err;
    }
    *out = m.record;
    return RXT_OK;
}
