/* SPDX-License-Identifier: BSD-3-Clause
 * launch_sweep.h - remove what launches that were killed have left.
 */
#ifndef RXT_LAUNCH_SWEEP_H
#define RXT_LAUNCH_SWEEP_H

#include <time.h>

#define RXT_ROOM_NAME "rxt-launch."

/** Remove a folder with all that is in it; links are removed, not followed. */
void rxt_sweep_folder(const char *path);
/** Remove the folders RXT_ROOM_NAME* of this user in base that no living rxt has locked. */
void rxt_sweep_rooms(const char *base);
/** Remove the files of MPICH and of LLVM's OpenMP in base that this user has made since then, and no living process holds.
 *  They remove them themselves unless they are killed, and take no other folder. */
void rxt_sweep_files(const char *base, time_t since);

#endif
