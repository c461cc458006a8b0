/* SPDX-License-Identifier: BSD-3-Clause
 * launch_library.c - whose MPI a program has: by the libraries that its loader would load.
 */
#include "launch_library.h"

#include "launch.h"
#include "launch_process.h"
#include "text.h"

#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The loader that an ELF file of 64 bits names. */
static bool read_loader(const char *path, char *out, size_t n_bytes)
{
    Elf64_Ehdr head;
    Elf64_Phdr part = {.p_type = PT_NULL};
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    bool is = fd >= 0 && pread(fd, &head, sizeof head, 0) == (ssize_t)sizeof head &&
              !memcmp(head.e_ident, ELFMAG, SELFMAG) && head.e_ident[EI_CLASS] == ELFCLASS64 &&
              head.e_phentsize == sizeof part;
    for (size_t i = 0; is && i < head.e_phnum && part.p_type != PT_INTERP; i++) {
        is = pread(fd, &part, sizeof part, (off_t)(head.e_phoff + i * sizeof part)) == (ssize_t)sizeof part;
    }
    is = is && part.p_type == PT_INTERP && part.p_filesz > 1 && part.p_filesz <= n_bytes &&
         pread(fd, out, part.p_filesz, (off_t)part.p_offset) == (ssize_t)part.p_filesz;
    out[is ? part.p_filesz - 1 : 0] = '\0';
    if (fd >= 0) {
        close(fd);
    }
    return is;
}

/* The minor number behind "libmpi.so.40." of the file that a link leads to tells Open MPI 5 (40 and more) from 4. */
static int minor_of(const char *file)
{
    char *real = realpath(file, NULL);
    const char *at = real ? strstr(real, "libmpi.so.40.") : NULL;
    const int minor = at ? (int)strtol(at + strlen("libmpi.so.40."), NULL, 10) : 0;
    free(real);
    return minor;
}

bool rxt_library_listed(const char *list, char *library, size_t n_bytes)
{
    char file[4096] = "";
    const char *open_mpi = strstr(list, "libmpi.so.40");
    library[0] = '\0';
    if (open_mpi) {
        (void)!sscanf(open_mpi, "libmpi.so.40 => %4095s", file);
        snprintf(library, n_bytes, "Open MPI v%d", minor_of(file) >= 40 ? 5 : 4);
    } else if (strstr(list, "libmpich.so") || strstr(list, "libmpi.so.12")) {
        snprintf(library, n_bytes, "MPICH");
    }
    return library[0] != '\0';
}

enum rxt_linked rxt_program_linked(const char *program, char *library, size_t n_bytes)
{
    char path[4096], loader[4096];
    struct rxt_answer answer;
    library[0] = '\0';
    if (!rxt_program_find(program, path, sizeof path) || !read_loader(path, loader, sizeof loader)) {
        return RXT_LINKED_UNKNOWN;
    }
    const char *const words[] = {loader, "--list", path, NULL};
    const struct rxt_question question = {.words = words, .timeout_s = 10.0};
    const bool ran = rxt_program_ask(&question, &answer) == RXT_OK;
    const bool listed = ran && answer.status == 0;
    const bool is_mpi = listed && rxt_library_listed(rxt_text_of(&answer.said[RXT_OUT]), library, n_bytes);
    rxt_answer_free(&answer);
    return !listed ? RXT_LINKED_UNKNOWN : is_mpi ? RXT_LINKED_MPI : RXT_LINKED_NONE;
}
