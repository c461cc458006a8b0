/* build: gcc -std=c17 -O3 -march=native -lvips -lgobject-2.0 -lglib-2.0
 * package: libvips-dev pkg-config
 * SPDX-License-Identifier: BSD-3-Clause
 * rival_blur_vips.c WORKERS - libvips' gaussblur in memory, for `blur n=8192`; prints pixels/s of each run.
 *
 * Its default precision, whole numbers; its kernel ends where the amplitude falls below 0.2, so it is 11 or 13
 * coefficients long where ours is 19.
 */
#include "kernel_blur.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* The part of libvips' and GLib's interface that is called, so that their headers' search paths are not needed. */
typedef struct _VipsImage VipsImage;
int vips_init(const char *argv0);
void vips_concurrency_set(int concurrency);
void vips_cache_set_max(int max);
VipsImage *vips_image_new_from_memory(const void *data, size_t size, int width, int height, int bands,
                                      int format);
int vips_gaussblur(VipsImage *in, VipsImage **out, double sigma, ...);
void *vips_image_write_to_memory(VipsImage *in, size_t *size);
void g_object_unref(void *object);
void g_free(void *memory);

enum { SIDE = 8192, RUNS = 5, UCHAR = 0 };

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* The row in the middle, beside ours: a shorter kernel differs by a few grey levels. */
static int is_wrong(const unsigned char *in, const unsigned char *out)
{
    struct blur_shape b = {.width = SIDE, .channels = 3, .bits = 8};
    static unsigned char row[3 * SIDE];
    double off = 0.0;
    blur_shape_set(&b, 3.0);
    void *scratch = malloc(blur_scratch_bytes(&b));
    blur_rows(&b, blur_passes_of(RXT_ISA_PLAIN), in + (SIDE / 2 - b.radius) * sizeof row, sizeof row, row,
              sizeof row, 1, scratch);
    free(scratch);
    for (size_t i = 0; i < sizeof row; i++) {
        off += abs(row[i] - out[SIDE / 2 * sizeof row + i]);
    }
    return !(off / sizeof row < 3.0);
}

int main(int argc, char **argv)
{
    const size_t n_bytes = 3 * (size_t)SIDE * SIDE;
    unsigned char *in = malloc(n_bytes), *out = NULL;
    mallopt(M_MMAP_MAX, 0); /* memory that was freed is had again without page faults */
    mallopt(M_TRIM_THRESHOLD, 2000000000);
    if (!in || vips_init(argv[0])) {
        return 3;
    }
    vips_concurrency_set(argc > 1 ? (int)strtol(argv[1], NULL, 10) : 1);
    vips_cache_set_max(0);
    for (size_t y = 0; y < SIDE; y++) {
        blur_make_row(1, SIDE, 8, y, in + y * 3 * SIDE);
    }
    for (int run = -1; run < RUNS; run++) {
        size_t n_out = 0;
        VipsImage *picture = vips_image_new_from_memory(in, n_bytes, SIDE, SIDE, 3, UCHAR), *blurred = NULL;
        g_free(out);
        const double start_s = now_s();
        if (vips_gaussblur(picture, &blurred, 3.0, (char *)NULL) ||
            !(out = vips_image_write_to_memory(blurred, &n_out))) {
            return 3;
        }
        if (run >= 0) {
            printf("%.6g\n", (double)SIDE * SIDE / (now_s() - start_s));
        }
        g_object_unref(blurred);
        g_object_unref(picture);
    }
    return is_wrong(in, out);
}
