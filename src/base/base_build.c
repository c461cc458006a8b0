/* SPDX-License-Identifier: BSD-3-Clause
 * base_build.c - the flags of the build; the macros come from the Makefile.
 */
#include "build.h"

#include "build_flags.h" /* written by make, beside the objects */

const struct rxt_build rxt_build = {
    .version = RXT_VERSION,
    .revision = RXT_BUILD_REVISION,
    .compiler = RXT_BUILD_COMPILER,
    .flags = RXT_BUILD_FLAGS,
    .mpi = RXT_BUILD_MPI,
    .openmp = RXT_BUILD_OPENMP,
    .cblas = RXT_BUILD_CBLAS,
    .png = RXT_BUILD_PNG,
    .fftw = RXT_BUILD_FFTW,
};
