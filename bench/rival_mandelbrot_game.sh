#!/bin/sh
# Recorded, not measured: the fastest C++ program of the Computer Language Benchmarks Game (mandelbrot, N = 8000, 50 iterations)
# did 3.07 and 5.78 G iterations/s with 1 and 2 workers on a 3.75 GHz machine with AVX-512 of another make.
# Printed in rxt's unit, 8 flop an iteration; five times, as a rival that runs does.
case ${1:-1} in
1) rate=24.56e9 ;;
2) rate=46.24e9 ;;
*) echo "rival_mandelbrot_game: recorded for 1 and 2 workers only" >&2; exit 2 ;;
esac
for i in 1 2 3 4 5; do echo $rate; done
