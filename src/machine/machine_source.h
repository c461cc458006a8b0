/* SPDX-License-Identifier: BSD-3-Clause
 * machine_source.h - load hwloc's topology of this machine, a file, or a text.
 */
#ifndef RXT_MACHINE_SOURCE_H
#define RXT_MACHINE_SOURCE_H

#include "rxt/err.h"

#include <hwloc.h>

/** Sources and errors as rxt_topology_open; destroy with hwloc_topology_destroy; NULL on error. */
RXT_CHECKED
enum rxt_err rxt_source_load(hwloc_topology_t *out, const char *source);

/** Check, without hwloc, that a path is a regular file that begins and ends as an XML that the hwloc in use reads. */
RXT_CHECKED
enum rxt_err rxt_source_check_file(const char *path);

/** Check that an hwloc of this major version reads the XML of another; the error names the one that does. */
RXT_CHECKED
enum rxt_err rxt_source_check_version(const char *path, long version, long hwloc);

/** Check that a synthetic text cannot ask for more than RXT_MAX_PUS: hwloc would build any number. */
RXT_CHECKED
enum rxt_err rxt_source_check_text(const char *text);

#endif
