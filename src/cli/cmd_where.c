/* SPDX-License-Identifier: BSD-3-Clause
 * cmd_where.c - rxt where: the tree of a layout, program, processes, threads, and their cores.
 */
#include "cli.h"

#include "fields.h"
#include "text.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

struct sink {
    bool json;
    enum rxt_err err;
};

static int number(const json_t *row, const char *key)
{
    struct rxt_fields fields = {"a placement", RXT_OK};
    return rxt_fields_int(&fields, row, key, -1, INT_MAX);
}

static void print_thread(const json_t *row, bool is_last_rank, bool is_last)
{
    const int planned = number(row, "planned_pu"), pu = number(row, "pu");
    printf("%s   %s thread %d  tid %d  core %d  PU %d", is_last_rank ? " " : "│", is_last ? "└─" : "├─",
           number(row, "thread"), number(row, "tid"), number(row, "core"), pu);
    if (planned < 0) {
        rxt_print_line("  not bound by rxt, mask ", json_string_value(json_object_get(row, "mask")));
    } else {
        printf("  planned %d  %s\n", planned, planned == pu ? "as planned" : "ASTRAY");
    }
}

static void print_process(const json_t *row, bool is_last)
{
    struct rxt_text host = {0};
    const char *name = json_string_value(json_object_get(row, "host"));
    rxt_text_add_line(&host, name ? name : "", name ? strlen(name) : 0);
    printf("%s process rank %d  pid %d  host %s  node %d\n", is_last ? "└─" : "├─", number(row, "rank"),
           number(row, "pid"), rxt_text_of(&host), number(row, "node"));
    rxt_text_free(&host);
}

static void print_tree(const json_t *record)
{
    const json_t *rows = json_object_get(record, "placement");
    const size_t n = json_array_size(rows);
    const char *layout = json_string_value(json_object_get(record, "layout")),
               *launcher = json_string_value(json_object_get(record, "launcher"));
    struct rxt_text line = {0};
    rxt_text_add(&line, "layout %s  launcher %s", layout ? layout : "unknown",
                 launcher ? launcher : "unknown");
    rxt_print_line("rxt  ", rxt_text_of(&line));
    rxt_text_free(&line);
    for (size_t i = 0; i < n; i++) {
        const json_t *row = json_array_get(rows, i);
        const int rank = number(row, "rank");
        const bool is_last_rank = rank == number(json_array_get(rows, n - 1), "rank");
        if (number(row, "thread") == 0) {
            print_process(row, is_last_rank);
        }
        print_thread(row, is_last_rank, i + 1 == n || number(json_array_get(rows, i + 1), "rank") != rank);
    }
}

static void take(void *context, const json_t *record)
{
    struct sink *sink = context;
    if (strcmp(json_string_value(json_object_get(record, "schema")), RXT_SCHEMA_WHERE)) {
        return;
    }
    if (sink->json) {
        sink->err = rxt_print_json(json_object_get(record, "placement"));
    } else {
        print_tree(record);
    }
    const json_t *rejected = json_object_get(record, "rejected");
    if (json_is_string(rejected)) {
        sink->err = rxt_fail(RXT_E_WRONG, "%s", json_string_value(rejected));
    }
}

static enum rxt_err run(const struct rxt_args *args)
{
    struct rxt_request request;
    struct sink sink = {.json = args->json};
    struct rxt_args team = *args;
    team.size = "default";
    enum rxt_err err =
        rxt_request_from(&team, args->n_words > 0 ? args->words[0] : args->layout, NULL, 0, &request);
    if (!err) {
        err = rxt_request_run(&request, args->hostfile, args->timeout_s, take, &sink);
    }
    return err == RXT_OK ? sink.err : err;
}

const struct rxt_cmd rxt_cmd_where = {
    .name = "where",
    .words = "[LAYOUT]",
    .most_words = 1,
    .options = "layout smt oversubscribe timeout hostfile json",
    .what = "start a layout and show where every process and thread really is",
    .more =
        "Prints the tree program -> process (rank, pid, host) -> thread (tid, core), planned and actual PU.\n\n"
        "Examples:\n"
        "  rxt where 2x3 --oversubscribe\n"
        "  mpirun -n 2 --bind-to core rxt where\n",
    .takes_part = true,
    .run = run,
};
