/* SPDX-License-Identifier: BSD-3-Clause
 * bench_pools.c - map and submit beside other pools, in turn, in one run.
 *
 *   bench_pools BUILD ROUNDS TABLE
 *
 * A row of the table is a pool under a layout, and how it is started by a shell that has B (the build's folder) and START
 * (the launcher, up to the number of ranks); the first row of a layout is rxt's. In every round each is started once, which
 * one first goes round. A start prints "CALL TASK RATE" (pool_tasks.h); the ratio of a round is rxt's rate over the rival's, and
 * the ratio told is the median over rounds. A goal of a row is "CALL TASK RATIO".
 */
#include "bench_run.h"

enum { FIELDS = 4, MOST_ROWS = 24, MAX_ROUNDS = 99, CALLS = 3, TASKS = 3 };
enum { LAYOUT, WHO, GOALS, COMMAND }; /* layout | who | goals | command */
static const char *const calls[CALLS] = {"map", "chunk", "submit"};
static const char *const tasks[TASKS] = {"empty", "square", "row"};

struct row {
    char text[BENCH_COMMAND_BYTES];
    char *field[FIELDS];
    double rate[CALLS][TASKS][MAX_ROUNDS]; /* 0: none */
    const struct row *ours;                /* itself: a row of rxt's */
};

static size_t find(const char *const *names, size_t n_names, const char *name)
{
    size_t i = 0;
    while (i < n_names && strcmp(names[i], name) != 0) {
        i++;
    }
    return i;
}

static enum rxt_err start_row(struct row *row, int round)
{
    char command[BENCH_COMMAND_BYTES + 32], line[256], call[16], task[16];
    int n_rates = 0;
    snprintf(command, sizeof command, "exec </dev/null; timeout 120 %s", row->field[COMMAND]);
    FILE *pipe = popen(command, "r");
    while (pipe && fgets(line, sizeof line, pipe)) {
        double rate;
        if (sscanf(line, "%15s %15s %lf", call, task, &rate) == 3) {
            const size_t c = find(calls, CALLS, call), t = find(tasks, TASKS, task);
            if (c < CALLS && t < TASKS) {
                row->rate[c][t][round] = rate;
                n_rates++;
            }
        }
    }
    const int status = pipe ? pclose(pipe) : -1;
    return status == 0 && n_rates > 0 ? RXT_OK
                                      : rxt_fail(RXT_E_ABSENT, "`%s` gave %d rates and status %d",
                                                 row->field[COMMAND], n_rates, status);
}

static double goal_of(const struct row *row, const char *call, const char *task)
{
    char name[64];
    snprintf(name, sizeof name, "%s %s ", call, task);
    const char *goal = strstr(row->field[GOALS], name);
    return goal ? strtod(goal + strlen(name), NULL) : 0.0;
}

static const char *verdict(double goal, const struct rxt_stat *ratio)
{
    const bool hit = ratio->median >= goal;
    const bool is_sure = ratio->has_interval && (hit ? ratio->low >= goal : ratio->high < goal);
    return goal <= 0.0 ? "no goal"
           : is_sure   ? (hit ? "hit" : "MISS")
                       : (hit ? "hit, in doubt" : "MISS, in doubt");
}

/* One line of the table that is printed: nothing, if the rival has no such call. */
static enum rxt_err tell(const struct row *row, size_t c, size_t t, int n_rounds)
{
    const double *ours_s = row->ours->rate[c][t], *rival_s = row->rate[c][t];
    const double goal = goal_of(row, calls[c], tasks[t]);
    double ratio_s[MAX_ROUNDS];
    struct rxt_stat ours, rival, ratio;
    char si[2][16], interval[BENCH_INTERVAL_BYTES], goal_text[16] = "-";
    for (int r = 0; r < n_rounds; r++) {
        if (!(ours_s[r] > 0.0) || !(rival_s[r] > 0.0)) {
            return RXT_OK;
        }
        ratio_s[r] = ours_s[r] / rival_s[r];
    }
    enum rxt_err err = rxt_stat_of(ours_s, (size_t)n_rounds, &ours);
    if (!err) {
        err = rxt_stat_of(rival_s, (size_t)n_rounds, &rival);
    }
    if (!err) {
        err = rxt_stat_of(ratio_s, (size_t)n_rounds, &ratio);
    }
    if (!err) {
        if (goal > 0.0) {
            snprintf(goal_text, sizeof goal_text, "%g", goal);
        }
        printf("| %s | %s | %s | %s | %s/s | %s/s | %.3g | %s | %s | %s |\n", calls[c], tasks[t],
               row->field[LAYOUT], row->field[WHO], rxt_show_si(si[0], sizeof si[0], ours.median),
               rxt_show_si(si[1], sizeof si[1], rival.median), ratio.median, bench_interval(&ratio, interval),
               goal_text, verdict(goal, &ratio));
    }
    return err;
}

static enum rxt_err tell_all(const struct row *rows, size_t n_rows, int n_rounds)
{
    enum rxt_err err = RXT_OK;
    printf("| call | task | layout | beside | rxt | rival | ratio | 95 %% | goal | |\n"
           "|---|---|---|---|--:|--:|--:|---|--:|---|\n");
    for (size_t k = 0; k < CALLS * TASKS * n_rows && !err; k++) {
        const struct row *row = &rows[k % n_rows];
        if (row->ours != row) {
            err = tell(row, k / n_rows / TASKS, k / n_rows % TASKS, n_rounds);
        }
    }
    return err;
}

static size_t read_table(FILE *table, struct row *rows)
{
    char line[BENCH_COMMAND_BYTES];
    size_t n_rows = 0;
    while (n_rows < MOST_ROWS && fgets(line, sizeof line, table)) {
        struct row *row = &rows[n_rows];
        if (line[0] != '#' && line[0] != '\n' && bench_fields(row->text, line, row->field, FIELDS)) {
            const struct row *before = n_rows > 0 ? row[-1].ours : NULL;
            row->ours = before && strcmp(before->field[LAYOUT], row->field[LAYOUT]) == 0 ? before : row;
            n_rows++;
        }
    }
    return n_rows;
}

int main(int argc, char **argv)
{
    static struct row rows[MOST_ROWS];
    FILE *table = argc > 3 ? fopen(argv[3], "r") : NULL;
    const int n_rounds = argc > 3 ? (int)strtol(argv[2], NULL, 10) : 0;
    if (!table || n_rounds < 1 || n_rounds > MAX_ROUNDS) {
        fprintf(stderr, "usage: bench_pools BUILD ROUNDS TABLE, 1 to %d rounds\n", MAX_ROUNDS);
        return 2;
    }
    const size_t n_rows = read_table(table, rows);
    fclose(table);
    setenv("B", argv[1], 1);
    enum rxt_err worst = RXT_OK;
    for (size_t k = 0; k < (size_t)n_rounds * n_rows; k++) {
        const size_t round = k / n_rows;
        const enum rxt_err err = start_row(&rows[(k + round) % n_rows], (int)round);
        if (err) {
            fprintf(stderr, "bench: %s\n", rxt_reason());
            worst = err > worst ? err : worst;
        }
    }
    const enum rxt_err err = tell_all(rows, n_rows, n_rounds);
    return rxt_err_status(err > worst ? err : worst);
}
