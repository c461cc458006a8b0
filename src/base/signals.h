/* SPDX-License-Identifier: BSD-3-Clause
 * signals.h - signals that this process takes in another way than its children are to.
 */
#ifndef RXT_SIGNALS_H
#define RXT_SIGNALS_H

/** Ignore a signal, so that what would have ended this process is an error of the call instead. */
void rxt_signal_ignore(int signal_number);

/** Take a signal as the system does where nobody says otherwise, though this process was started with it ignored. */
void rxt_signal_default(int signal_number);

/** In a child before exec: give every signal of the two what it had when this process was started. One that
 *  was ignored already stays so. */
void rxt_signals_give_back(void);

#endif
