/* SPDX-License-Identifier: BSD-3-Clause
 * base_picture_read.c - pictures from files, row by row: PGM and PPM here, PNG beside.
 */
#include "picture_read.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const size_t max_bytes = (size_t)1 << 40;

enum rxt_err rxt_picture_broken(const struct rxt_picture_file *f, const char *why)
{
    return rxt_fail(RXT_E_INPUT, "picture '%s' is broken or cut off: %s", f->path, why);
}

enum rxt_err rxt_picture_measure(struct rxt_picture_file *f)
{
    const struct rxt_picture *p = &f->head;
    if (p->width < 1 || p->height < 1 || p->width > INT_MAX || p->height > INT_MAX) {
        return rxt_fail(RXT_E_INPUT, "picture '%s' has %zu x %zu pixels: 1 to %d each", f->path, p->width,
                        p->height, INT_MAX);
    }
    f->row_bytes = p->width * (size_t)p->channels * (size_t)(p->bits / 8);
    if (f->row_bytes > max_bytes / p->height) {
        return rxt_fail(RXT_E_INPUT,
                        "picture '%s' has %zu x %zu pixels of %zu bytes a row: at most %zu in all", f->path,
                        p->width, p->height, f->row_bytes, max_bytes);
    }
    return RXT_OK;
}

/* The next character of a PNM head. A comment may begin anywhere, within a number too, and is read as the CR or LF
 * that ends it: so does netpbm. */
static int head_char(FILE *file)
{
    int c = getc(file);
    if (c == '#') {
        while (c != '\n' && c != '\r' && c != EOF) {
            c = getc(file);
        }
    }
    return c;
}

/* The next number of a PNM head, behind blanks and comments; false if there is none. */
static bool head_number(FILE *file, size_t *out)
{
    int c = head_char(file);
    while (isspace(c)) {
        c = head_char(file);
    }
    if (!isdigit(c)) {
        return false;
    }
    for (*out = 0; isdigit(c); c = head_char(file)) {
        *out = *out > INT_MAX ? *out : *out * 10 + (size_t)(c - '0');
    }
    return isspace(c); /* one blank ends the number, and the head */
}

static enum rxt_err open_pnm(struct rxt_picture_file *f, int channels)
{
    size_t maxval = 0;
    const bool whole = getc(f->file) == 'P' && getc(f->file) != EOF && head_number(f->file, &f->head.width) &&
                       head_number(f->file, &f->head.height) && head_number(f->file, &maxval);
    if (!whole || maxval < 1 || maxval > UINT16_MAX) {
        return rxt_picture_broken(f, "its head must be width, height, and a largest value of 1 to 65535");
    }
    f->maxval = (unsigned)maxval;
    f->head.channels = channels;
    f->head.bits = maxval > UINT8_MAX ? 16 : 8;
    const enum rxt_err err = rxt_picture_measure(f);
    const long begin = ftell(f->file);
    if (!err && (begin < 0 || f->n_bytes < f->row_bytes * f->head.height + (size_t)begin)) {
        return rxt_fail(RXT_E_INPUT,
                        "picture '%s' is cut off: %zu x %zu pixels take %zu bytes, the file has %zu", f->path,
                        f->head.width, f->head.height,
                        f->row_bytes * f->head.height + (size_t)(begin < 0 ? 0 : begin), f->n_bytes);
    }
    return err;
}

static enum rxt_err open_pgm(struct rxt_picture_file *f)
{
    return open_pnm(f, 1);
}

static enum rxt_err open_ppm(struct rxt_picture_file *f)
{
    return open_pnm(f, 3);
}

static unsigned scaled(unsigned value, unsigned maxval, unsigned full)
{
    return value >= maxval ? full : (unsigned)(((uint64_t)value * full + maxval / 2) / maxval);
}

