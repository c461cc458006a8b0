/* SPDX-License-Identifier: BSD-3-Clause
 * bench_bind.c - what rxt bind costs a start, beside a bare exec: bench_bind RXT STARTS.
 *
 * Of each kind so many starts, in turn. CPU time is that of the process from fork to end, program and all: a wall time
 * would tell of the neighbours on the machine.
 */
#include "machine.h"
#include "stat.h"

#include "rxt/err.h"

#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

extern char **environ;

enum { MOST = 10000 };

struct start {
    const char *what, *goal;
    const char *plan; /* RXT_PLAN, or NULL */
    bool is_bound;    /* by rxt bind, before it is the program */
    double cpu_s[MOST];
};

/* CPU time of one start in s; negative if it failed. */
static double run(const struct start *start, char *rxt)
{
    static char bind[] = "bind", layout[] = "1x1", dashes[] = "--", program[] = "/bin/true";
    char *const words[] = {rxt, bind, layout, dashes, program, NULL};
    char *const *argv = start->is_bound ? words : words + 4;
    pid_t pid = 0;
    int status = 1;
    struct rusage used;
    unsetenv("RXT_PLAN");
    if (start->plan) {
        setenv("RXT_PLAN", start->plan, 1);
    }
    if (posix_spawn(&pid, argv[0], NULL, NULL, argv, environ) != 0 || wait4(pid, &status, 0, &used) != pid ||
        status != 0) {
        return -1.0;
    }
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           1e-6 * (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
}

static enum rxt_err print(const struct start *start, const struct start *bare, size_t n)
{
    struct rxt_stat cpu, alone;
    enum rxt_err err = rxt_stat_of(start->cpu_s, n, &cpu);
    if (!err) {
        err = rxt_stat_of(bare->cpu_s, n, &alone);
    }
    if (err == RXT_OK) {
        printf("| %s | %.2f | %.2f | %.2f | %zu | %s |\n", start->what, 1e3 * cpu.min, 1e3 * cpu.median,
               1e3 * (cpu.median - alone.median), n, start->goal);
    }
    return err;
}

int main(int argc, char **argv)
{
    char plan[16];
    struct rxt_mask mask;
    static struct start starts[] = {
        {.what = "the program alone", .goal = ""},
        {.what = "rxt bind, its plan handed over", .goal = "< 2", .is_bound = true},
        {.what = "rxt bind, by hwloc", .goal = "< 10", .is_bound = true},
    };
    enum { N_STARTS = sizeof starts / sizeof *starts };
    const size_t n = argc == 3 ? (size_t)strtoul(argv[2], NULL, 10) : 0;
    if (n < 1 || n > MOST || rxt_mask_of_thread(&mask) != RXT_OK) {
        fprintf(stderr, "usage: bench_bind RXT STARTS\n");
        return 2;
    }
    snprintf(plan, sizeof plan, "%d", rxt_mask_next(&mask, -1));
    starts[1].plan = plan;
    for (size_t i = 0; i < n * N_STARTS; i++) {
        struct start *start = &starts[i % N_STARTS];
        start->cpu_s[i / N_STARTS] = run(start, argv[1]);
        if (start->cpu_s[i / N_STARTS] < 0.0) {
            fprintf(stderr, "bench_bind: %s failed\n", start->what);
            return 1;
        }
    }
    printf("| start | CPU, ms, least | median | added | starts | goal |\n|---|--:|--:|--:|--:|---|\n");
    for (size_t s = 0; s < N_STARTS; s++) {
        if (print(&starts[s], &starts[0], n) != RXT_OK) {
            return 1;
        }
    }
    return 0;
}
