/* build: gcc -std=c17 -O3 -march=native -lfftw3_threads -lfftw3 -lpthread
 * package: libfftw3-dev
 * SPDX-License-Identifier: BSD-3-Clause
 * rival_fft_fftw_measure.c WORKERS - the same with a plan that FFTW timed.
 */
#define RIVAL_PLAN FFTW_MEASURE
#include "rival_fft_fftw.c"
