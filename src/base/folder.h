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

/** Copy a file or a folder with all that is in it to a place where nothing is, or into a folder that is there.
 *
 *  from  in  a link is followed; of links within, those that lead out of it become absolute, the others stay as they are.
 *            Pipes and sockets are left out
 *  to    in  its last folder is there
 *  skip  in  a folder that is not copied should it be met; NULL: none
 *
 *  Errors:  RXT_E_INPUT   it is not there, or cannot be read
 *           RXT_E_OUTPUT  it cannot be written
 */
RXT_CHECKED enum rxt_err rxt_folder_copy(const char *from, const char *to, const char *skip);
/** Make a folder that nobody else has, in TMPDIR or /tmp, its name begun by a word. RXT_E_OUTPUT. */
RXT_CHECKED enum rxt_err rxt_folder_make_temporary(const char *word, char *out, size_t n_bytes);
/** Remove a folder with all that is in it; what cannot be removed stays. */
void rxt_folder_remove(const char *path);

#endif
