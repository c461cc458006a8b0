/* SPDX-License-Identifier: BSD-3-Clause
 * launch_table.h - the launchers, best first, and the batch systems: a row is the name of the object in its file.
 */
#ifndef RXT_LAUNCH_TABLE_H
#define RXT_LAUNCH_TABLE_H

#define RXT_LAUNCHERS(X) X(none) X(srun) X(openmpi5) X(openmpi) X(mpich)
#define RXT_BATCHES(X)   X(slurm) X(pbs) X(lsf)

#endif
