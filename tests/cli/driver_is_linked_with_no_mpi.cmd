command -v ldd >/dev/null || { echo no ldd here; exit 77; }
for library in openblas fftw libmpi gomp libomp; do
    ldd "$(readlink -f "$(command -v rxt)")" | grep "$library"
done
echo loaded: none of them
