// SPDX-License-Identifier: BSD-3-Clause
// build: g++ -std=c++17 -O3 -march=native -fopenmp
// package: g++
// rival_sort_gnu.cpp WORKERS - the sort of libstdc++'s parallel mode on 5,000,000 keys.
#include "rival_sort.hpp"

#include <parallel/algorithm>

#include <omp.h>

int main(int argc, char **argv)
{
    omp_set_num_threads(argc > 1 ? std::atoi(argv[1]) : 1);
    return rival_sort(5000000, [](uint64_t *first, uint64_t *last) { __gnu_parallel::sort(first, last); });
}
