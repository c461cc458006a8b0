/* SPDX-License-Identifier: BSD-3-Clause
 * base_picture.c - pictures into files: PGM, PPM, and PNG where libpng is there.
 */
#include "rxt/picture.h"

#ifdef RXT_HAVE_PNG
#include <png.h>
#endif

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

typedef enum rxt_err (*encode_fn)(FILE *file, const char *path, const struct rxt_picture *picture);

static size_t row_bytes(const struct rxt_picture *p)
{
    return p->width * (size_t)p->channels * (size_t)(p->bits / 8);
}

/* PNM keeps the more significant byte first. */
static void to_big_endian(unsigned char *out, const uint16_t *in, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        out[2 * i] = (unsigned char)(in[i] >> 8);
        out[2 * i + 1] = (unsigned char)(in[i] & 0xff);
    }
}

static enum rxt_err encode_pnm(FILE *file, const char *path, const struct rxt_picture *p)
{
    enum rxt_err err = RXT_OK;
    const size_t n_bytes = row_bytes(p);
    unsigned char *row = malloc(n_bytes);
    if (!row) {
        return rxt_fail(RXT_E_MEMORY, "a row of %zu bytes for the picture '%s'", n_bytes, path);
    }
    bool written = fprintf(file, "P%d\n%zu %zu\n%d\n", p->channels == 1 ? 5 : 6, p->width, p->height,
                           (1 << p->bits) - 1) > 0;
    for (size_t j = 0; j < p->height && written; j++) {
        const unsigned char *from = (const unsigned char *)p->pixels + j * n_bytes;
        if (p->bits == 16) {
            to_big_endian(row, (const uint16_t *)p->pixels + j * (n_bytes / 2), n_bytes / 2);
            from = row;
        }
        written = fwrite(from, 1, n_bytes, file) == n_bytes;
    }
    if (!written) {
        err = rxt_fail(RXT_E_OUTPUT, "cannot write the picture '%s': %s", path, strerror(errno));
    }
    free(row);
    return err;
}

#ifdef RXT_HAVE_PNG
static void note_error(png_structp png, png_const_charp message)
{
    const char *path = png_get_error_ptr(png);
    (void)rxt_fail(RXT_E_OUTPUT, "cannot write the picture '%s': %s", path, message);
    png_longjmp(png, 1);
}

static void ignore_warning(png_structp png, png_const_charp message)
{
    (void)png;
    (void)message;
}

/* Apart from its caller, so that no variable lives across the jump. */
static enum rxt_err send_rows(png_structp png, png_infop info, FILE *file, const struct rxt_picture *p)
{
    if (setjmp(png_jmpbuf(png))) {
        return RXT_E_OUTPUT; /* note_error has said why */
    }
    static const int color_type[] = {0, PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB,
                                     PNG_COLOR_TYPE_RGB_ALPHA};
    png_init_io(png, file);
    png_set_IHDR(png, info, (png_uint_32)p->width, (png_uint_32)p->height, p->bits, color_type[p->channels],
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    const uint16_t one = 1;
    if (p->bits == 16 && *(const unsigned char *)&one == 1) {
        png_set_swap(png);
    }
    for (size_t j = 0; j < p->height; j++) {
        png_write_row(png, (png_const_bytep)p->pixels + j * row_bytes(p));
    }
    png_write_end(png, NULL);
    return RXT_OK;
}

static enum rxt_err encode_png(FILE *file, const char *path, const struct rxt_picture *p)
{
    enum rxt_err err = RXT_OK;
    char name[256];
    snprintf(name, sizeof name, "%s", path);
    png_infop info = NULL;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, name, note_error, ignore_warning);
    if (png) {
        png_set_user_limits(png, INT_MAX, INT_MAX);
        info = png_create_info_struct(png);
    }
    err = info ? send_rows(png, info, file, p) : rxt_fail(RXT_E_MEMORY, "libpng for the picture '%s'", path);
    png_destroy_write_struct(&png, &info);
    return err;
}
#else
static enum rxt_err encode_png(FILE *file, const char *path, const struct rxt_picture *p)
{
    (void)file;
    (void)p;
    return rxt_fail(RXT_E_ABSENT, "'%s': this build has no libpng (libpng-dev); .pgm and .ppm work", path);
}
#endif

static const struct format {
    const char *suffix;
    int min_channels, max_channels;
    encode_fn encode;
} formats[] = {
    {".pgm", 1, 1, encode_pnm},
    {".ppm", 3, 3, encode_pnm},
    {".png", 1, 4, encode_png},
};

static const struct format *format_of(const char *path)
{
    const char *suffix = strrchr(path, '.');
    for (size_t i = 0; suffix && i < sizeof formats / sizeof formats[0]; i++) {
        if (!strcasecmp(suffix, formats[i].suffix)) {
            return &formats[i];
        }
    }
    return NULL;
}

enum rxt_err rxt_picture_check_name(const char *path, int channels)
{
    const struct format *format = format_of(path);
    const char *pnm = channels == 1 ? ".pgm or " : channels == 3 ? ".ppm or " : "";
    if (!format || channels < format->min_channels || channels > format->max_channels) {
        return rxt_fail(RXT_E_USAGE,
                        "a picture of %d channel%s cannot be written as '%s': let the name end in "
                        "%s.png",
                        channels, channels == 1 ? "" : "s", path, pnm);
    }
#ifndef RXT_HAVE_PNG
    if (format->encode == encode_png) {
        return encode_png(NULL, path, NULL);
    }
#endif
    return RXT_OK;
}

enum rxt_err rxt_picture_write(const char *path, const struct rxt_picture *p)
{
    enum rxt_err err = rxt_picture_check_name(path, p->channels);
    if (err) {
        return err;
    }
    if (p->width < 1 || p->width > INT_MAX || p->height < 1 || p->height > INT_MAX ||
        (p->bits != 8 && p->bits != 16)) {
        return rxt_fail(RXT_E_RANGE, "a picture of %zu x %zu pixels of %d bits: 1 to %d pixels, 8 or 16 bits",
                        p->width, p->height, p->bits, INT_MAX);
    }
    FILE *file = fopen(path, "wb");
    if (!file) {
        return rxt_fail(RXT_E_OUTPUT, "cannot open '%s' for writing: %s", path, strerror(errno));
    }
    err = format_of(path)->encode(file, path, p);
    if (fclose(file) && !err) {
        err = rxt_fail(RXT_E_OUTPUT, "cannot write the picture '%s': %s", path, strerror(errno));
    }
    return err;
}
