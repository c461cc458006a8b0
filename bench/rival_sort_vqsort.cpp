// SPDX-License-Identifier: BSD-3-Clause
// build: g++ -std=c++17 -O3 -march=native -lhwy_contrib -lhwy
// package: libhwy-dev
// rival_sort_vqsort.cpp WORKERS - Highway's vqsort on 5,000,000 keys; it knows one worker only.
#include "rival_sort.hpp"

#include <hwy/contrib/sort/vqsort.h>

int main()
{
    hwy::Sorter sorter;
    return rival_sort(5000000, [&](uint64_t *first, uint64_t *last) {
        sorter(first, static_cast<size_t>(last - first), hwy::SortAscending());
    });
}
