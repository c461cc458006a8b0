/* SPDX-License-Identifier: BSD-3-Clause
 * fresh.h - a path that nobody has: no name is known to be absent on every machine.
 */
#ifndef RXT_FRESH_H
#define RXT_FRESH_H

#include <CUnit/Basic.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/** Return out: `name` in a folder that was made, and is gone again. */
static inline const char *fresh_path(char *out, size_t n_bytes, const char *name)
{
    char folder[] = "/tmp/rxt-test-XXXXXX";
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
    rmdir(folder);
    snprintf(out, n_bytes, "%s/%s", folder, name);
    return out;
}

#endif
