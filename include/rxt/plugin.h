/* SPDX-License-Identifier: BSD-3-Clause
 * plugin.h - a kernel of one's own as one C or C++ file: a shared library that rxt is given by its path.
 *
 *   cc $(pkg-config --cflags rxt) -shared -fPIC saxpy.c -o saxpy.so
 *   rxt run ./saxpy.so n=1000
 *
 * The file defines a struct rxt_kernel, says RXT_PLUGIN(its name); once, and is linked with no library of rxt's: what it calls
 * is in the program that opens it.
 */
#ifndef RXT_PLUGIN_H
#define RXT_PLUGIN_H

#include "rxt/digest.h"
#include "rxt/err.h"
#include "rxt/kernel.h"
#include "rxt/memory.h"
#include "rxt/team.h"

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* Counts the changes of what stands in include/rxt: rxt opens plug-ins of its own number alone. */
#define RXT_INTERFACE 1

/* The headers of which MPI a plug-in was built with: 0 none, 1 Open MPI's, 2 others. Asked of the macros that <mpi.h>
 * defines where RXT_PLUGIN stands, whatever was included first. */
#define RXT_PLUGIN_HAS(macro)         RXT_PLUGIN_HAS_(macro)
#define RXT_PLUGIN_HAS_(value)        RXT_PLUGIN_SECOND(RXT_PLUGIN_IS_##value 1, 0, 0)
#define RXT_PLUGIN_SECOND(...)        RXT_PLUGIN_SECOND_(__VA_ARGS__)
#define RXT_PLUGIN_SECOND_(a, b, ...) b
#define RXT_PLUGIN_IS_1               0,
#define RXT_PLUGIN_IS_2               0,
#define RXT_PLUGIN_IS_3               0,
#define RXT_PLUGIN_IS_4               0,
#define RXT_PLUGIN_IS_5               0,
#define RXT_PLUGIN_MPI                (RXT_PLUGIN_HAS(OPEN_MPI) ? 1 : RXT_PLUGIN_HAS(MPI_VERSION) ? 2 : 0)

/* What rxt looks for in the file. The first two stay as they are in every interface. */
struct rxt_plugin {
    int interface;       /* RXT_INTERFACE         */
    int mpi;             /* RXT_PLUGIN_MPI        */
    size_t kernel_bytes; /* of struct rxt_kernel  */
    const struct rxt_kernel *kernel;
};
extern const struct rxt_plugin rxt_plugin;

/** Make the file a plug-in: RXT_PLUGIN(saxpy); behind the definition of struct rxt_kernel saxpy. */
#define RXT_PLUGIN(of_kernel)                                                                                \
    const struct rxt_plugin rxt_plugin = {RXT_INTERFACE, RXT_PLUGIN_MPI, sizeof(struct rxt_kernel),          \
                                          &(of_kernel)}

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
