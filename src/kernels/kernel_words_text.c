/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_words_text.c - the text of `words`: a mapped file, or generated where it is counted.
 */
#include "kernel_words_team.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const size_t max_bytes = (size_t)1 << 40, page_bytes = 4096;

static enum rxt_err map_open_file(struct words *w, int fd)
{
    struct stat st;
    if (fstat(fd, &st)) {
        return rxt_fail(RXT_E_INPUT, "input '%s': %s", w->input, strerror(errno));
    }
    if (!S_ISREG(st.st_mode)) {
        return rxt_fail(RXT_E_INPUT, "input '%s' is %s: give a regular file", w->input,
                        S_ISDIR(st.st_mode) ? "a directory" : "not a file that can be mapped");
    }
    w->n_bytes = (size_t)st.st_size;
    if (w->n_bytes > max_bytes) {
        return rxt_fail(RXT_E_INPUT, "input '%s' has %zu bytes: at most %zu", w->input, w->n_bytes,
                        max_bytes);
    }
    if (w->n_bytes == 0) {
        return RXT_OK; /* an empty file has no words, and cannot be mapped */
    }
    void *map = mmap(NULL, w->n_bytes, PROT_READ, MAP_PRIVATE, fd, 0);
    if (map == MAP_FAILED) {
        return rxt_fail(RXT_E_INPUT, "input '%s' cannot be mapped: %s", w->input, strerror(errno));
    }
    w->map = map;
    w->text = map;
    w->n_text = w->n_bytes;
    return RXT_OK;
}

static enum rxt_err map_file(struct words *w)
{
    /* Not blocking: a pipe is refused, not waited for. */
    const int fd = open(w->input, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        return rxt_fail(RXT_E_INPUT, "input '%s': %s", w->input, strerror(errno));
    }
    const enum rxt_err err = map_open_file(w, fd);
    close(fd);
    return err;
}

enum rxt_err words_text_open(struct words *w, size_t n_generated)
{
    if (!*w->input) {
        w->n_bytes = n_generated;
        return RXT_OK;
    }
    enum rxt_err err = rxt_team_agree(w->team, map_file(w));
    if (err) {
        return err;
    }
    size_t n_root = w->n_bytes;
    rxt_bcast(w->team, &n_root, sizeof n_root, 0);
    if (n_root != w->n_bytes) {
        err = rxt_fail(RXT_E_INPUT, "input '%s' has %zu bytes on rank 0 and %zu on rank %d", w->input, n_root,
                       w->n_bytes, rxt_team_rank(w->team));
    }
    return rxt_team_agree(w->team, err);
}

static void generate(void *context, const struct rxt_chunk *chunk)
{
    const struct words *w = context;
    unsigned char *text = w->pages.at;
    words_sample_fill(text + (chunk->first - w->base), chunk->last - chunk->first, w->seed, chunk->index);
}

/* One byte of every page, so that no page fault is left for the timed run. */
static void touch(void *context, const struct rxt_chunk *chunk)
{
    const struct words *w = context;
    volatile unsigned char seen = 0;
    for (size_t i = chunk->first; i < chunk->last; i += page_bytes) {
        seen ^= w->text[i - w->base];
    }
    (void)seen;
}

enum rxt_err words_text_fill(struct words *w)
{
    enum rxt_err err = RXT_OK;
    if (!*w->input) {
        const struct rxt_span home = rxt_loop_home(w->scan);
        err = kernel_pages_open(&w->pages, w->team, home.last - home.first);
        w->text = w->pages.at;
        w->base = home.first;
        w->n_text = home.last - home.first;
    }
    if (!err) {
        rxt_map_home(w->scan, *w->input ? touch : generate, w);
    }
    return err;
}

void words_text_close(struct words *w)
{
    kernel_pages_close(&w->pages);
    if (w->map) {
        munmap(w->map, w->n_bytes);
        w->map = NULL;
    }
}
