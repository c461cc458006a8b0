/* SPDX-License-Identifier: BSD-3-Clause
 * trial_plugin.c - open a plug-in in this process: the file, its symbol, its interface, its MPI, its kernel.
 */
#include "trial_plugin.h"

#include "build.h"
#include "runtimes.h"

#include "rxt/plugin.h"

#include <dlfcn.h>
#include <string.h>

/* What the loader says begins with the file's name, if it is of that. */
static enum rxt_err tell_loader(const char *path, const char *said)
{
    const char *symbol = strstr(said, "undefined symbol: ");
    const size_t n = strlen(path);
    said += !strncmp(said, path, n) && said[n] == ':' ? n + 1 : 0;
    said += *said == ' ';
    if (symbol && strstr(symbol, "rxt_")) {
        return rxt_fail(RXT_E_ABSENT, "plug-in %s: %s: this rxt (%s) does not have it; build it for this one",
                        path, said, rxt_build.version);
    }
    if (symbol && (strstr(symbol, " MPI_") || strstr(symbol, "mpi_"))) {
        return rxt_fail(RXT_E_ABSENT,
                        "plug-in %s: %s: this rxt is built with MPI '%s'; build it with that one's mpicc",
                        path, said, rxt_build.mpi);
    }
    return rxt_fail(RXT_E_INPUT, "plug-in %s cannot be opened: %s%s", path, said,
                    strstr(said, "executable") ? "; a program is studied by: rxt study -- PROGRAM" : "");
}

static enum rxt_err check_mpi(const char *path, int mpi)
{
    static const char *const names[] = {"", "Open MPI", "an MPI that is not Open MPI"};
    const bool is_open_mpi = !strncmp(rxt_build.mpi, "openmpi", strlen("openmpi")),
               is_none = !strcmp(rxt_build.mpi, "no");
    if (mpi < 0 || mpi > 2) {
        return rxt_fail(RXT_E_INPUT, "plug-in %s: its rxt_plugin is not what RXT_PLUGIN writes", path);
    }
    return mpi == 0 || (!is_none && (mpi == 1) == is_open_mpi)
               ? RXT_OK
               : rxt_fail(
                     RXT_E_ABSENT,
                     "plug-in %s was built with the mpi.h of %s, and this rxt with MPI '%s': build it with that one's "
                     "mpicc",
                     path, names[mpi], rxt_build.mpi);
}

static enum rxt_err check_plugin(const char *path, const struct rxt_plugin *plugin)
{
    if (!plugin) {
        return rxt_fail(
            RXT_E_INPUT,
            "%s is no plug-in: it has no rxt_plugin; say RXT_PLUGIN(its kernel); at the end of the file",
            path);
    }
    if (plugin->interface != RXT_INTERFACE || plugin->kernel_bytes != sizeof(struct rxt_kernel)) {
        return rxt_fail(
            RXT_E_INPUT,
            "plug-in %s is of interface %d (a kernel of %zu bytes), and this rxt has interface %d (%zu bytes): "
            "build it anew with this rxt's headers",
            path, plugin->interface, plugin->kernel_bytes, RXT_INTERFACE, sizeof(struct rxt_kernel));
    }
    enum rxt_err err = check_mpi(path, plugin->mpi);
    if (err == RXT_OK && !plugin->kernel) {
        err = rxt_fail(RXT_E_INPUT, "plug-in %s: its kernel is NULL", path);
    }
    if (!err) {
        err = rxt_kernel_check(plugin->kernel);
        err = err == RXT_OK ? err : rxt_fail(err, "plug-in %s: %s", path, rxt_reason());
    }
    return err;
}

enum rxt_err rxt_plugin_open(const char *path, const struct rxt_kernel **out)
{
    char warning[512];
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL); /* and never closed: threads may be in it */
    if (!library) {
        const char *said = dlerror();
        return tell_loader(path, said ? said : "the loader does not say why");
    }
    const struct rxt_plugin *plugin = dlsym(library, "rxt_plugin");
    enum rxt_err err = check_plugin(path, plugin);
    if (!err) {
        err = rxt_runtimes_look(warning, sizeof warning);
        err = err == RXT_OK ? err : rxt_fail(err, "plug-in %s: %s", path, rxt_reason());
    }
    if (!err) {
        *out = plugin->kernel;
    }
    return err;
}
