/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_library.c - open a library by the loader, and look before whether there is room for what it takes.
 */
#include "kernel_library.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static enum rxt_err look_up(const char *kernel, const char *file, const struct kernel_symbol *symbols)
{
    void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        return rxt_fail(RXT_E_ABSENT, "kernel '%s' needs %s, which cannot be loaded here: %s", kernel, file,
                        dlerror());
    }
    for (const struct kernel_symbol *s = symbols; s->name; s++) {
        void *found = dlsym(library, s->name);
        if (!found && s->may_lack) {
            continue;
        }
        if (!found) {
            return rxt_fail(RXT_E_ABSENT, "kernel '%s' needs %s, and the %s that was loaded has none", kernel,
                            s->name, file);
        }
        memcpy(s->pointer, &found, sizeof found); /* POSIX, not ISO C, lets one be the other */
    }
    return RXT_OK;
}

enum rxt_err kernel_library_open(struct rxt_team *team, const char *kernel, const char *file,
                                 const struct kernel_symbol *symbols)
{
    return rxt_team_agree(team, look_up(kernel, file, symbols));
}

enum rxt_err kernel_library_room(struct rxt_team *team, const char *kernel, const char *file, size_t n_pieces,
                                 size_t n_bytes)
{
    void **piece = calloc(n_pieces, sizeof *piece);
    bool is_full = !piece;
    /* Mapped piece by piece, as the library will, and never touched. */
    for (size_t i = 0; !is_full && i < n_pieces; i++) {
        void *at = mmap(NULL, n_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        piece[i] = at == MAP_FAILED ? NULL : at;
        is_full = !piece[i];
    }
    for (size_t i = 0; piece && i < n_pieces; i++) {
        if (piece[i]) {
            munmap(piece[i], n_bytes);
        }
    }
    free(piece);
    return rxt_team_agree(
        team, is_full
                  ? rxt_fail(RXT_E_MEMORY,
                             "kernel '%s': %s takes %zu MiB of address space for each of %zu threads, and "
                             "there is no room for it: raise the limit (ulimit -v), or use fewer threads",
                             kernel, file, n_bytes >> 20, n_pieces)
                  : RXT_OK);
}
