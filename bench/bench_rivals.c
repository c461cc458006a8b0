/* SPDX-License-Identifier: BSD-3-Clause
 * bench_rivals.c - our kernels beside the best public programs for the same work, in turn, in one run.
 *
 *   bench_rivals BUILD ROUNDS TABLE [KERNEL ...]
 *
 * A row of the table is tried with one worker and with two, as threads and as ranks. In every round the rival
 * and rxt run once each, one directly behind the other, and the ratio of a round sees one
 * machine; the ratio told is the median over rounds.
 */
#include "bench_run.h"

#include <unistd.h>

enum { FIELDS = 6, MAX_ROUNDS = 99 };
enum { KERNEL, PARAMS, UNIT, RIVAL, GOAL, WHAT };

struct row {
    char text[BENCH_COMMAND_BYTES];
    char *field[FIELDS];
    double goal; /* 0: none */
};

struct measured {
    double ours[MAX_ROUNDS], rival[MAX_ROUNDS], ratio[MAX_ROUNDS];
};

static const struct {
    const char *layout;
    int workers;
} tries[] = {{"1x1", 1}, {"1x2", 2}, {"2x1", 2}};
enum { TRIES = sizeof tries / sizeof *tries };

/* kernel | params | unit | rival | goal | what; blanks around a field do not count. */
static bool parse(struct row *row, const char *line)
{
    const bool is_whole = bench_fields(row->text, line, row->field, FIELDS);
    row->goal = is_whole ? strtod(row->field[GOAL], NULL) : 0.0;
    return is_whole;
}

/* A rival in C or C++ was built into the build's folder; a script runs as it is. Its memory comes on pages of 2 MiB where
 * the system gives them to who asks, as rxt's does. */
static void rival_command(const struct row *row, const char *build, int workers, char *out)
{
    static const char *const forms[][2] = {{NULL, ""}, {"bench", ".sh"}, {"bench", ".py"}};
    char path[256] = "";
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        snprintf(path, sizeof path, "%s/rival_%s%s", forms[i][0] ? forms[i][0] : build, row->field[RIVAL],
                 forms[i][1]);
        if (access(path, X_OK) == 0) {
            break;
        }
    }
    snprintf(out, BENCH_COMMAND_BYTES, "GLIBC_TUNABLES=glibc.malloc.hugetlb=1 timeout 300 %s %d </dev/null",
             path, workers);
}

static enum rxt_err do_round(const struct row *row, const char *build, int try, int round, struct measured *m)
{
    char ours[BENCH_COMMAND_BYTES], rival[BENCH_COMMAND_BYTES];
    snprintf(ours, sizeof ours, "timeout 300 %s/rxt run %s %s --layout %s --reps 5 --json </dev/null", build,
             row->field[KERNEL], row->field[PARAMS], tries[try].layout);
    rival_command(row, build, tries[try].workers, rival);
    enum rxt_err err = RXT_OK;
    for (int side = 0; side < 2 && err == RXT_OK; side++) {
        err = (side + round) % 2 ? bench_rxt_rate(ours, row->field[UNIT], &m->ours[round])
                                 : bench_rival_rate(rival, &m->rival[round]);
    }
    m->ratio[round] = m->ours[round] / m->rival[round];
    return err;
}

static const char *verdict(double goal, const struct rxt_stat *ratio)
{
    if (goal <= 0.0) {
        return "no goal";
    }
    const bool hit = ratio->median >= goal;
    const bool is_sure = ratio->has_interval && (hit ? ratio->low >= goal : ratio->high < goal);
    return is_sure ? (hit ? "hit" : "MISS") : (hit ? "hit, in doubt" : "MISS, in doubt");
}

static enum rxt_err do_try(const struct row *row, const char *build, int n_rounds, int try)
{
    struct measured m;
    struct rxt_stat ours, rival, ratio;
    char ours_si[16], rival_si[16], interval[BENCH_INTERVAL_BYTES];
    enum rxt_err err = RXT_OK;
    for (int round = 0; round < n_rounds && err == RXT_OK; round++) {
        err = do_round(row, build, try, round, &m);
    }
    if (!err) {
        err = rxt_stat_of(m.ours, (size_t)n_rounds, &ours);
    }
    if (!err) {
        err = rxt_stat_of(m.rival, (size_t)n_rounds, &rival);
    }
    if (!err) {
        err = rxt_stat_of(m.ratio, (size_t)n_rounds, &ratio);
    }
    if (err != RXT_OK) {
        printf("| %s | %s | %s | not measured: %s |||||\n", row->field[KERNEL], row->field[WHAT],
               tries[try].layout, rxt_reason());
        return err;
    }
    printf("| %s %s | %s | %s | %s%s/s | %s%s/s | %.2f | %s | %s | %s |\n", row->field[KERNEL],
           row->field[PARAMS], row->field[WHAT], tries[try].layout,
           rxt_show_si(ours_si, sizeof ours_si, ours.median), row->field[UNIT],
           rxt_show_si(rival_si, sizeof rival_si, rival.median), row->field[UNIT], ratio.median,
           bench_interval(&ratio, interval), row->goal > 0.0 ? row->field[GOAL] : "-",
           verdict(row->goal, &ratio));
    return RXT_OK;
}

static bool is_wanted(const char *kernel, char **names, int n_names)
{
    bool wanted = n_names == 0;
    for (int i = 0; i < n_names; i++) {
        wanted |= strcmp(kernel, names[i]) == 0;
    }
    return wanted;
}

int main(int argc, char **argv)
{
    char line[BENCH_COMMAND_BYTES];
    enum rxt_err worst = RXT_OK;
    FILE *table = argc > 3 ? fopen(argv[3], "r") : NULL;
    const int n_rounds = argc > 3 ? (int)strtol(argv[2], NULL, 10) : 0;
    if (!table || n_rounds < 1 || n_rounds > MAX_ROUNDS) {
        fprintf(stderr, "usage: bench_rivals BUILD ROUNDS TABLE [KERNEL ...], 1 to %d rounds\n", MAX_ROUNDS);
        return 2;
    }
    printf("| kernel | beside | layout | rxt | rival | ratio | 95 %% | goal | |\n"
           "|---|---|---|--:|--:|--:|---|--:|---|\n");
    while (fgets(line, sizeof line, table)) {
        struct row row;
        if (line[0] == '#' || line[0] == '\n') {
            continue;
        }
        if (!parse(&row, line)) {
            fprintf(stderr, "bench: not a row of 6 fields: %s", line);
            worst = RXT_E_USAGE;
            continue;
        }
        for (int t = 0; t < TRIES && is_wanted(row.field[KERNEL], argv + 4, argc - 4); t++) {
            const enum rxt_err err = do_try(&row, argv[1], n_rounds, t);
            worst = err > worst ? err : worst;
            fflush(stdout);
        }
    }
    fclose(table);
    return rxt_err_status(worst);
}
