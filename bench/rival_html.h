/* SPDX-License-Identifier: BSD-3-Clause
 * rival_html.h - the generated pages of `html`, handed to a parser page by page, by threads.
 */
#ifndef RIVAL_HTML_H
#define RIVAL_HTML_H

#include "kernel_html.h"

#include <omp.h>

#include <stdio.h>
#include <stdlib.h>

enum { RIVAL_RUNS = 5 };

/** Parse one page; return its links. */
typedef size_t rival_links_fn(const char *page, size_t n_bytes);

static inline double rival_run(const unsigned char *pages, size_t n_blocks, rival_links_fn *links_of,
                               size_t *n_links)
{
    size_t n = 0;
    const double start_s = omp_get_wtime();
#pragma omp parallel for schedule(dynamic) reduction(+ : n)
    for (size_t b = 0; b < n_blocks; b++) {
        const size_t last = (b + 1) * HTML_GRAIN;
        for (size_t at = b * HTML_GRAIN; at < last;) {
            const size_t next = html_page(pages, last, at + 1, last);
            n += links_of((const char *)pages + at, next - at);
            at = next;
        }
    }
    *n_links = n;
    return omp_get_wtime() - start_s;
}

/** Run a rival over n_blocks blocks of the pages and print its rates; exits 1 if it misses a link. */
static inline int rival_html(int argc, char **argv, rival_links_fn *links_of, size_t n_blocks)
{
    const size_t n_bytes = n_blocks * HTML_GRAIN;
    unsigned char *pages = malloc(n_bytes);
    struct html_totals want = {.pages = 0};
    if (!pages) {
        return 3;
    }
    omp_set_num_threads(argc > 1 ? atoi(argv[1]) : 1);
    for (size_t b = 0; b < n_blocks; b++) {
        html_sample_fill(pages + b * HTML_GRAIN, HTML_GRAIN, 1, b);
        html_sample_totals(&want, HTML_GRAIN, 1, b);
    }
    for (int i = -1; i < RIVAL_RUNS; i++) {
        size_t n_links = 0;
        const double run_s = rival_run(pages, n_blocks, links_of, &n_links);
        if (n_links != want.links) {
            fprintf(stderr, "rival: %zu links, not %zu\n", n_links, (size_t)want.links);
            return 1;
        }
        if (i >= 0) {
            printf("%.4g\n", (double)n_bytes / run_s);
        }
    }
    free(pages);
    return 0;
}

#endif
