/* SPDX-License-Identifier: BSD-3-Clause
 * machine_source.c - load hwloc's topology of this machine, a file, or a text.
 *
 * hwloc 2.9 crashes on some files that are no topologies, and prints warnings on others. So a file is
 * first loaded in a child process, silently: if that dies or does not come to an end, the file is refused.
 */
#include "machine_source.h"

#include "machine.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum source_kind { HERE, XML_FILE, TEXT };

static enum rxt_err refuse(const char *source, enum source_kind kind, int why)
{
    if (kind == HERE) {
        return rxt_fail(RXT_E_ABSENT, "hwloc cannot read the topology of this machine: %s", strerror(why));
    }
    if (kind == XML_FILE) {
        return rxt_fail(RXT_E_INPUT,
                        "topology file '%s' is damaged: hwloc cannot load it; export or copy it again",
                        source);
    }
    return rxt_fail(
        RXT_E_INPUT,
        "'%s' is neither a file nor a synthetic topology of hwloc such as 'pack:2 l3:2 core:4 pu:2'", source);
}

static int set_source(hwloc_topology_t topology, const char *source, enum source_kind kind)
{
    return kind == XML_FILE ? hwloc_topology_set_xml(topology, source)
           : kind == TEXT   ? hwloc_topology_set_synthetic(topology, source)
                            : 0;
}

/* Asked for by rxt_hwloc_lightly. */
static bool is_light;

/* On Linux the component x86 only adds to what the system's files tell of cores. */
static void leave_processors_alone(hwloc_topology_t topology)
{
    if (is_light) {
        (void)hwloc_topology_set_components(topology, HWLOC_TOPOLOGY_COMPONENTS_FLAG_BLACKLIST, "x86");
    }
}

static enum rxt_err load(hwloc_topology_t *out, const char *source, enum source_kind kind)
{
    hwloc_topology_t topology;
    if (hwloc_topology_init(&topology) != 0) {
        return rxt_fail(RXT_E_ABSENT, "hwloc cannot start: %s", strerror(errno));
    }
    leave_processors_alone(topology);
    if (set_source(topology, source, kind) != 0 ||
        hwloc_topology_set_flags(topology, HWLOC_TOPOLOGY_FLAG_INCLUDE_DISALLOWED) != 0 ||
        hwloc_topology_load(topology) != 0) {
        const int why = errno;
        hwloc_topology_destroy(topology);
        return refuse(source, kind, why);
    }
    *out = topology;
    return RXT_OK;
}

/* In the child: no output, no core dump, and an end. hwloc's own check aborts on a topology that
 * contradicts itself. */
static _Noreturn void try_out(const char *path)
{
    hwloc_topology_t topology;
    const int null = open("/dev/null", O_WRONLY);
    if (null < 0 || dup2(null, STDOUT_FILENO) < 0 || dup2(null, STDERR_FILENO) < 0 ||
        setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0}) != 0) {
        _exit(1);
    }
    signal(SIGALRM, SIG_DFL);
    alarm(20);
    if (load(&topology, path, XML_FILE) != RXT_OK) {
        _exit(1);
    }
    hwloc_topology_check(topology);
    _exit(0);
}

static enum rxt_err check_in_child(const char *path)
{
    const pid_t child = fork();
    if (child < 0) {
        return rxt_fail(RXT_E_ABSENT, "no process can be started to read '%s' in: %s", path, strerror(errno));
    }
    if (child == 0) {
        try_out(path);
    }
    int status = 1;
    pid_t ended;
    do {
        ended = waitpid(child, &status, 0);
    } while (ended < 0 && errno == EINTR);
    const bool lived = ended == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    return lived ? RXT_OK : refuse(path, XML_FILE, 0);
}

/* The variables by which hwloc is told of another machine, or what to do: as this process came with them. */
static struct {
    const char *name;
    bool changed;
    char *before; /* NULL: it was not set */
} told[] = {{"HWLOC_XMLFILE", false, NULL},     {"HWLOC_SYNTHETIC", false, NULL},
            {"HWLOC_THISSYSTEM", false, NULL},  {"HWLOC_THISSYSTEM_ALLOWED_RESOURCES", false, NULL},
            {"HWLOC_COMPONENTS", false, NULL},  {"HWLOC_FSROOT", false, NULL},
            {"HWLOC_CPUID_PATH", false, NULL},  {"HWLOC_DUMPED_HWDATA_DIR", false, NULL},
            {"HWLOC_HIDE_ERRORS", false, NULL}, {"HWLOC_PLUGINS_PATH", false, NULL}};
enum { N_TOLD = sizeof told / sizeof *told, HIDE_ERRORS = N_TOLD - 2, PLUGINS_PATH };

/* Give the i-th another value, or none; the first one before is kept. */
static void tell(size_t i, const char *value)
{
    const char *now = getenv(told[i].name);
    if (!told[i].changed && (now || value)) {
        told[i].before = now ? strdup(now) : NULL;
        told[i].changed = true;
    }
    if (value) {
        setenv(told[i].name, value, 1);
    } else {
        unsetenv(told[i].name);
    }
}

void rxt_hwloc_begin(void)
{
    for (size_t i = 0; i < HIDE_ERRORS; i++) {
        tell(i, NULL);
    }
    if (!getenv(told[HIDE_ERRORS].name)) {
        tell(HIDE_ERRORS, "2"); /* its warnings say nothing to a user of rxt: our own sentence does */
    }
}

void rxt_hwloc_lightly(void)
{
    is_light = true;
    tell(PLUGINS_PATH, "/dev/null"); /* no folder, so none is found; HWLOC_COMPONENTS comes too late: they are
                                        loaded first */
}

void rxt_hwloc_give_back(void)
{
    for (size_t i = 0; i < N_TOLD; i++) {
        if (told[i].changed && told[i].before) {
            setenv(told[i].name, told[i].before, 1);
        } else if (told[i].changed) {
            unsetenv(told[i].name);
        }
        free(told[i].before);
        told[i].before = NULL;
        told[i].changed = false;
    }
}

enum rxt_err rxt_source_load(hwloc_topology_t *out, const char *source)
{
    *out = NULL;
    rxt_hwloc_begin();
    if (!source) {
        return load(out, NULL, HERE);
    }
    if (strchr(source, ':') && access(source, F_OK) != 0) {
        const enum rxt_err err = rxt_source_check_text(source);
        return err == RXT_OK ? load(out, source, TEXT) : err;
    }
    enum rxt_err err = rxt_source_check_file(source);
    if (!err) {
        err = check_in_child(source);
    }
    return err == RXT_OK ? load(out, source, XML_FILE) : err;
}

const char *rxt_hwloc_version(char *out, size_t n_bytes)
{
    const unsigned version = hwloc_get_api_version();
    snprintf(out, n_bytes, "%u.%u.%u", version >> 16, version >> 8 & 255, version & 255);
    return out;
}
