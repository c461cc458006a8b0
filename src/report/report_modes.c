/* SPDX-License-Identifier: BSD-3-Clause
 * report_modes.c - the concept table of the four modes, as data and its two renderings.
 */
#include "report_modes.h"

#include "report_parts.h"

enum { WORDS = 6 };

/* The widths are those of a terminal; with two blanks between them they sum to 100. */
static const struct {
    size_t width;
    const char *title;
} columns[WORDS] = {
    {7, "mode"},
    {14, "a worker is"},
    {15, "memory"},
    {18, "results come together"},
    {18, "what protects data"},
    {18, "when to use"},
};

static const char *const modes[RXT_MODES][WORDS] = {
    {"serial", "one process with one thread", "its own; nobody to share it with", "they are there already",
     "nothing is needed", "as the yardstick; for tasks too short to be split"},
    {"threads", "an OpenMP thread, one core each", "shared by all threads of the one process",
     "by reading the shared memory, behind a barrier",
     "rules in the code: locks, atomics, reductions, barriers",
     "on one node; for large data that all workers read; for uneven work"},
    {"ranks", "an MPI process with one thread, one core each", "not shared: each rank has its own",
     "by messages (send and receive, reduce, gather)",
     "the operating system: no rank can touch another's memory",
     "over several nodes; for work that splits with little exchange; for libraries that are not thread-safe"},
    {"hybrid", "a thread in a pool of threads that each rank holds",
     "shared inside a rank, not shared between ranks",
     "inside a rank in memory, then by messages between ranks",
     "between ranks the operating system, inside a rank the rules in the code",
     "over several nodes or NUMA nodes; when copies per rank or messages per core cost too much"},
};

/* One row of wrapped cells, as many lines as its longest cell takes. */
static void add_row(struct rxt_text *out, const char *const words[WORDS])
{
    const char *rest[WORDS];
    size_t n[WORDS], n_open = 0;
    for (size_t c = 0; c < WORDS; c++) {
        rest[c] = rxt_report_line(words[c], columns[c].width, &n[c]);
        n_open += n[c] > 0;
    }
    while (n_open > 0) {
        size_t blank = 0;
        n_open = 0;
        for (size_t c = 0; c < WORDS; c++) {
            rxt_text_add(out, "%*s", n[c] > 0 ? (int)blank : 0, "");
            rxt_text_add_bytes(out, rest[c], n[c]);
            blank = (n[c] > 0 ? 0 : blank) + columns[c].width + 2 - n[c];
            rest[c] = rxt_report_line(rest[c] + n[c], columns[c].width, &n[c]);
            n_open += n[c] > 0;
        }
        rxt_text_add(out, "\n");
    }
}

void rxt_report_modes(struct rxt_text *out)
{
    const char *titles[WORDS];
    for (size_t c = 0; c < WORDS; c++) {
        titles[c] = columns[c].title;
    }
    add_row(out, titles);
    for (size_t m = 0; m < RXT_MODES; m++) {
        rxt_text_add(out, "\n");
        add_row(out, modes[m]);
    }
}

void rxt_report_modes_markdown(struct rxt_text *out)
{
    for (size_t c = 0; c < WORDS; c++) {
        rxt_text_add(out, "| %s ", columns[c].title);
    }
    rxt_text_add(out, "|\n|---|---|---|---|---|---|\n");
    for (size_t m = 0; m < RXT_MODES; m++) {
        for (size_t c = 0; c < WORDS; c++) {
            rxt_text_add(out, "| %s ", modes[m][c]);
        }
        rxt_text_add(out, "|\n");
    }
}