/* PNM keeps the more significant byte first. */
static enum rxt_err next_pnm(struct rxt_picture_file *f, unsigned char *row)
{
    if (fread(row, 1, f->row_bytes, f->file) != f->row_bytes) {
        return rxt_picture_broken(f, "it ends within a row");
    }
    if (f->head.bits == 8 && f->maxval < UINT8_MAX) {
        for (size_t i = 0; i < f->row_bytes; i++) {
            row[i] = (unsigned char)scaled(row[i], f->maxval, UINT8_MAX);
        }
    }
    for (size_t i = 0; f->head.bits == 16 && i < f->row_bytes; i += 2) {
        const unsigned read = (unsigned)row[i] << 8 | row[i + 1];
        const uint16_t value = (uint16_t)scaled(read, f->maxval, UINT16_MAX);
        memcpy(row + i, &value, sizeof value);
    }
    return RXT_OK;
}

static enum rxt_err refuse_plain(struct rxt_picture_file *f)
{
    return rxt_fail(RXT_E_INPUT,
                    "picture '%s' is a bitmap, or spelt in digits: make it binary, P5 or P6, or PNG",
                    f->path);
}

static void close_nothing(struct rxt_picture_file *f)
{
    (void)f;
}

static const struct rxt_picture_format pnm[] = {
    {"P5", open_pgm, next_pnm, close_nothing},     {"P6", open_ppm, next_pnm, close_nothing},
    {"P1", refuse_plain, next_pnm, close_nothing}, {"P2", refuse_plain, next_pnm, close_nothing},
    {"P3", refuse_plain, next_pnm, close_nothing}, {"P4", refuse_plain, next_pnm, close_nothing},
};

static enum rxt_err find_format(struct rxt_picture_file *f)
{
    char begin[8] = "";
    const size_t n = fread(begin, 1, sizeof begin, f->file);
    rewind(f->file);
    for (size_t i = 0; i < sizeof pnm / sizeof pnm[0]; i++) {
        if (n > 2 && !memcmp(begin, pnm[i].begins, 2)) {
            f->format = &pnm[i];
        }
    }
    if (n == sizeof begin && !memcmp(begin, rxt_picture_png.begins, sizeof begin)) {
        f->format = &rxt_picture_png;
    }
    return f->format ? f->format->open(f)
                     : rxt_fail(RXT_E_INPUT,
                                "'%s' is no picture that can be read: PNG, or PGM or PPM (P5, P6)", f->path);
}

/* Not blocking: a pipe is refused, not waited for. */
static enum rxt_err open_file(struct rxt_picture_file *f, const char *path)
{
    struct stat st;
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 || fstat(fd, &st) || !(f->file = fdopen(fd, "rb"))) {
        const enum rxt_err err = rxt_fail(RXT_E_INPUT, "picture '%s': %s", path, strerror(errno));
        if (fd >= 0) {
            close(fd);
        }
        return err;
    }
    if (!S_ISREG(st.st_mode)) {
        return rxt_fail(RXT_E_INPUT, "picture '%s' is %s: give a regular file", path,
                        S_ISDIR(st.st_mode) ? "a directory" : "not a file that can be read twice");
    }
    f->n_bytes = (size_t)st.st_size;
    return find_format(f);
}

enum rxt_err rxt_picture_open(struct rxt_picture_file **out, const char *path, struct rxt_picture *head)
{
    *out = NULL;
    struct rxt_picture_file *f = calloc(1, sizeof *f);
    if (!f) {
        return rxt_fail(RXT_E_MEMORY, "no room to read the picture '%s'", path);
    }
    snprintf(f->path, sizeof f->path, "%s", path);
    const enum rxt_err err = open_file(f, path);
    if (err) {
        rxt_picture_close(f);
        return err;
    }
    *head = f->head;
    *out = f;
    return RXT_OK;
}

enum rxt_err rxt_picture_next(struct rxt_picture_file *f, void *row)
{
    if (f->next == f->head.height) {
        return rxt_fail(RXT_E_RANGE, "picture '%s' has no more than %zu rows", f->path, f->head.height);
    }
    const enum rxt_err err = f->format->next(f, row);
    f->next++;
    return err;
}

void rxt_picture_close(struct rxt_picture_file *f)
{
    if (!f) {
        return;
    }
    if (f->format) {
        f->format->close(f);
    }
    if (f->file) {
        fclose(f->file);
    }
    free(f->whole);
    free(f);
}
