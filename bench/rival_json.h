/* SPDX-License-Identifier: BSD-3-Clause
 * rival_json.h - what the rivals of `json` share: the kernel's text, a part for each worker, the right sum.
 *
 * Each worker has its own part of the text, written by itself, and its own parser.
 */
#ifndef RIVAL_JSON_H
#define RIVAL_JSON_H

extern "C" {
#include "kernel_json.h"
}

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include <simdjson.h>

static const std::size_t rival_bytes = 134217728, rival_reps = 7;

/* The sum of the member `price` over lines of text; NAN if one is not valid. */
typedef double (*rival_sum_fn)(const char *text, std::size_t n_bytes);

struct rival_part {
    unsigned char *text;
    std::size_t n_bytes;
    double sum, want;
};

static void rival_fill(rival_part *p, std::size_t first, std::size_t last)
{
    p->n_bytes = (last - first) * JSON_GRAIN;
    p->text = static_cast<unsigned char *>(std::calloc(p->n_bytes + JSON_PAD, 1));
    p->want = 0.0;
    for (std::size_t b = first; b < last && p->text; b++) {
        json_sample_fill(p->text + (b - first) * JSON_GRAIN, JSON_GRAIN, 1, b);
        p->want += static_cast<double>(json_sample_known(JSON_GRAIN, 1, b).quarters) / 4.0;
    }
}

template <class Work> static void rival_on_all(std::vector<rival_part> &parts, Work work)
{
    std::vector<std::thread> threads;
    for (std::size_t i = 1; i < parts.size(); i++) {
        threads.emplace_back(work, i);
    }
    work(0);
    for (std::thread &t : threads) {
        t.join();
    }
}

template <class Stream> static double rival_sum(Stream &records)
{
    double sum = 0.0;
    for (auto record : records) {
        double price;
        if (record["price"].get_double().get(price)) {
            return NAN;
        }
        sum += price;
    }
    return sum;
}

static int rival_main(int argc, char **argv, rival_sum_fn sum)
{
    const long n_workers = argc > 1 ? std::strtol(argv[1], nullptr, 10) : 1;
    const std::size_t n_blocks = rival_bytes / JSON_GRAIN,
                      n = n_workers > 0 ? static_cast<std::size_t>(n_workers) : 1;
    std::vector<rival_part> parts(n);
    rival_on_all(parts,
                 [&](std::size_t i) { rival_fill(&parts[i], n_blocks * i / n, n_blocks * (i + 1) / n); });
    for (std::size_t r = 0; r < rival_reps; r++) {
        const auto start = std::chrono::steady_clock::now();
        rival_on_all(parts, [&](std::size_t i) {
            parts[i].sum = sum(reinterpret_cast<const char *>(parts[i].text), parts[i].n_bytes);
        });
        const std::chrono::duration<double> run_s = std::chrono::steady_clock::now() - start;
        for (const rival_part &p : parts) {
            if (!(std::fabs(p.sum - p.want) <= 1e-9 * std::fabs(p.want))) {
                std::fprintf(stderr, "the sum is %.17g and not %.17g\n", p.sum, p.want);
                return 1;
            }
        }
        std::printf("%.6g\n", static_cast<double>(rival_bytes) / run_s.count());
    }
    return 0;
}

#endif
