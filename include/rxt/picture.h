/* SPDX-License-Identifier: BSD-3-Clause
 * picture.h - pictures from files and into files.
 */
#ifndef RXT_PICTURE_H
#define RXT_PICTURE_H

#include "rxt/err.h"

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

struct rxt_picture {
    const void *pixels; /* height x width x channels numbers, channels run fastest, top row first:
                           uint8_t if bits is 8, uint16_t of this machine if bits is 16 */
    size_t width, height;
    int channels; /* 1: grey, 2: grey and opacity, 3: red, green, blue, 4: and opacity */
    int bits;     /* 8 or 16 */
};

/** Tell whether a picture can be written under a name, so that it is known before it is computed.
 *
 *  path      in  the name of the file, whose end says the format: .pgm takes 1 channel, .ppm 3, .png 1 to 4
 *  channels  in  1 to 4
 *
 *  Errors:      RXT_E_USAGE   another ending, or one that does not hold so many channels
 *               RXT_E_ABSENT  .png, and this build has no libpng
 *  Collective:  no
 *  Source:      own
 */
RXT_CHECKED
enum rxt_err rxt_picture_check_name(const char *path, int channels);

/** Write a picture; a file of that name is replaced.
 *
 *  Errors:      those of rxt_picture_check_name
 *               RXT_E_RANGE   width or height is 0 or above 2^31 - 1, or bits is neither 8 nor 16
 *               RXT_E_OUTPUT  the file cannot be written; what is there is incomplete
 *  Collective:  no (one rank calls it)
 *  Memory:      one row of scratch, freed on every path
 *  Source:      netpbm, pgm(5) and ppm(5); ISO/IEC 15948 (PNG) by libpng
 */
RXT_CHECKED
enum rxt_err rxt_picture_write(const char *path, const struct rxt_picture *picture);

/* A picture that is read from the top, row by row. */
struct rxt_picture_file; /* opaque: owns an open file */

/** Open a picture to read it; its first bytes say the format: PGM or PPM (P5, P6), or PNG.
 *
 *  out   out  NULL on error
 *  head  out  size, channels and bits; pixels is NULL. PNG with a palette, or of fewer than 8
 *             bits, is told as what it is read as: grey or colours of 8 bits
 *
 *  Errors:      RXT_E_INPUT   not a regular file, not such a picture, cut off, or larger than 1 TiB
 *               RXT_E_ABSENT  a PNG, and this build has no libpng
 *               RXT_E_MEMORY
 *  Collective:  no
 *  Memory:      close with rxt_picture_close; one row, or all of them for an interlaced PNG
 *  Source:      netpbm, pgm(5) and ppm(5); ISO/IEC 15948 (PNG) by libpng
 */
RXT_CHECKED
enum rxt_err rxt_picture_open(struct rxt_picture_file **out, const char *path, struct rxt_picture *head);

/** Read the next row. Numbers of a PGM or PPM that end at another than 255 or 65535 are scaled to it.
 *
 *  row  out  width x channels numbers of `bits` bits
 *
 *  Errors:      RXT_E_INPUT  the file is broken or cut off
 *  Collective:  no
 *  Source:      own
 */
RXT_CHECKED
enum rxt_err rxt_picture_next(struct rxt_picture_file *file, void *row);

/** Close a picture; NULL is accepted.
 *
 *  Collective:  no
 *  Source:      own
 */
void rxt_picture_close(struct rxt_picture_file *file);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
