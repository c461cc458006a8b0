/* SPDX-License-Identifier: BSD-3-Clause
 * picture_read.h - a file that pictures are read from, and the two formats.
 */
#ifndef PICTURE_READ_H
#define PICTURE_READ_H

#include "rxt/picture.h"

#include <stdio.h>

struct rxt_picture_file {
    FILE *file;
    size_t n_bytes; /* of the file */
    char path[256]; /* for messages, cut */
    struct rxt_picture head;
    const struct rxt_picture_format *format;
    size_t row_bytes, next; /* bytes of a row, and its number */
    unsigned maxval;        /* of PNM                  */
    void *png, *info;       /* libpng's                */
    unsigned char *whole;   /* all rows, if interlaced */
};

struct rxt_picture_format {
    const char *begins; /* with these bytes */
    enum rxt_err (*open)(struct rxt_picture_file *file);
    enum rxt_err (*next)(struct rxt_picture_file *file, unsigned char *row);
    void (*close)(struct rxt_picture_file *file);
};

/** PNG; its open says that libpng is absent where it is. */
extern const struct rxt_picture_format rxt_picture_png;

/** Set row_bytes and refuse sizes that nobody can hold. */
RXT_CHECKED
enum rxt_err rxt_picture_measure(struct rxt_picture_file *file);

/** Note that the file is broken; returns RXT_E_INPUT. */
enum rxt_err rxt_picture_broken(const struct rxt_picture_file *file, const char *why);

#endif
