/* SPDX-License-Identifier: BSD-3-Clause
 * cmd_machine.c - rxt machine: what this machine can do at most, measured once and kept.
 */
#include "cli.h"
#include "cli_ceilings.h"

#include "json.h"
#include "machine_ceilings.h"
#include "text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void add_rate(struct rxt_text *out, const json_t *row, const char *key)
{
    const json_t *value = json_object_get(row, key);
    if (json_is_number(value)) {
        rxt_text_add(out, "%12.1f", 1e-9 * json_number_value(value));
    } else {
        rxt_text_add(out, "%12s", "-");
    }
}

static void add_rates(struct rxt_text *out, const json_t *record)
{
    const json_t *row;
    size_t i;
    rxt_text_add(out, "\n%5s%12s%12s%12s%12s%12s\n%5s%12s%12s%12s%12s%12s\n", "cores", "peak", "L1", "L2",
                 "L3", "memory", "", "Gflop/s", "GB/s", "GB/s", "GB/s", "GB/s");
    json_array_foreach(json_object_get(record, "rates"), i, row)
    {
        rxt_text_add(out, "%5d", (int)json_integer_value(json_object_get(row, "cores")));
        add_rate(out, row, "flop");
        for (int place = 0; place < RXT_DATA_PLACES; place++) {
            add_rate(out, row, rxt_data_place_key((enum rxt_data_place)place));
        }
        rxt_text_add(out, "\n");
    }
}

static void add_saturation(struct rxt_text *out, const json_t *record, size_t n_cores)
{
    const int n = rxt_ceilings_saturation(record);
    if (n > 0 && (size_t)n < n_cores) {
        rxt_text_add(out, "\nMemory is saturated by %d of %zu cores: more of them read no more.\n", n,
                     n_cores);
    } else if (n > 0) {
        rxt_text_add(out, "\nMemory is not saturated by less than all %zu cores.\n", n_cores);
    }
}

static void add_costs(struct rxt_text *out, const json_t *record)
{
    const json_t *cost, *value;
    size_t i;
    rxt_text_add(out, "\n");
    json_array_foreach(json_object_get(record, "costs"), i, cost)
    {
        value = json_object_get(cost, "s");
        rxt_text_add(out, "%-10s %-8s ", rxt_json_text_at(cost, "of", "-"),
                     rxt_json_text_at(cost, "layout", "-"));
        if (json_is_number(value)) {
            rxt_text_add(out, "%10.3f us\n", 1e6 * json_number_value(value));
        } else {
            rxt_text_add(out, "%10s\n", "-");
        }
    }
}

static enum rxt_err show(const json_t *record, const struct rxt_topology *topology, const char *path)
{
    struct rxt_text text = {0}, head = {0};
    const json_t *share = json_object_get(record, "cpu_share");
    rxt_text_add(&head, "%s, %s, %zu cores, measured %s\nkept in %s\n", rxt_json_text_at(record, "host", "-"),
                 topology->cpu_model, topology->n_cores, rxt_json_text_at(record, "date", "-"), path);
    rxt_text_add(&text, "%s", rxt_text_of(&head));
    add_rates(&text, record);
    add_saturation(&text, record, topology->n_cores);
    add_costs(&text, record);
    if (json_is_number(share) && json_number_value(share) < 0.95) {
        rxt_text_add(
            &text,
            "\nThe machine was busy: in a launch threads had %.0f %% of their cores. The best of many short "
            "runs counts,\nand may still be low: --again when it is quiet.\n",
            100.0 * json_number_value(share));
    }
    const enum rxt_err err = rxt_print(rxt_text_of(&text));
    rxt_text_free(&text);
    rxt_text_free(&head);
    return err;
}

static enum rxt_err run(const struct rxt_args *args)
{
    char path[4096 + 64] = "";
    struct rxt_topology *topology = NULL;
    json_t *identity = NULL, *record = NULL;
    enum rxt_err err = rxt_topology_open(&topology, NULL);
    if (err) {
        goto out;
    }
    identity = rxt_ceilings_identity(topology);
    err = identity ? rxt_ceilings_path(identity, path, sizeof path)
                   : rxt_fail(RXT_E_MEMORY, "no room for a record");
    if (err) {
        goto out;
    }
    record = args->again ? NULL : rxt_ceilings_kept(identity);
    if (!record) {
        rxt_catch_stop();
        err = rxt_ceilings_measure(topology, identity, &record);
        if (!err) {
            err = rxt_ceilings_keep(record);
        }
    }
    if (!err) {
        err = args->json ? rxt_print_json(record) : show(record, topology, path);
    }
out:
    json_decref(record);
    json_decref(identity);
    rxt_topology_close(topology);
    return err;
}

const struct rxt_cmd rxt_cmd_machine = {
    .name = "machine",
    .words = "",
    .most_words = 0,
    .is_alone = true,
    .options = "again json",
    .what = "measure what this machine can do at most, once, and keep it",
    .more =
        "The peak of multiply-adds, the bandwidth of each cache and of memory by the number of cores, and what it costs "
        "to\nbegin a loop (fork), hand out a chunk, meet (barrier), agree (allreduce) and send 8 bytes (pingpong). Each is "
        "the best\nof many short runs, on cores of its own. The record is kept in $XDG_STATE_HOME/rxt (~/.local/state/rxt) "
        "with its date,\none for each machine and build. A study on one node compares with it, and says so; where none is "
        "kept it measures peak\nand memory beside its kernels. --again measures anew.\n\n"
        "Examples:\n"
        "  rxt machine\n"
        "  rxt machine --again --json\n",
    .run = run,
};
