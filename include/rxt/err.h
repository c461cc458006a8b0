/* SPDX-License-Identifier: BSD-3-Clause
 * err.h - what can go wrong: one code for the program, one sentence for the user.
 */
#ifndef RXT_ERR_H
#define RXT_ERR_H

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* The only two GNU attributes of the project. */
#define RXT_CHECKED            __attribute__((warn_unused_result))
#define RXT_PRINTF(nth, first) __attribute__((format(printf, nth, first)))

/* Code, exit status of the program, meaning. A larger code is the worse one:
 * ranks agree on the maximum. */
#define RXT_ERR_LIST(X)                                                                                      \
    X(RXT_OK, 0, "no error")                                                                                 \
    X(RXT_E_WRONG, 1, "a result failed its check")                                                           \
    X(RXT_E_USAGE, 2, "the request makes no sense")                                                          \
    X(RXT_E_RANGE, 2, "a number is out of its range")                                                        \
    X(RXT_E_INPUT, 2, "an input cannot be read or is not what it should be")                                 \
    X(RXT_E_ABSENT, 3, "not in this build or not on this machine")                                           \
    X(RXT_E_MEMORY, 3, "the memory does not suffice")                                                        \
    X(RXT_E_OUTPUT, 3, "a result cannot be written")                                                         \
    X(RXT_E_LAUNCH, 3, "a launch failed")                                                                    \
    X(RXT_E_STOPPED, 130, "stopped by the user")

#define RXT_ERR_ENUM(code, status, text) code,
enum rxt_err { RXT_ERR_LIST(RXT_ERR_ENUM) };
#undef RXT_ERR_ENUM

/** Note why something failed and return the code, so that one line does both.
 *
 *  err     in  any code but RXT_OK
 *  format  in  printf format of one sentence: the value, the rule, the way out
 *
 *  Errors:      returns err
 *  Collective:  no
 *  Memory:      the sentence is kept per thread and cut at 1023 bytes; in what it holds of texts from outside, all
 *               that is no printable UTF-8 is written as an escape ("\x1b")
 *  Source:      own
 */
enum rxt_err rxt_fail(enum rxt_err err, const char *format, ...) RXT_PRINTF(2, 3);

/** Return the sentence of the last rxt_fail of this thread, or "" if there was none.
 *
 *  Collective:  no
 *  Memory:      valid until the next rxt_fail of this thread; never freed
 *  Source:      own
 */
const char *rxt_reason(void);

/** Return the meaning of a code as constant text.
 *
 *  Collective:  no
 *  Source:      own
 */
const char *rxt_err_text(enum rxt_err err);

/** Return the exit status of the program for a code: 0, 1, 2, 3, or 130 when stopped.
 *
 *  Collective:  no
 *  Source:      own
 */
int rxt_err_status(enum rxt_err err);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
