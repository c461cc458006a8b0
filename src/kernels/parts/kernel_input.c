/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_input.c - map a file on every rank, and find its records.
 */

#include "rxt/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const size_t max_bytes = (size_t)1 << 40, page_bytes = 4096;

/* What is mapped for a file: its pages and one of zeros, so that a kernel may read ahead of its end. */
static size_t mapped_bytes(size_t n_bytes)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    return (n_bytes + page - 1) / page * page + page;
}

static void *map_padded(size_t n_bytes, int fd)
{
    const size_t room = mapped_bytes(n_bytes);
    void *at = mmap(NULL, room, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (at == MAP_FAILED) {
        return at;
    }
    void *file = mmap(at, n_bytes, PROT_READ, MAP_PRIVATE | MAP_FIXED, fd, 0);
    if (file == MAP_FAILED) {
        const int why = errno;
        munmap(at, room);
        errno = why;
    }
    return file;
}

static enum rxt_err map_open_file(struct rxt_input *out, const char *path, int fd)
{
    struct stat st;
    if (fstat(fd, &st)) {
        return rxt_fail(RXT_E_INPUT, "input '%s': %s", path, strerror(errno));
    }
    if (!S_ISREG(st.st_mode)) {
        return rxt_fail(RXT_E_INPUT, "input '%s' is %s: give a regular file", path,
                        S_ISDIR(st.st_mode) ? "a directory" : "not a file that can be mapped");
    }
    const size_t n_bytes = (size_t)st.st_size;
    if (n_bytes > max_bytes) {
        return rxt_fail(RXT_E_INPUT, "input '%s' has %zu bytes: at most %zu", path, n_bytes, max_bytes);
    }
    if (n_bytes == 0) {
        return RXT_OK; /* an empty file cannot be mapped */
    }
    void *map = map_padded(n_bytes, fd);
    if (map == MAP_FAILED) {
        return rxt_fail(RXT_E_INPUT, "input '%s' cannot be mapped: %s", path, strerror(errno));
    }
    *out = (struct rxt_input){.bytes = map, .n_bytes = n_bytes};
    return RXT_OK;
}

static enum rxt_err map_file(struct rxt_input *out, const char *path)
{
    /* Not blocking: a pipe is refused, not waited for. */
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        return rxt_fail(RXT_E_INPUT, "input '%s': %s", path, strerror(errno));
    }
    const enum rxt_err err = map_open_file(out, path, fd);
    close(fd);
    return err;
}

enum rxt_err rxt_input_open(struct rxt_input *out, struct rxt_team *team, const char *path)
{
    *out = (struct rxt_input){.bytes = NULL};
    enum rxt_err err = rxt_team_agree(team, map_file(out, path));
    if (err == RXT_OK) {
        size_t n_root = out->n_bytes;
        rxt_bcast(team, &n_root, sizeof n_root, 0);
        if (n_root != out->n_bytes) {
            err = rxt_fail(RXT_E_INPUT, "input '%s' has %zu bytes on rank 0 and %zu on rank %d", path, n_root,
                           out->n_bytes, rxt_team_rank(team));
        }
        err = rxt_team_agree(team, err);
    }
    if (err != RXT_OK) {
        rxt_input_close(out);
    }
    return err;
}

void rxt_input_close(struct rxt_input *input)
{
    if (input->bytes) {
        munmap((void *)(uintptr_t)input->bytes, mapped_bytes(input->n_bytes));
    }
    *input = (struct rxt_input){.bytes = NULL};
}

double rxt_input_size(const char *path)
{
    struct stat st;
    return stat(path, &st) ? 0.0 : (double)st.st_size;
}

void rxt_input_touch(const struct rxt_input *input, size_t first, size_t last)
{
    volatile unsigned char seen = 0;
    for (size_t i = first; i < last; i += page_bytes) {
        seen ^= input->bytes[i];
    }
    (void)seen;
}

size_t rxt_input_record(const unsigned char *bytes, size_t n_bytes, size_t at)
{
    if (at == 0 || at >= n_bytes) {
        return at < n_bytes ? at : n_bytes;
    }
    const unsigned char *end = memchr(bytes + at - 1, '\n', n_bytes - at + 1);
    return end ? (size_t)(end - bytes) + 1 : n_bytes;
}
