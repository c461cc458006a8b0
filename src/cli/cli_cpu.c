/* SPDX-License-Identifier: BSD-3-Clause
 * cli_cpu.c - a processor that lacks what this program was compiled for ends it with one line, instead of SIGILL.
 *
 * This file alone is compiled for the compiler's default, and runs before all other code of the program, from
 * .preinit_array, where the C library may not be ready: bare system calls.
 */
#include "cpu_needs.h" /* written by make: RXT_CPU_ARCH, RXT_CPU_NEEDS(X) */

#include <stddef.h>
#include <unistd.h>

#if defined __x86_64__
#define RXT_BEFORE_LIBRARIES __attribute__((section(".preinit_array"), used))

static void say(const char *text)
{
    size_t n = 0;
    while (text[n]) {
        n++;
    }
    if (write(STDERR_FILENO, text, n) < 0) {
        return; /* nobody reads; the status tells */
    }
}

static _Noreturn void refuse(const char *lacks)
{
    say("rxt: this program was built for processors that have ");
    say(lacks);
    say(", with ARCH=" RXT_CPU_ARCH ", and this one has not: build it on this node, or with ARCH=x86-64-v3 "
        "or ARCH= (make help)\n");
    _exit(3);
}

static void check(void)
{
    __builtin_cpu_init();
#define RXT_CPU_ASK(name)                                                                                    \
    if (!__builtin_cpu_supports(name)) {                                                                     \
        refuse(name);                                                                                        \
    }
    RXT_CPU_NEEDS(RXT_CPU_ASK)
#undef RXT_CPU_ASK
}

RXT_BEFORE_LIBRARIES static void (*const before_libraries)(void) = check;
#endif
