/* SPDX-License-Identifier: BSD-3-Clause
 * build.h - what this binary was built from and with.
 */
#ifndef RXT_BUILD_H
#define RXT_BUILD_H

#define RXT_VERSION "0.1.0"

struct rxt_build {
    const char *version, *revision; /* git describe, "unknown" outside a clone */
    const char *compiler, *flags;
    const char *mpi;                         /* "openmpi", "mpich", "no" */
    const char *openmp, *cblas, *png, *fftw; /* "yes" or "no" */
};

extern const struct rxt_build rxt_build;

#endif
