/* SPDX-License-Identifier: BSD-3-Clause
 * base_picture_png.c - PNG to read, where libpng is there.
 */
#include "picture_read.h"

#ifdef RXT_HAVE_PNG

#include <png.h>

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void note_error(png_structp png, png_const_charp message)
{
    (void)rxt_picture_broken(png_get_error_ptr(png), message);
    png_longjmp(png, 1);
}

static void ignore_warning(png_structp png, png_const_charp message)
{
    (void)png;
    (void)message;
}

/* What rows will be. png_read_update_info would tell, but takes memory for rows of any length. */
static void tell_head(struct rxt_picture_file *f)
{
    const int kind = png_get_color_type(f->png, f->info);
    const bool is_clear = (kind & PNG_COLOR_MASK_ALPHA) || png_get_valid(f->png, f->info, PNG_INFO_tRNS);
    f->head.width = png_get_image_width(f->png, f->info);
    f->head.height = png_get_image_height(f->png, f->info);
    f->head.channels = (kind & PNG_COLOR_MASK_COLOR ? 3 : 1) + is_clear;
    f->head.bits = png_get_bit_depth(f->png, f->info) == 16 ? 16 : 8;
}

/* Take that memory; for a caller with a jump set. */
static void begin_rows(struct rxt_picture_file *f)
{
    png_read_update_info(f->png, f->info);
    if (png_get_rowbytes(f->png, f->info) != f->row_bytes) {
        png_error(f->png, "its rows are not what its head says");
    }
}

/* These are apart from their callers, so that no variable lives across the jump. */
static enum rxt_err read_head(struct rxt_picture_file *f)
{
    png_structp png = f->png;
    png_infop info = f->info;
    if (setjmp(png_jmpbuf(png))) {
        return RXT_E_INPUT; /* note_error has said why */
    }
    png_set_user_limits(png, INT_MAX, INT_MAX);
    png_init_io(png, f->file);
    png_read_info(png, info);
    png_set_expand(png);
    const uint16_t one = 1;
    if (png_get_bit_depth(png, info) == 16 && *(const unsigned char *)&one == 1) {
        png_set_swap(png);
    }
    (void)png_set_interlace_handling(png);
    tell_head(f);
    return RXT_OK;
}

static enum rxt_err read_whole(struct rxt_picture_file *f, png_bytepp rows)
{
    if (setjmp(png_jmpbuf((png_structp)f->png))) {
        return RXT_E_INPUT;
    }
    begin_rows(f);
    png_read_image(f->png, rows);
    return RXT_OK;
}

static enum rxt_err read_row(struct rxt_picture_file *f, unsigned char *row)
{
    if (setjmp(png_jmpbuf((png_structp)f->png))) {
        return RXT_E_INPUT;
    }
    if (f->next == 0) {
        begin_rows(f);
    }
    png_read_row(f->png, row, NULL);
    return RXT_OK;
}

/* The rows of an interlaced picture are known together, at the end. */
static enum rxt_err read_interlaced(struct rxt_picture_file *f)
{
    enum rxt_err err = RXT_OK;
    png_bytepp rows = calloc(f->head.height, sizeof *rows);
    f->whole = malloc(f->row_bytes * f->head.height);
    if (!rows || !f->whole) {
        err = rxt_fail(RXT_E_MEMORY, "%zu bytes for the interlaced picture '%s'",
                       f->row_bytes * f->head.height, f->path);
        goto out;
    }
    for (size_t j = 0; j < f->head.height; j++) {
        rows[j] = f->whole + j * f->row_bytes;
    }
    err = read_whole(f, rows);
out:
    free(rows);
    return err;
}

static enum rxt_err open_png(struct rxt_picture_file *f)
{
    f->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, f, note_error, ignore_warning);
    f->info = f->png ? png_create_info_struct(f->png) : NULL;
    if (!f->info) {
        return rxt_fail(RXT_E_MEMORY, "libpng for the picture '%s'", f->path);
    }
    const enum rxt_err err = read_head(f);
    return err ? err : rxt_picture_measure(f);
}

static enum rxt_err next_png(struct rxt_picture_file *f, unsigned char *row)
{
    if (png_get_interlace_type(f->png, f->info) == PNG_INTERLACE_NONE) {
        return read_row(f, row);
    }
    const enum rxt_err err = f->whole ? RXT_OK : read_interlaced(f);
    if (!err) {
        memcpy(row, f->whole + f->next * f->row_bytes, f->row_bytes);
    }
    return err;
}

static void close_png(struct rxt_picture_file *f)
{
    png_structp png = f->png;
    png_infop info = f->info;
    png_destroy_read_struct(&png, &info, NULL);
}
#else
static enum rxt_err open_png(struct rxt_picture_file *f)
{
    return rxt_fail(RXT_E_ABSENT,
                    "'%s' is a PNG, and this build has no libpng (libpng-dev); PGM and PPM work", f->path);
}

static enum rxt_err next_png(struct rxt_picture_file *f, unsigned char *row)
{
    (void)row;
    return open_png(f);
}

static void close_png(struct rxt_picture_file *f)
{
    (void)f;
}
#endif

const struct rxt_picture_format rxt_picture_png = {"\x89PNG\r\n\x1a\n", open_png, next_png, close_png};
