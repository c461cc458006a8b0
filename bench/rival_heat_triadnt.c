/* build: cc -O3 -march=x86-64-v4 -fopenmp
 * package: libc6-dev
 * rival_heat_triadnt.c WORKERS - STREAM's triad with stores around the caches, for processors with AVX-512.
 */
#define STREAMS
#include "rival_heat_triad.c"
