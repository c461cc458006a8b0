// SPDX-License-Identifier: BSD-3-Clause
// build: g++ -std=c++17 -O3 -march=native
// package: g++
// rival_sort_std.cpp WORKERS - std::sort on 5,000,000 keys; it knows one worker only.
#include "rival_sort.hpp"

int main()
{
    return rival_sort(5000000, [](uint64_t *first, uint64_t *last) { std::sort(first, last); });
}
