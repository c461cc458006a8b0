/* SPDX-License-Identifier: BSD-3-Clause
 * fuzz_watch.c - what a rank is told, and what comes from it: a task, lines of a launcher, a record. What is accepted is
 * written and accepted again.
 */
#include "fuzz.h"

#include "bytes.h"
#include "watch_proc.h"
#include "watch_task.h"
#include "watch_wire.h"

#include <stdlib.h>
#include <string.h>

static void read_task(const char *json, size_t n)
{
    struct rxt_task task, again;
    struct rxt_text letters = {0}, text = {0};
    rxt_bytes_to_letters(json, n, &letters);
    if (rxt_task_from_text(rxt_text_of(&letters), &task) == RXT_OK &&
        rxt_task_to_text(&task, &text) == RXT_OK) {
        fuzz_claim(rxt_task_from_text(rxt_text_of(&text), &again) == RXT_OK,
                   "a task is read as it was written");
        fuzz_claim(again.argv.n == task.argv.n, "with all its words");
        rxt_task_free(&again);
    }
    rxt_task_free(&task);
    rxt_text_free(&letters);
    rxt_text_free(&text);
}

static void read_record(const char *bytes, size_t n)
{
    struct rxt_watched watched, again;
    json_t *json = json_loadb(bytes, n, 0, NULL);
    if (json && rxt_watched_from_json(json, &watched) == RXT_OK) {
        json_t *written = rxt_watched_to_json(&watched);
        fuzz_claim(rxt_watched_from_json(written, &again) == RXT_OK, "a record is read as it was written");
        rxt_watched_free(&again);
        rxt_watched_free(&watched);
        json_decref(written);
    } else if (json) {
        rxt_watched_free(&watched);
    }
    json_decref(json);
}

static void read_lines(const char *bytes, size_t n)
{
    struct rxt_wire *wire = NULL;
    struct rxt_watched watched;
    fuzz_claim(rxt_wire_open(&wire, "0123456789abcdef", 2) == RXT_OK, "an assembler opens");
    for (size_t at = 0; at < n;) {
        const char *end = memchr(bytes + at, '\n', n - at);
        const size_t n_line = end ? (size_t)(end - bytes) - at : n - at;
        (void)rxt_wire_feed(wire, bytes + at, n_line);
        at += n_line + 1;
    }
    for (int rank = 0; rank < 2; rank++) {
        (void)!rxt_wire_take(wire, rank, &watched);
        rxt_watched_free(&watched);
    }
    rxt_wire_close(wire);
}

static void read_proc(const uint8_t *data, size_t n)
{
    struct rxt_proc_stat stat;
    double a, b;
    char *text = fuzz_text(data, n);
    if (rxt_proc_stat_read(text, 0.01, &stat)) {
        fuzz_claim(strlen(stat.name) < sizeof stat.name, "a name has its end");
    }
    (void)rxt_proc_schedstat_read(text, &a, &b);
    (void)rxt_proc_io_read(text, &a, &b);
    (void)rxt_proc_memory_read(text);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    const char *bytes = (const char *)data;
    read_task(bytes, n);
    read_record(bytes, n);
    read_lines(bytes, n);
    read_proc(data, n);
    return 0;
}
