/* SPDX-License-Identifier: BSD-3-Clause
 * picture.h - a picture in memory goes into a file; the end of the name says the format.
 */
#ifndef RXT_PICTURE_H
#define RXT_PICTURE_H

#include "rxt/err.h"

#include <stddef.h>

struct rxt_picture {
    const void *pixels; /* height x width x channels numbers, channels run fastest, top row first:
                           uint8_t if bits is 8, uint16_t of this machine if bits is 16 */
    size_t width, height;
    int channels; /* 1: grey, 3: red, green, blue */
    int bits;     /* 8 or 16 */
};

/** Tell whether a picture can be written under a name, so that it is known before it is computed.
 *
 *  path      in  the name of the file; .pgm takes 1 channel, .ppm 3, .png either
 *  channels  in  1 or 3
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

#endif
