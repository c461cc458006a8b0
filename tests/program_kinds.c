/* SPDX-License-Identifier: BSD-3-Clause
 * program_kinds.c - a program that knows nothing of rxt, of the kind that its first word names; with MPI if WITH_MPI is
 * defined, else a rank as srun numbers it. Each kind is one that a study must bear.
 */
#ifdef WITH_MPI
#include <mpi.h>
#endif

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int rank, n_ranks = 1;

static void begin(int *argc, char ***argv)
{
#ifdef WITH_MPI
    MPI_Init(argc, argv);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &n_ranks);
#else
    const char *number = getenv("SLURM_PROCID"), *count = getenv("SLURM_STEP_NUM_TASKS");
    (void)argc, (void)argv;
    rank = number && count ? atoi(number) : 0;
    n_ranks = number && count ? atoi(count) : 1;
#endif
}

static void end(void)
{
#ifdef WITH_MPI
    MPI_Finalize();
#endif
}

/* So much CPU time, shared by the ranks. */
static void spin(double s)
{
    struct timespec t;
    do {
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    } while ((double)t.tv_sec + 1e-9 * (double)t.tv_nsec < s / n_ranks);
    if (rank == 0) {
        printf("rate %.3f\nenergy %.12f\n", n_ranks / s, -1.5);
    }
}

/* All words, each with a NUL behind it, to words.RANK. */
static void tell_words(int argc, char **argv)
{
    char name[64];
    snprintf(name, sizeof name, "words.%d", rank);
    FILE *file = fopen(name, "w");
    for (int i = 2; file && i < argc; i++) {
        fwrite(argv[i], 1, strlen(argv[i]) + 1, file);
    }
    if (file) {
        fclose(file);
    }
}

/* A process of its own session that holds the output for long. */
static void leave_daemon(void)
{
    if (fork() == 0) {
        setsid();
        sleep(600);
        _exit(0);
    }
}

/* So many lines of 100 bytes, in blocks: what MPI makes of the buffer of standard output does not matter. */
static void talk(long n_lines)
{
    enum { LINE = 100, BLOCK = 1000 };
    static char block[LINE * BLOCK];
    memset(block, 'x', sizeof block);
    for (int i = 0; i < BLOCK; i++) {
        block[LINE * i + LINE - 1] = '\n';
    }
    for (long i = 0; i < n_lines; i += BLOCK) {
        fwrite(block, 1, sizeof block, stdout);
    }
}

int main(int argc, char **argv)
{
    const char *kind = argc > 1 ? argv[1] : "";
    const char *more = argc > 2 ? argv[2] : "";
    begin(&argc, &argv);
    if (!strcmp(kind, "ignores")) {
        signal(SIGTERM, SIG_IGN);
    }
    while (!strcmp(kind, "hangs") || !strcmp(kind, "ignores")) {
        sleep(600);
    }
    if (!strcmp(kind, "crashes") && n_ranks > 1 && rank == 1) {
        puts("about to crash");
        fflush(stdout);
        raise(SIGSEGV);
    }
    if (!strcmp(kind, "fails")) {
        fputs("no input file\n", stderr);
        _exit(3);
    }
    if (!strcmp(kind, "words")) {
        tell_words(argc, argv);
    }
    if (!strcmp(kind, "daemon")) {
        leave_daemon();
    }
    if (!strcmp(kind, "talks")) {
        talk(atol(more));
    }
    if (!strcmp(kind, "reads")) {
        char line[64] = "";
        if (fgets(line, sizeof line, stdin)) {
            printf("read %s", line);
        }
    }
    if (!strcmp(kind, "differs") && rank == 0) {
        printf("answer %d\n", n_ranks);
    }
    if (!strcmp(kind, "nan")) {
        puts("rate nan");
    } else if (!strcmp(kind, "silent")) {
        puts("nothing to tell");
    } else if (strcmp(kind, "lazy") != 0) {
        spin(!strcmp(kind, "spins") && more[0] ? atof(more) : 0.1);
    }
    end();
    return 0;
}
