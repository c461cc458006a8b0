/* SPDX-License-Identifier: BSD-3-Clause
 * report_svg.h - drawings as the markup of a page: ours but for texts, which are escaped. Lengths are in pixels at 1:1.
 */
#ifndef RXT_REPORT_SVG_H
#define RXT_REPORT_SVG_H

#include "text.h"

#include <stddef.h>

enum { RXT_SVG_WIDE = 360 }; /* of all drawings: a phone shows them as they are */

/** Begin a drawing that says in words what it shows, and end it. */
void rxt_svg_open(struct rxt_text *out, const char *title, const char *about, double height);
void rxt_svg_close(struct rxt_text *out);
/** Append a text of these classes ("dim end"). */
void rxt_svg_text(struct rxt_text *out, double x, double y, const char *classes, const char *format, ...)
    RXT_PRINTF(5, 6);
/** Append a line; a filled rectangle. */
void rxt_svg_line(struct rxt_text *out, const char *classes, double x1, double y1, double x2, double y2);
void rxt_svg_rect(struct rxt_text *out, const char *classes, double x, double y, double w, double h);
/** Append the sign of a class of rows at a place, whatever its colour: a circle for threads, a square for ranks, a triangle for
 *  hybrid, a diamond for serial, a cross for the plain line. kind 0 to 4, as in m0 to m4. */
void rxt_svg_sign(struct rxt_text *out, int kind, double x, double y);

/* From numbers to pixels, by their logarithm or not; beyond its ends it stays at them. */
struct rxt_scale {
    double low, high; /* numbers  */
    double from, to;  /* pixels   */
    bool is_log;
};
double rxt_scale_at(const struct rxt_scale *scale, double value);
/** Tell whether a value lies beyond the ends. */
bool rxt_scale_clips(const struct rxt_scale *scale, double value);

#endif
