/* SPDX-License-Identifier: BSD-3-Clause
 * folder.h - make the folders that a path names.
 */
#ifndef RXT_FOLDER_H
#define RXT_FOLDER_H

#include "rxt/err.h"

#include <stddef.h>

/** Make a folder and the parents that it lacks; one that is there is right.
 *
 *  Errors:  RXT_E_OUTPUT  it cannot be made; names the folder, and the parent that could not
 */
RXT_CHECKED enum rxt_err rxt_folder_make(const char *path);
/** Make a folder that was not there, race free: where one is, "PATH-2", "PATH-3" ... is made instead.
 *
 *  path     in   without '/' at its end
 *  out      out  n_bytes: which was made
 *
 *  Errors:  RXT_E_OUTPUT  as above
 */
RXT_CHECKED enum rxt_err rxt_folder_make_new(const char *path, char *out, size_t n_bytes);

#endif
