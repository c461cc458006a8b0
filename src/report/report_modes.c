/* SPDX-License-Identifier: BSD-3-Clause
 * report_modes.c - the four modes side by side: what each of them is, and when to use it.
 */
#include "report_parts.h"

enum { WORDS = 6 };

static const char *const words[][WORDS] = {
    {"mode", "a worker is", "memory", "results come together", "what protects data", "when to use"},
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

void rxt_report_modes(struct rxt_document *out)
{
    static const size_t widths[WORDS] = {7, 14, 15, 18, 18, 18}; /* with gaps 100 */
    rxt_document_table(out, WORDS);
    for (size_t i = 0; i < sizeof words / sizeof **words; i++) {
        rxt_document_row(out, words[i / WORDS][i % WORDS], NULL);
    }
    for (size_t c = 0; c < WORDS; c++) {
        rxt_document_width(out, c, 0, widths[c]);
    }
}
