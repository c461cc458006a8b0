# A file that is no library stands where the loader looks first.
rxt --version | grep -q "CBLAS yes.*FFTW yes" || { echo this build has no CBLAS or no FFTW; exit 77; }
mkdir -p "$T/no" && echo no | tee "$T/no/libopenblas.so.0" >"$T/no/libfftw3.so.3"
export LD_LIBRARY_PATH=$T/no
rxt run fft n=8 --layout 1x1 >/dev/null 2>&1 && { echo this FFTW has another name; exit 77; }
rxt run fft n=8 --layout 1x1 2>&1 | sed "s|$T|T|"
rxt run matmul n=8 --layout 1x1 2>&1 | grep -c "^rxt: kernel 'matmul' needs .*, which cannot be loaded here: "
rxt run matmul n=8 --layout 1x1 2>/dev/null
