/* SPDX-License-Identifier: BSD-3-Clause
 * base_signals.c - signals that this process takes in another way than its children are to.
 */
#include "signals.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

enum { N_SIGNALS = 32 }; /* the classic ones */

static struct {
    bool changed;
    struct sigaction before;
} signals[N_SIGNALS];

static void change(int signal_number, void (*handler)(int))
{
    const struct sigaction action = {.sa_handler = handler};
    struct sigaction before;
    if (signal_number > 0 && signal_number < N_SIGNALS && sigaction(signal_number, &action, &before) == 0 &&
        !signals[signal_number].changed) {
        signals[signal_number].before = before;
        signals[signal_number].changed = true;
    }
}

void rxt_signal_ignore(int signal_number)
{
    change(signal_number, SIG_IGN);
}

void rxt_signal_default(int signal_number)
{
    change(signal_number, SIG_DFL);
}

void rxt_signals_give_back(void)
{
    for (int i = 0; i < N_SIGNALS; i++) {
        if (signals[i].changed) {
            sigaction(i, &signals[i].before, NULL);
        }
    }
}
