/* SPDX-License-Identifier: BSD-3-Clause
 * bench_workers.c - two workers beside one, and beside what the machine gives two programs at once.
 *
 *   bench_workers BUILD ROUNDS PU PU KERNEL ...
 *
 * In every round: one program alone on the first PU; the same program on both PUs at once, which know
 * nothing of each other (the ceiling); then two threads, and two ranks. Told: medians over
 * rounds of the rate over that of one program in the same round.
 */
#include "bench_run.h"

enum { MAX_ROUNDS = 99 };
enum { ALONE, PAIR, THREADS, RANKS, WAYS };
static const double goal = 1.95;

static const char *const arithmetic[] = {"square", "mandelbrot", "pi",     "primes",
                                         "factor", "nbody",      "matmul", "kmeans"};

struct rounds {
    double gain[WAYS][MAX_ROUNDS];
};

/* The sum of the rates of two programs that run at once, each on its PU. */
static enum rxt_err pair_rate(const char *build, const char *kernel, char **pus, double *out)
{
    static char line[2][BENCH_LINE_BYTES * 4];
    char command[BENCH_COMMAND_BYTES];
    double rate[2] = {0.0, 0.0};
    snprintf(command, sizeof command,
             "for pu in %s %s; do taskset -c $pu timeout 300 %s/rxt run %s --layout 1x1 --reps 9 --json & "
             "done; wait",
             pus[0], pus[1], build, kernel);
    FILE *pipe = popen(command, "r");
    bool told = pipe != NULL;
    for (int i = 0; i < 2 && told; i++) {
        told = fgets(line[i], sizeof line[i], pipe) != NULL;
    }
    const bool ended = pipe && pclose(pipe) == 0;
    enum rxt_err err = told && ended
                           ? RXT_OK
                           : rxt_fail(RXT_E_WRONG, "two programs at once did not both end well: %s", kernel);
    for (int i = 0; i < 2 && err == RXT_OK; i++) {
        err = bench_sample_rate(line[i], "items", &rate[i]);
    }
    *out = rate[0] + rate[1];
    return err;
}

static enum rxt_err do_round(const char *build, const char *kernel, char **pus, int round, struct rounds *r)
{
    static const char *const layouts[WAYS] = {[ALONE] = "1x1", [THREADS] = "1x2", [RANKS] = "2x1"};
    char command[BENCH_COMMAND_BYTES];
    double rate[WAYS];
    enum rxt_err err = RXT_OK;
    for (int i = 0; i < WAYS && err == RXT_OK; i++) {
        const int way = (i + round) % WAYS;
        if (way == PAIR) {
            err = pair_rate(build, kernel, pus, &rate[way]);
            continue;
        }
        snprintf(command, sizeof command,
                 "%s%s timeout 300 %s/rxt run %s --layout %s --reps 9 --json </dev/null",
                 way == ALONE ? "taskset -c " : "", way == ALONE ? pus[0] : "", build, kernel, layouts[way]);
        err = bench_rxt_rate(command, "items", &rate[way]);
    }
    for (int way = 0; way < WAYS && err == RXT_OK; way++) {
        r->gain[way][round] = rate[way] / rate[ALONE];
    }
    return err;
}

static bool is_arithmetic(const char *kernel)
{
    for (size_t i = 0; i < sizeof arithmetic / sizeof *arithmetic; i++) {
        if (strcmp(kernel, arithmetic[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Less than the goal is a miss; what the machine refuses two programs too is told in its own column. */
static const char *verdict(const char *kernel, const struct rxt_stat *stat)
{
    if (!is_arithmetic(kernel)) {
        return "no goal";
    }
    return stat[THREADS].median >= goal && stat[RANKS].median >= goal ? "hit" : "MISS";
}

static enum rxt_err do_kernel(const char *build, const char *kernel, char **pus, int n_rounds)
{
    struct rounds r;
    struct rxt_stat stat[WAYS];
    char interval[BENCH_INTERVAL_BYTES];
    enum rxt_err err = RXT_OK;
    for (int round = 0; round < n_rounds && err == RXT_OK; round++) {
        err = do_round(build, kernel, pus, round, &r);
    }
    for (int way = PAIR; way < WAYS && err == RXT_OK; way++) {
        err = rxt_stat_of(r.gain[way], (size_t)n_rounds, &stat[way]);
    }
    if (err != RXT_OK) {
        printf("| %s | not measured: %s |||||\n", kernel, rxt_reason());
        return err;
    }
    printf("| %s |", kernel);
    for (int way = PAIR; way < WAYS; way++) {
        printf(" %.3f (%s) |", stat[way].median, bench_interval(&stat[way], interval));
    }
    printf(" %s |\n", verdict(kernel, stat));
    return RXT_OK;
}

int main(int argc, char **argv)
{
    enum rxt_err worst = RXT_OK;
    const int n_rounds = argc > 5 ? (int)strtol(argv[2], NULL, 10) : 0;
    if (n_rounds < 1 || n_rounds > MAX_ROUNDS) {
        fprintf(stderr, "usage: bench_workers BUILD ROUNDS PU PU KERNEL ..., 1 to %d rounds\n", MAX_ROUNDS);
        return 2;
    }
    printf("| kernel | two programs at once | 1x2 | 2x1 | goal %.2f |\n|---|---|---|---|---|\n", goal);
    for (int i = 5; i < argc; i++) {
        const enum rxt_err err = do_kernel(argv[1], argv[i], argv + 3, n_rounds);
        worst = err > worst ? err : worst;
        fflush(stdout);
    }
    return rxt_err_status(worst);
}
