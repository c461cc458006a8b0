/* SPDX-License-Identifier: BSD-3-Clause
 * report_page_factors.c - where the time of every layout's cores goes: a bar of 100 %, cut by the factors of its efficiency.
 *
 * The factors multiply, so each takes its part of what those before it left: the last part is useful.
 */
#include "report_page.h"

#include "report_answer.h"
#include "report_svg.h"

#include <math.h>

enum { ROW = 18, LEFT = 92, RIGHT = 44, TOP = 4, PARTS = 7 };

/* In the order of the bar; letters tell them apart without colour. */
static const struct {
    const char *name, *classes;
    double opacity;
} parts[PARTS] = {
    {"useful", "m3 fill", 1.0},
    {"slower computing", "m0 fill", 0.8},
    {"uneven threads", "m1 fill", 0.45},
    {"OpenMP overhead", "m1 fill", 0.95},
    {"uneven ranks", "m2 fill", 0.45},
    {"MPI transfer", "m2 fill", 0.95},
    {"waiting for a core", "bad fill", 0.6},
};

/* Split one row; false: its factors were not measured. */
static bool split(const struct rxt_row *row, double *shares)
{
    const struct rxt_efficiency *f = &row->factors;
    const double cores = isfinite(f->core_time) ? f->core_time : 1.0;
    const double ranks = cores * f->mpi_load_balance, transfer = ranks * f->mpi_transfer,
                 threads = transfer * f->omp_overhead, useful = threads * f->omp_load_balance;
    const double scaling = isfinite(row->scaling) ? fmin(row->scaling, 1.0) : 1.0;
    shares[0] = useful * scaling;
    shares[1] = useful * (1.0 - scaling);
    shares[2] = threads - useful;
    shares[3] = transfer - threads;
    shares[4] = cores - ranks;
    shares[5] = ranks - transfer;
    shares[6] = 1.0 - cores;
    return isfinite(useful);
}

/* Where it computed faster than serial did, more than the useful part of the bar. */
static double efficiency_of(const struct rxt_row *row, const double *shares)
{
    return isfinite(row->scaling) ? (shares[0] + shares[1]) * row->scaling : shares[0];
}

static void add_row(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel,
                    const struct rxt_row *row, const double *shares, double y)
{
    const double middle = y + 0.5 * ROW, wide = RXT_SVG_WIDE - LEFT - RIGHT;
    double x = LEFT;
    rxt_svg_sign(out, rxt_page_kind(kernel, row), 7.0, middle);
    rxt_svg_text(out, 16.0, middle + 4.0, row == rxt_answer_row(kernel) ? "bold" : "", "%s", row->text);
    for (int p = 0; p < PARTS; p++) {
        const double w = fmax(shares[p], 0.0) * wide;
        rxt_text_add(out, "<g opacity=\"%.2f\">", parts[p].opacity);
        rxt_svg_rect(out, parts[p].classes, x, y + 3.0, w, ROW - 6.0);
        rxt_text_add(out, "</g>");
        if (w > 16.0) {
            rxt_svg_text(out, x + 0.5 * w, middle + 4.0, "mid", "%c", 'a' + p);
        }
        x += w;
    }
    rxt_svg_text(out, RXT_SVG_WIDE, middle + 4.0, "end", "%.0f %%", 100.0 * efficiency_of(row, shares));
}

static void add_key(struct rxt_text *out, double y)
{
    for (int p = 0; p < PARTS; p++) {
        const double x = 2.0 + (double)(p % 2) * 0.5 * RXT_SVG_WIDE, at = y + (double)(p / 2) * 16.0;
        rxt_text_add(out, "<g opacity=\"%.2f\">", parts[p].opacity);
        rxt_svg_rect(out, parts[p].classes, x, at, 10.0, 10.0);
        rxt_text_add(out, "</g>");
        rxt_svg_text(out, x + 14.0, at + 9.0, "dim", "%c %s", 'a' + p, parts[p].name);
    }
}

void rxt_page_factors(struct rxt_document *out, const struct rxt_verdict_of_kernel *kernel)
{
    const struct rxt_row *rows[RXT_PAGE_ROWS];
    double shares[RXT_PAGE_ROWS][PARTS];
    size_t n = 0;
    const size_t n_all = rxt_page_rows(kernel, rows);
    struct rxt_text svg = {0}, title = {0};
    for (size_t i = 0; i < n_all; i++) {
        rows[n] = rows[i];
        n += split(rows[n], shares[n]);
    }
    if (n == 0) {
        return;
    }
    static const char about[] =
        "All cores of a layout, all of its time: what was useful, and what the factors of its efficiency, the "
        "number, take of it; where its workers computed faster than serial it is more than the useful part. Of "
        "the rounds next to the efficiency that is told.";
    rxt_text_add(&title, "Where the time goes, %s", kernel->kernel);
    rxt_svg_open(&svg, rxt_text_of(&title), about, TOP + (double)n * ROW + 76.0);
    for (size_t i = 0; i < n; i++) {
        add_row(&svg, kernel, rows[i], shares[i], TOP + (double)i * ROW);
    }
    add_key(&svg, TOP + (double)n * ROW + 8.0);
    rxt_svg_close(&svg);
    rxt_document_draw(out, rxt_text_of(&title), about, &svg);
    rxt_text_free(&title);
}
