/* SPDX-License-Identifier: BSD-3-Clause
 * rival_primes_primesieve.c WORKERS - libprimesieve counts the primes up to 10^10: numbers a second.
 * build: gcc -O2 -lprimesieve
 * package: libprimesieve-dev
 */
#include <primesieve.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { TIMED = 5 };

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int main(int argc, char **argv)
{
    const uint64_t n = UINT64_C(10000000000);
    primesieve_set_num_threads(argc > 1 ? (int)strtol(argv[1], NULL, 10) : 1);
    for (int run = 0; run < TIMED; run++) {
        const double start_s = now_s();
        const uint64_t primes = primesieve_count_primes(0, n);
        const double time_s = now_s() - start_s;
        if (primes != UINT64_C(455052511)) {
            fprintf(stderr, "primesieve: %llu primes up to 10^10\n", (unsigned long long)primes);
            return 1;
        }
        printf("%.4g\n", (double)n / time_s);
    }
    return 0;
}
