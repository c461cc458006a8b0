#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# sites.sh - built as on a site: from make dist's tarball, in a folder with blanks in its name, without git and pkg-config,
# with the MPI that a wrapper tells by -show, by -showme, or not at all (Cray's cc: found here, and with "all" built, too). Run
# in the tree's root.
for tool in mpicc.openmpi mpicc.mpich; do
    command -v $tool >/dev/null 2>&1 || { echo "skipped: no $tool" && exit 77; }
done
all=$PATH
T=$(mktemp -d) && trap 'rm -rf "$T"' EXIT
trap 'exit 130' INT TERM
. "$(dirname "$0")/claim.sh"
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
unset MAKEFLAGS MAKELEVEL MFLAGS

# The tools of this machine, without pkg-config, git, and an mpicc that is none of this test's.
mkdir "$T/bin" "$T/wrap"
# ccache by its links looks for the compiler in what comes behind them, and there is nothing.
(IFS=:; for folder in $PATH; do [ "${folder%ccache}" = "$folder" ] && ln -s "$folder"/* "$T/bin" 2>/dev/null; done)
rm -f "$T"/bin/*pkg-config "$T"/bin/pkgconf "$T/bin/git" "$T"/bin/mpicc "$T"/bin/mpicc.*
openmpi=$(command -v mpicc.openmpi) mpich=$(command -v mpicc.mpich)
wrap() { # wrap NAME TEXT: a wrapper of that text
    printf '#!/bin/sh\n%s\n' "$2" >"$T/wrap/$1"
    chmod +x "$T/wrap/$1"
}
wrap only-show "[ \"\$1\" = -show ] || exit 1; exec $openmpi -show"
wrap only-showme "[ \"\$1\" = -showme ] || exit 1; exec $openmpi -showme"
wrap quoted "[ \"\$1\" = -show ] || exit 1; $mpich -show | sed 's/^gcc/icx -O2 -I\"\\/opt\\/a b\"/; s/-L/-Xlinker -rpath -Xlinker \"\\/opt\\/a b\" -L/'"
wrap cc "case \$1 in -show*) exit 0 ;; esac; exec $mpich \"\$@\""
wrap silent 'exit 0'
PATH=$T/wrap:$T/bin
asked() { sh .ci/mpi | tr '\n' ' '; }
found() { # found WORDS VARIABLE=VALUE...: what is found with these variables
    words=$1
    shift
    (export CC=gcc MPI=mpicc "$@" && asked) >"$T/found" 2>&1
    claim "$*: $words" grep -F -e "$words" "$T/found"
}
found "# openmpi FOUND_MPI := openmpi FOUND_MPI_BY := only-show -show" MPICC=only-show
found "# openmpi FOUND_MPI := openmpi FOUND_MPI_BY := only-showme -showme" MPICC=only-showme
found "# mpich FOUND_MPI := mpich FOUND_MPI_BY := quoted -show" MPICC=quoted
found "-isystem '/opt/a b'" MPICC=quoted
found "-Xlinker -rpath -Xlinker '/opt/a b' -L" MPICC=quoted
found "# mpich FOUND_MPI := mpich FOUND_MPI_BY := cc itself" CC=cc
found "# mpich FOUND_MPI := mpich FOUND_MPI_BY := cc itself" CC=cc MPI=auto
found "# mpich FOUND_MPI := mpich FOUND_MPI_BY := cc itself" CC=cc MPICC=silent
found "not found: install it" MPICC=silent
found "not found: install it" MPI=openmpi
found "# no FOUND_MPI := no" MPI=auto
ln -s "$openmpi" "$T/wrap/mpicc"
found "# openmpi FOUND_MPI := openmpi FOUND_MPI_BY := mpicc -show" MPI=auto
found "MPI='lam' must be auto" MPI=lam

PATH=$all
here=$PWD
claim "make dist" "${MAKE:-make}" -s dist
tarball=$(tail -n 1 "$T/said")
revision=$(git describe --always --dirty --abbrev=12)
mkdir "$T/a checkout" && cd "$T/a checkout" && tar -xzf "$here/$tarball" && cd rxt-* || exit 1
PATH=$T/wrap:$T/bin
built() { # built KIND VARIABLE=VALUE...: it builds, and two ranks of it count
    kind=$1
    shift
    claim "it builds with $*" "${MAKE:-make}" -s -j2 WERROR=-Werror OPT=-O0 "$@"
    claim "it tells its revision, with $*" sh -c "build/*-$kind/rxt --version | grep -F '($revision)'"
    claim "two ranks of it, with $*" sh -c "build/*-$kind/rxt run pi n=100000 --reps 1 --layout 2x1 --oversubscribe | grep 'check pass'"
}
built openmpi MPI=mpicc MPICC=only-showme
if [ "$1" = all ]; then
    built mpich CC=cc
    claim "another build tells how it is called" sh -c '"${MAKE:-make}" CC=cc OPT=-O0 | tail -n 1 | grep "call build/cc-mpich/rxt$"'
fi
claim "build/rxt is what was built first" sh -c '[ "$(readlink build/rxt)" = gcc-openmpi/rxt ]'
claim "it installs" "${MAKE:-make}" -s OPT=-O0 MPI=mpicc MPICC=only-showme DESTDIR="$T/stage dir" PREFIX="/opt/r x" install
claim "installed, two ranks count" sh -c "'$T/stage dir/opt/r x/bin/rxt' run pi n=100000 --reps 1 --layout 2x1 --oversubscribe | grep 'check pass'"
claim "it goes" "${MAKE:-make}" -s OPT=-O0 DESTDIR="$T/stage dir" PREFIX="/opt/r x" uninstall
claim "and leaves no file" sh -c "[ -z \"\$(find '$T/stage dir' -type f)\" ]"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
