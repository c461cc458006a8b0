/* SPDX-License-Identifier: BSD-3-Clause
 * mpi_watch.c - preloaded before any MPI program: when each rank was started up, and what memory it holds.
 *
 * MPI's profiling interface: MPI_Init, MPI_Init_thread and MPI_Finalize are taken, all else goes by. Rank 0 writes
 * one row a rank to the file MPI_WATCH: seconds from MPI_WATCH_START (of the epoch) to the end of MPI_Init; then, in
 * kB and with all ranks alive, Pss and Rss at that time, and both when MPI_Finalize was called.
 * Pss shares out among the ranks of this machine what they have in common; Rss does not.
 */
#include <mpi.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { START_S, PSS_BEGIN, RSS_BEGIN, PSS_END, RSS_END, COLUMNS };
static double row[COLUMNS];

static double field(const char *name)
{
    char line[256];
    double kb = -1.0;
    FILE *file = fopen("/proc/self/smaps_rollup", "r");
    while (file && fgets(line, sizeof line, file)) {
        if (!strncmp(line, name, strlen(name))) {
            kb = strtod(line + strlen(name), NULL);
        }
    }
    if (file) {
        fclose(file);
    }
    return kb;
}

/* Pss and Rss, between barriers: a rank that is not there yet, or has left, shares nothing. */
static void note_memory(int column)
{
    PMPI_Barrier(MPI_COMM_WORLD);
    row[column] = field("Pss:");
    row[column + 1] = field("Rss:");
    PMPI_Barrier(MPI_COMM_WORLD);
}

static void note_start(void)
{
    struct timespec now;
    const char *start = getenv("MPI_WATCH_START");
    timespec_get(&now, TIME_UTC);
    row[START_S] = (double)now.tv_sec + 1e-9 * (double)now.tv_nsec - (start ? strtod(start, NULL) : 0.0);
    note_memory(PSS_BEGIN);
}

int MPI_Init(int *argc, char ***argv)
{
    const int rc = PMPI_Init(argc, argv);
    note_start();
    return rc;
}

int MPI_Init_thread(int *argc, char ***argv, int required, int *provided)
{
    const int rc = PMPI_Init_thread(argc, argv, required, provided);
    note_start();
    return rc;
}

static void write_rows(const double *rows, int n_ranks)
{
    FILE *file = fopen(getenv("MPI_WATCH"), "w");
    for (int i = 0; file && i < n_ranks; i++) {
        const double *r = rows + (size_t)i * COLUMNS;
        fprintf(file, "%.3f %.0f %.0f %.0f %.0f\n", r[START_S], r[PSS_BEGIN], r[RSS_BEGIN], r[PSS_END],
                r[RSS_END]);
    }
    if (!file || fclose(file) != 0) {
        perror("mpi_watch");
    }
}

int MPI_Finalize(void)
{
    int rank, n_ranks;
    PMPI_Comm_rank(MPI_COMM_WORLD, &rank);
    PMPI_Comm_size(MPI_COMM_WORLD, &n_ranks);
    note_memory(PSS_END);
    double *rows = calloc((size_t)n_ranks * COLUMNS, sizeof *rows);
    if (!rows) {
        MPI_Abort(MPI_COMM_WORLD, 3);
    }
    PMPI_Gather(row, COLUMNS, MPI_DOUBLE, rows, COLUMNS, MPI_DOUBLE, 0, MPI_COMM_WORLD);
    if (rank == 0) {
        write_rows(rows, n_ranks);
    }
    free(rows);
    return PMPI_Finalize();
}
