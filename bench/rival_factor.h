/* SPDX-License-Identifier: BSD-3-Clause
 * rival_factor.h - factor(1) in several processes at once, on the numbers that the kernel makes.
 */
#ifndef RIVAL_FACTOR_H
#define RIVAL_FACTOR_H

#include "kernel_factor_team.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RIVAL_RUNS = 5, RIVAL_MAX_WORKERS = 64, RIVAL_LINE = 2048 };

static double rival_now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static FILE *rival_open(const char *folder, const char *what, int worker, const char *mode)
{
    char name[64];
    snprintf(name, sizeof name, "%s/%s.%d", folder, what, worker);
    FILE *file = fopen(name, mode);
    if (!file) {
        perror(name);
        exit(1);
    }
    return file;
}

/* Numbers i with i % workers == worker. */
static void rival_write(const char *folder, int worker, int workers, enum factor_kind kind, uint64_t n)
{
    const struct factor_source source = {.kind = kind, .seed = 1};
    FILE *file = rival_open(folder, "in", worker, "w");
    for (uint64_t i = (uint64_t)worker; i < n; i += (uint64_t)workers) {
        fprintf(file, "%llu\n", (unsigned long long)factor_number(&source, i));
    }
    fclose(file);
}

static pid_t rival_start(const char *folder, int worker)
{
    const pid_t pid = fork();
    if (pid == 0) {
        FILE *in = rival_open(folder, "in", worker, "r"), *out = rival_open(folder, "out", worker, "w");
        dup2(fileno(in), 0);
        dup2(fileno(out), 1);
        execlp("factor", "factor", (char *)NULL);
        _exit(127);
    }
    return pid;
}

/* Every line `n: p q r` is a number that was asked for and has that product; returns the wrong ones. */
static uint64_t rival_wrong(const char *folder, int worker, int workers, enum factor_kind kind, uint64_t n)
{
    const struct factor_source source = {.kind = kind, .seed = 1};
    FILE *file = rival_open(folder, "out", worker, "r");
    char line[RIVAL_LINE];
    uint64_t wrong = 0, i = (uint64_t)worker;
    for (; i < n && fgets(line, sizeof line, file); i += (uint64_t)workers) {
        char *at;
        const uint64_t number = strtoull(line, &at, 10);
        uint64_t product = 1;
        for (at += *at == ':'; *at && *at != '\n';) {
            product *= strtoull(at, &at, 10);
        }
        wrong += number != factor_number(&source, i) || product != number;
    }
    fclose(file);
    return wrong + (i < n);
}

static int rival_factor(int workers, enum factor_kind kind, uint64_t n)
{
    char folder[] = "/tmp/rival_factor.XXXXXX", remove[64];
    int failed = workers < 1 || workers > RIVAL_MAX_WORKERS || !mkdtemp(folder);
    for (int w = 0; w < workers && !failed; w++) {
        rival_write(folder, w, workers, kind, n);
    }
    for (int run = 0; run < RIVAL_RUNS && !failed; run++) {
        const double start_s = rival_now_s();
        int status = 0;
        for (int w = 0; w < workers; w++) {
            failed |= rival_start(folder, w) < 0;
        }
        for (int w = 0; w < workers; w++) {
            failed |= wait(&status) < 0 || status != 0;
        }
        if (!failed) {
            printf("%.6g\n", (double)n / (rival_now_s() - start_s));
        }
    }
    for (int w = 0; w < workers && !failed; w++) {
        failed = rival_wrong(folder, w, workers, kind, n) != 0;
    }
    snprintf(remove, sizeof remove, "rm -rf %s", folder);
    return system(remove) != 0 || failed;
}

#endif
