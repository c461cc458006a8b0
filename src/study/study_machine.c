/* SPDX-License-Identifier: BSD-3-Clause
 * study_machine.c - the full record of the machine and the build that a study ran on.
 */
#include "study.h"

#include "build.h"
#include "json.h"
#include "launch.h"
#include "launch_batch.h"
#include "launch_rank.h"
#include "machine_ceilings.h"
#include "machine_show.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

/* First line of a file; "" if there is none. */
static const char *first_line(const char *path, char *out, size_t n_bytes)
{
    FILE *file = fopen(path, "r");
    out[0] = '\0';
    if (file) {
        if (!fgets(out, (int)n_bytes, file)) {
            out[0] = '\0';
        }
        out[strcspn(out, "\n")] = '\0';
        fclose(file);
    }
    return out;
}

static void set_line(json_t *object, const char *key, const char *path)
{
    char line[256];
    first_line(path, line, sizeof line);
    json_object_set_new(object, key, line[0] ? json_string(line) : json_null());
}

static json_t *machine_of(const struct rxt_topology *t)
{
    struct utsname system;
    uname(&system);
    json_t *machine = json_pack("{s:s, s:o, s:s, s:I, s:I}", "host", system.nodename, "os",
                                json_sprintf("%s %s %s", system.sysname, system.release, system.machine),
                                "source", t->source, "machine_cores", (json_int_t)t->machine_cores,
                                "machine_pus", (json_int_t)t->machine_pus);
    json_t *counts = rxt_topology_counts(t);
    json_object_update(machine, counts);
    json_decref(counts);
    json_object_set_new(machine, "memory_bytes",
                        t->memory_bytes > 0.0 ? rxt_json_count(t->memory_bytes) : json_null());
    json_object_set_new(machine, "memory_limit_bytes",
                        t->memory_limit_bytes > 0.0 ? rxt_json_count(t->memory_limit_bytes) : json_null());
    json_object_set_new(machine, "hides_limits", json_boolean(t->hides_limits));
    json_object_set_new(machine, "caches", rxt_caches_of(t));
    set_line(machine, "governor", "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
    set_line(machine, "boost", "/sys/devices/system/cpu/cpufreq/boost");
    set_line(machine, "transparent_hugepages", "/sys/kernel/mm/transparent_hugepage/enabled");
    set_line(machine, "load", "/proc/loadavg");
    return machine;
}

static void set_variables(json_t *object, const char *const *names)
{
    for (; names && *names; names++) {
        const char *value = getenv(*names);
        if (value) {
            json_object_set_new(object, *names, json_string(value));
        }
    }
}

static json_t *environment(void)
{
    static const char *const names[] = {
        "OMP_NUM_THREADS", "OMP_PROC_BIND",    "OMP_PLACES",           "OMP_WAIT_POLICY",
        "OMP_DYNAMIC",     "OMP_THREAD_LIMIT", "GOMP_CPU_AFFINITY",    "GOMP_SPINCOUNT",
        "KMP_AFFINITY",    "KMP_BLOCKTIME",    "OPENBLAS_NUM_THREADS", "OPENBLAS_CORETYPE",
        "MKL_NUM_THREADS", "RXT_MPIRUN",       "LD_PRELOAD",           NULL};
    json_t *object = json_object();
    set_variables(object, names);
    for (const struct rxt_launcher *const *l = rxt_launchers; *l; l++) {
        set_variables(object, (*l)->told);
    }
    for (const struct rxt_batch *const *batch = rxt_batches; *batch; batch++) {
        set_variables(object, (*batch)->told);
    }
    return object;
}

json_t *rxt_machine_record(const struct rxt_topology *topology)
{
    const struct rxt_build *b = &rxt_build;
    char hwloc[32];
    return json_pack("{s:o, s:{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}, s:{s:s, s:s, s:s}, s:o}",
                     "machine", machine_of(topology), "build", "version", b->version, "revision", b->revision,
                     "compiler", b->compiler, "flags", b->flags, "mpi", b->mpi, "openmp", b->openmp, "cblas",
                     b->cblas, "png", b->png, "fftw", b->fftw, "versions", "hwloc",
                     rxt_hwloc_version(hwloc, sizeof hwloc), "mpi_library", rxt_rank_library(), "jansson",
                     JANSSON_VERSION, "environment", environment());
}
