export MAKEFLAGS=; for set in OMP=foo CBLAS=on PNG=0 FFTW=YES SAN=asan MPI=openmp OMP=; do make $set config 2>&1 | sed -n 's/.*\(rxt: .* must .*\)\..*Stop.*/\1/p'; done
