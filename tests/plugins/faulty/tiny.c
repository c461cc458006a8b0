/* SPDX-License-Identifier: BSD-3-Clause
 * tiny.c - the default size is done at once.
 *
 * time: below 1 ms what is timed is the start of it
 */
#define PRESETS                                                                                              \
    {                                                                                                        \
        "100", "200", "300"                                                                                  \
    }
#include "../begin.h"

#include "../end.h"
