/* SPDX-License-Identifier: BSD-3-Clause
 * program_odd.c - a program that misbehaves as its first word says; with "2" as the second it has two ranks.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void work(void)
{
    for (volatile clock_t begin = clock(); clock() - begin < CLOCKS_PER_SEC / 10;) {
    }
}

static void leave_a_daemon(void)
{
    if (fork() == 0) { /* it holds standard output */
        setsid();
        sleep(300);
        _exit(0);
    }
}

static void flood(void)
{
    char line[1000];
    memset(line, 'x', sizeof line);
    line[sizeof line - 1] = '\n';
    for (int i = 0; i < 200000; i++) {
        fwrite(line, 1, sizeof line, stdout);
    }
}

int main(int argc, char **argv)
{
    const char *mode = argc > 1 ? argv[1] : "";
    const int ranks = argc > 2 ? atoi(argv[2]) : 1;
    int n_read = 0;
    if (!strcmp(mode, "nothing")) {
        return 0;
    }
    work();
    if (!strcmp(mode, "crash") && ranks > 1) {
        raise(SIGSEGV);
    }
    while (!strcmp(mode, "hang") && ranks > 1) {
        pause();
    }
    if (!strcmp(mode, "deaf") && ranks > 1) {
        signal(SIGTERM, SIG_IGN);
        for (;;) {
            pause();
        }
    }
    if (!strcmp(mode, "daemon")) {
        leave_a_daemon();
    }
    if (!strcmp(mode, "flood")) {
        flood();
    }
    while (!strcmp(mode, "reads") && getchar() != EOF) {
        n_read++;
    }
    printf(strcmp(mode, "nan") ? "speed 1%d.5\n" : "speed nan\n", ranks);
    printf("read %d\n", n_read);
    printf("answer %d\n", !strcmp(mode, "differs") ? ranks : 7);
    return 0;
}
