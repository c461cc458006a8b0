/* SPDX-License-Identifier: BSD-3-Clause
 * watch_program.c - a program for rxt watch to watch: it does what its words say, one after another.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now_s(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void rest(double s)
{
    const struct timespec t = {(time_t)s, (long)(1e9 * (s - (double)(time_t)s))};
    nanosleep(&t, NULL);
}

/* Use so much CPU time. */
static void *spin(void *cpu_s)
{
    for (volatile long i = 0; now_s(CLOCK_THREAD_CPUTIME_ID) < *(double *)cpu_s; i++) {
    }
    return NULL;
}

/* spin N S [PU]: N threads use S s of CPU each; with PU, all of them on that one. */
static void spin_threads(int n, double cpu_s, const char *pu)
{
    pthread_t threads[256];
    if (pu) {
        cpu_set_t set;
        CPU_ZERO(&set);
        CPU_SET((size_t)atoi(pu), &set);
        sched_setaffinity(0, sizeof set, &set);
    }
    for (int i = 0; i < n; i++) {
        pthread_create(&threads[i], NULL, spin, &cpu_s);
    }
    for (int i = 0; i < n; i++) {
        pthread_join(threads[i], NULL);
    }
}

/* bytes N: every value of a byte, N of them, to standard output. */
static void write_bytes(double n)
{
    static unsigned char block[65536];
    for (size_t i = 0; i < sizeof block; i++) {
        block[i] = (unsigned char)(i * 7 + i / 256);
    }
    for (double done = 0.0; done < n; done += sizeof block) {
        const double left = n - done;
        const size_t n_now = left < (double)sizeof block ? (size_t)left : sizeof block;
        if (write(STDOUT_FILENO, block, n_now) != (ssize_t)n_now) {
            exit(9);
        }
    }
}

/* daemon S: leave a process of another session that holds standard output, for S s. */
static void leave_daemon(double s)
{
    if (fork() == 0) {
        setsid();
        if (fork() == 0) {
            signal(SIGHUP, SIG_IGN);
            rest(s);
        }
        _exit(0);
    }
    wait(NULL);
}

/* map BYTES TIMES: memory comes and goes, each page touched; prints the time that it took, and its CPU time. */
static void map(double bytes, int times)
{
    const double begin_s = now_s(CLOCK_MONOTONIC), begin_cpu_s = now_s(CLOCK_PROCESS_CPUTIME_ID);
    for (int i = 0; i < times; i++) {
        char *at = mmap(NULL, (size_t)bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        for (size_t b = 0; at != MAP_FAILED && b < (size_t)bytes; b += 4096) {
            at[b] = 1;
        }
        if (at != MAP_FAILED) {
            munmap(at, (size_t)bytes);
        }
    }
    printf("%.6f %.6f\n", now_s(CLOCK_MONOTONIC) - begin_s, now_s(CLOCK_PROCESS_CPUTIME_ID) - begin_cpu_s);
}

static volatile sig_atomic_t n_signals;
static void count(int number)
{
    (void)number;
    n_signals++;
}

/* signals S: until 0.5 s after the first SIGUSR1, for S s at most; then print how many came. */
static void count_signals(double s)
{
    double end_s = now_s(CLOCK_MONOTONIC) + s;
    bool is_first = true;
    signal(SIGUSR1, count);
    printf("ready\n");
    fflush(stdout);
    while (now_s(CLOCK_MONOTONIC) < end_s) {
        rest(0.02);
        end_s = is_first && n_signals > 0 ? now_s(CLOCK_MONOTONIC) + 0.5 : end_s;
        is_first &= n_signals == 0;
    }
    printf("signals %d\n", (int)n_signals);
}

static void copy_input(void)
{
    char bytes[4096];
    for (ssize_t n; (n = read(STDIN_FILENO, bytes, sizeof bytes)) > 0;) {
        fwrite(bytes, 1, (size_t)n, stdout);
    }
    printf("end of input\n");
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i], *a = i + 1 < argc ? argv[i + 1] : "0",
                   *b = i + 2 < argc ? argv[i + 2] : "0";
        if (!strcmp(word, "spin")) {
            spin_threads(atoi(a), atof(b), i + 3 < argc ? argv[i + 3] : NULL);
            return 0;
        } else if (!strcmp(word, "rest")) {
            rest(atof(a)), i++;
        } else if (!strcmp(word, "bytes")) {
            write_bytes(atof(a)), i++;
        } else if (!strcmp(word, "daemon")) {
            leave_daemon(atof(a)), i++;
        } else if (!strcmp(word, "map")) {
            map(atof(a), atoi(b)), i += 2;
        } else if (!strcmp(word, "deaf")) {
            signal(SIGTERM, SIG_IGN);
        } else if (!strcmp(word, "signals")) {
            count_signals(atof(a)), i++;
        } else if (!strcmp(word, "input")) {
            copy_input();
        } else if (!strcmp(word, "say")) {
            printf("%s\n", a), i++;
            fflush(stdout);
        } else if (!strcmp(word, "crash")) {
            raise(SIGSEGV);
        } else if (!strcmp(word, "exit")) {
            return atoi(a);
        } else {
            fprintf(stderr, "watch_program: no such word: %s\n", word);
            return 8;
        }
    }
    return 0;
}
