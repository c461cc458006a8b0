# In C and C++, of both kinds, by two compilers; each file has less than 60 lines, its loop in the middle.
include=$PWD/include
command -v clang++ >/dev/null || { echo "clang++ is not here"; exit 77; }
mpi=$(pkg-config --cflags ompi-c 2>/dev/null || pkg-config --cflags mpich 2>/dev/null) || { echo "no MPI is here"; exit 77; }
cd "$T" || exit
for kind in "" --whole; do
    rxt new-kernel mine $kind --dir "c$kind" >/dev/null
    rxt new-kernel mine $kind --cxx --dir "cc$kind" >/dev/null
done
for file in c*/mine.*; do
    awk -v file="$file" '/pragma omp parallel for|THE LOOP/ { at = NR } END { if (NR >= 60 || at < NR / 4 || at > 3 * NR / 4) print file ": line", at, "of", NR }' "$file"
done
c="-std=c17 -Wall -Wextra -Wpedantic -Werror -Wno-unknown-pragmas -fPIC -fsyntax-only -I $include $(echo $mpi | sed 's/-I/-isystem/g')"
cc="-std=c++20 -Wno-missing-field-initializers -DOMPI_SKIP_MPICXX -DMPICH_SKIP_MPICXX ${c#-std=c17}"
{
    gcc $c c/mine.c && clang $c c/mine.c && g++ $cc cc/mine.cc && clang++ $cc cc/mine.cc &&
        gcc -fopenmp $c c--whole/mine.c && clang $c c--whole/mine.c && g++ -fopenmp $cc cc--whole/mine.cc && clang++ $cc cc--whole/mine.cc
} && echo "without a warning"
