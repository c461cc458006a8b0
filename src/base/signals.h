/* SPDX-License-Identifier: BSD-3-Clause
 * signals.h - signals that this process ignores, and its children need not.
 */
#ifndef RXT_SIGNALS_H
#define RXT_SIGNALS_H

/** Ignore a signal, so that what would have ended this process is an error of the call instead. */
void rxt_signal_ignore(int signal_number);

/** In a child before exec: give every signal of rxt_signal_ignore what it had when this process was started. One that
 *  was ignored already stays so. */
void rxt_signals_give_back(void);

#endif
