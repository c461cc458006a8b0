/* SPDX-License-Identifier: BSD-3-Clause
 * reason.h - begin anew with the reason of the last failure.
 */
#ifndef RXT_REASON_H
#define RXT_REASON_H

/** Make rxt_reason of this thread "": before a call of others' code, which may fail without a word. */
void rxt_reason_forget(void);

#endif
