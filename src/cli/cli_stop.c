/* SPDX-License-Identifier: BSD-3-Clause
 * cli_stop.c - the signals that ask a command to end.
 */
#include "cli.h"

volatile sig_atomic_t rxt_stop;

static void note_stop(int signal_number)
{
    rxt_stop = signal_number;
}

void rxt_catch_stop(void)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGUSR1};
    const struct sigaction action = {.sa_handler = note_stop};
    struct sigaction before;
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        if (sigaction(signals[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN) {
            sigaction(signals[i], &action, NULL);
        }
    }
}

const char *rxt_stop_text(void)
{
    return rxt_stop == SIGTERM   ? "stopped by SIGTERM"
           : rxt_stop == SIGUSR1 ? "stopped by SIGUSR1"
           : rxt_stop == SIGHUP  ? "stopped by SIGHUP"
                                 : "stopped by SIGINT";
}
