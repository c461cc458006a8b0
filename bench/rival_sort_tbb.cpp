// SPDX-License-Identifier: BSD-3-Clause
// build: g++ -std=c++17 -O3 -march=native -ltbb
// package: libtbb-dev
// rival_sort_tbb.cpp WORKERS - oneTBB's parallel_sort on 5,000,000 keys.
#include "rival_sort.hpp"

#include <tbb/global_control.h>
#include <tbb/parallel_sort.h>

int main(int argc, char **argv)
{
    const size_t workers = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1;
    const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, workers);
    return rival_sort(5000000, [](uint64_t *first, uint64_t *last) { tbb::parallel_sort(first, last); });
}
