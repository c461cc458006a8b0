/* SPDX-License-Identifier: BSD-3-Clause
 * launch_table.h - the launchers, best first: a row is the name of the object in its file.
 */
#ifndef RXT_LAUNCH_TABLE_H
#define RXT_LAUNCH_TABLE_H

#define RXT_LAUNCHERS(X) X(none) X(srun) X(openmpi5) X(openmpi) X(mpich)

#endif
