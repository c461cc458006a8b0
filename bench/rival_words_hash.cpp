/* build: g++ -std=c++17 -O3 -march=native -fopenmp
 * package: g++
 * SPDX-License-Identifier: BSD-3-Clause
 * rival_words_hash.cpp WORKERS - a plain loop with std::unordered_map over the text of rxt's
 * `words n=16777216`; bytes/s of each run. With `text` for WORKERS it writes that text.
 *
 * A map a thread, over its part of the text; the maps are then added up.
 */
#include <omp.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <unordered_map>
#include <vector>

extern "C" {
void words_sample_fill(unsigned char *out, size_t n_bytes, uint64_t seed, uint64_t block);
void words_sample_draws(uint64_t *counts, size_t n_bytes, uint64_t seed, uint64_t block);
}

namespace
{

constexpr size_t grain = 32768, n_blocks = 512, n_bytes = n_blocks * grain, vocabulary = 32767;
constexpr int runs = 6; // the first is not told

using counts = std::unordered_map<std::string, uint64_t>;

void count(counts &into, const unsigned char *text, size_t n)
{
    std::string word;
    for (size_t i = 0; i <= n; i++) {
        const unsigned c = i < n ? text[i] : ' ';
        if (c >= 'A' && c <= 'Z') {
            word.push_back(static_cast<char>(c + 32));
        } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 128) {
            word.push_back(static_cast<char>(c));
        } else if (!word.empty()) {
            into[word]++;
            word.clear();
        }
    }
}

// Blocks end between words.
counts count_all(const std::vector<unsigned char> &text)
{
    counts all;
#pragma omp parallel
    {
        counts mine;
#pragma omp for schedule(static)
        for (size_t b = 0; b < n_blocks; b++) {
            count(mine, text.data() + b * grain, grain);
        }
#pragma omp critical
        if (all.empty()) {
            all.swap(mine);
        } else {
            for (const auto &word : mine) {
                all[word.first] += word.second;
            }
        }
    }
    return all;
}

} // namespace

int main(int argc, char **argv)
{
    std::vector<unsigned char> text(n_bytes);
    std::vector<uint64_t> draws(vocabulary);
    uint64_t n_words = 0, n_drawn = 0;
    omp_set_num_threads(argc > 1 ? std::atoi(argv[1]) : 1);
    for (size_t b = 0; b < n_blocks; b++) {
        words_sample_fill(text.data() + b * grain, grain, 1, b);
        words_sample_draws(draws.data(), grain, 1, b);
    }
    if (argc > 1 && !std::strcmp(argv[1], "text")) { // for other rivals
        return std::fwrite(text.data(), 1, n_bytes, stdout) != n_bytes;
    }
    for (uint64_t n : draws) {
        n_drawn += n;
    }
    for (int r = 0; r < runs; r++) {
        const double start_s = omp_get_wtime();
        const counts all = count_all(text);
        const double run_s = omp_get_wtime() - start_s;
        n_words = 0;
        for (const auto &word : all) {
            n_words += word.second;
        }
        if (n_words != n_drawn) {
            std::fprintf(stderr, "rival: %llu words, not %llu\n", static_cast<unsigned long long>(n_words),
                         static_cast<unsigned long long>(n_drawn));
            return 1;
        }
        if (r > 0) {
            std::printf("%.4g\n", static_cast<double>(n_bytes) / run_s);
        }
    }
    return 0;
}
