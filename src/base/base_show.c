/* SPDX-License-Identifier: BSD-3-Clause
 * base_show.c - quantities as people read them: three digits and a unit.
 */
#include "text.h"

#include <math.h>
#include <stdio.h>

/* Three significant digits, without the exponent and the lone point that %g may give. */
static void show_three(char *out, size_t n_bytes, double value, const char *unit)
{
    const double size = fabs(value);
    snprintf(out, n_bytes, "%.*f %s", size < 9.995 ? 2 : size < 99.95 ? 1 : 0, value, unit);
}

const char *rxt_show_growth(char *out, size_t n_bytes, const char *size, double power, bool has_log)
{
    char exponent[24] = "";
    if (power != 1.0) {
        snprintf(exponent, sizeof exponent, "^%g", power);
    }
    snprintf(out, n_bytes, "%s%s%s%s", size, exponent, has_log ? " log " : "", has_log ? size : "");
    return out;
}

const char *rxt_show_s(char *out, size_t n_bytes, double t_s)
{
    static const struct {
        double scale;
        const char *unit;
    } units[] = {{1e-9, "ns"}, {1e-6, "us"}, {1e-3, "ms"}, {1.0, "s"}};
    size_t u = 0;
    while (u < 3 && fabs(t_s) >= 0.9995 * units[u + 1].scale) {
        u++;
    }
    show_three(out, n_bytes, t_s / units[u].scale, units[u].unit);
    return out;
}

const char *rxt_show_age(char *out, size_t n_bytes, double age_s)
{
    static const struct {
        double least_s;
        const char *unit;
    } units[] = {{86400.0, "day"}, {3600.0, "hour"}, {60.0, "minute"}, {0.0, "second"}};
    size_t u = 0;
    while (u < 3 && !(age_s >= 2.0 * units[u].least_s)) {
        u++;
    }
    const double count = floor(age_s / (u < 3 ? units[u].least_s : 1.0));
    if (isnan(age_s)) {
        snprintf(out, n_bytes, "of unknown age");
    } else if (age_s < 0.0) {
        snprintf(out, n_bytes, "ahead of this clock");
    } else {
        snprintf(out, n_bytes, "%.0f %s%s ago", count, units[u].unit, count == 1.0 ? "" : "s");
    }
    return out;
}

static const char *show_scaled(char *out, size_t n_bytes, double value, double step,
                               const char *const *prefixes)
{
    size_t p = 0;
    while (p < 5 && fabs(value) >= 0.9995 * step) {
        value /= step;
        p++;
    }
    show_three(out, n_bytes, value, prefixes[p]);
    return out;
}

const char *rxt_show_si(char *out, size_t n_bytes, double value)
{
    static const char *const prefixes[] = {"", "k", "M", "G", "T", "P"};
    return show_scaled(out, n_bytes, value, 1e3, prefixes);
}

const char *rxt_show_bytes(char *out, size_t n_bytes, double value_bytes)
{
    static const char *const prefixes[] = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    return show_scaled(out, n_bytes, value_bytes, 1024.0, prefixes);
}

size_t rxt_columns(const char *text)
{
    size_t n = 0;
    for (; *text; text++) {
        n += ((unsigned char)*text & 0xc0) != 0x80;
    }
    return n;
}
