/* SPDX-License-Identifier: BSD-3-Clause
 * rival_sort.hpp - time a sort of the keys that `sort n=N` generates, and check its order.
 */
#ifndef RIVAL_SORT_HPP
#define RIVAL_SORT_HPP

extern "C" {
#include "kernel_sort.h"
}

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

template <typename Sort> int rival_sort(size_t n, Sort sort)
{
    std::vector<uint64_t> input(n), keys(n);
    sort_fill(SORT_UNIFORM, 1, n, 0, n, input.data());
    for (int i = 0; i < 6; i++) { /* the first run is not counted */
        keys = input;
        const auto start = std::chrono::steady_clock::now();
        sort(keys.data(), keys.data() + n);
        const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
        if (!std::is_sorted(keys.begin(), keys.end())) {
            std::fprintf(stderr, "not sorted\n");
            return 1;
        }
        if (i > 0) {
            std::printf("%.6g\n", static_cast<double>(n) / time.count());
        }
    }
    return 0;
}

#endif
