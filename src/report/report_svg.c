/* SPDX-License-Identifier: BSD-3-Clause
 * report_svg.c - lines, rectangles, texts and signs of a drawing.
 */
#include "report_svg.h"

#include "report_html.h"

#include <math.h>

void rxt_svg_open(struct rxt_text *out, const char *title, const char *about, double height)
{
    rxt_text_add(out, "<svg role=\"img\" viewBox=\"0 0 %d %.0f\" aria-label=\"", RXT_SVG_WIDE, height);
    rxt_html_add(out, title);
    rxt_text_add(out, "\"><title>");
    rxt_html_add(out, title);
    rxt_text_add(out, "</title><desc>");
    rxt_html_add(out, about);
    rxt_text_add(out, "</desc>");
}

void rxt_svg_close(struct rxt_text *out)
{
    rxt_text_add(out, "</svg>");
}

void rxt_svg_text(struct rxt_text *out, double x, double y, const char *classes, const char *format, ...)
{
    struct rxt_text text = {0};
    va_list args;
    va_start(args, format);
    rxt_text_add_args(&text, format, args);
    va_end(args);
    rxt_text_add(out, "<text x=\"%.1f\" y=\"%.1f\" class=\"%s\">", x, y, classes);
    rxt_html_add(out, rxt_text_of(&text));
    rxt_text_add(out, "</text>");
    out->failed |= text.failed;
    rxt_text_free(&text);
}

void rxt_svg_line(struct rxt_text *out, const char *classes, double x1, double y1, double x2, double y2)
{
    rxt_text_add(out, "<path class=\"%s\" d=\"M%.1f %.1fL%.1f %.1f\"/>", classes, x1, y1, x2, y2);
}

void rxt_svg_rect(struct rxt_text *out, const char *classes, double x, double y, double w, double h)
{
    rxt_text_add(out, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>", classes, x,
                 y, fmax(w, 0.0), h);
}

void rxt_svg_sign(struct rxt_text *out, int kind, double x, double y)
{
    static const char *const signs[] = {
        "<path class=\"m0 fill\" d=\"M%.1f %.1fm-5 0l5 -5l5 5l-5 5z\"/>",
        "<path class=\"m1 fill\" d=\"M%.1f %.1fm-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z\"/>",
        "<path class=\"m2 fill\" d=\"M%.1f %.1fm-4 -4h8v8h-8z\"/>",
        "<path class=\"m3 fill\" d=\"M%.1f %.1fm-5 4l5 -9l5 9z\"/>",
        "<path class=\"m4 line\" d=\"M%.1f %.1fm-4 -4l8 8m-8 0l8 -8\"/>",
    };
    rxt_text_add(out, signs[kind], x, y);
}

double rxt_scale_at(const struct rxt_scale *scale, double value)
{
    const double share = scale->is_log ? log(value / scale->low) / log(scale->high / scale->low)
                                       : (value - scale->low) / (scale->high - scale->low);
    return scale->from + fmin(fmax(share, 0.0), 1.0) * (scale->to - scale->from);
}

bool rxt_scale_clips(const struct rxt_scale *scale, double value)
{
    return value < scale->low || value > scale->high;
}
