#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# install.sh VARIABLE=VALUE... - a build of these variables installs into folders with blanks in their names, and what
# lies there runs without options: it finds rxt-rank, and takes a layout that it can run. Programs in C and C++ link the
# libraries beside jansson, and no name of rxt's inside is seen in them.
T=$(mktemp -d) && trap 'rm -rf "$T"' EXIT
. "$(dirname "$0")/claim.sh"
to="$T/stage dir/opt/r x"
claim "it installs" "${MAKE:-make}" --no-print-directory -j2 WERROR=-Werror "$@" DESTDIR="$T/stage dir" PREFIX="/opt/r x" install
for file in bin/rxt libexec/rxt/rxt-rank libexec/rxt/librxt-pmpi.so libexec/rxt/librxt-kit.so share/rxt/recipes/lammps.json share/rxt/new-kernel/split.c.in share/man/man1/rxt.1 share/bash-completion/completions/rxt lib/librxt.a \
    lib/librxt.so lib/pkgconfig/rxt.pc lib/pkgconfig/rxt-static.pc include/rxt/kernel.h; do
    claim "$file is there" [ -s "$to/$file" ]
done
"$to/bin/rxt" run pi n=1000000 --reps 1 >"$T/run" 2>&1
claim "rxt run needs no layout: $(head -n 2 "$T/run")" grep "check pass" "$T/run"

# What a library shows is declared in include/rxt, all of it, and begins with rxt_.
cat include/rxt/*.h | grep -oE '[a-z_0-9]+' | sort -u >"$T/declared"
names() { LC_ALL=C nm "$2" --defined-only "$1" | awk 'NF == 3 { print $3 }' | sort -u; } # names FILE NM-OPTION
shows() { # shows FILE NM-OPTION: the names that nobody should see
    names "$1" "$2" >"$T/shown"
    grep -q '^rxt_kernels$' "$T/shown" && ! grep -vxFf "$T/declared" "$T/shown" && ! grep -v '^rxt_' "$T/shown"
}
claim "librxt.so shows what include/rxt declares" shows "$to/lib/librxt.so" -D
claim "librxt.a shows what include/rxt declares" shows "$to/lib/librxt.a" -g
# rxt-rank shows a plug-in all of that, and no other name; rxt opens none and shows nothing.
names "$to/lib/librxt.so" -D >"$T/of_library"
names "$to/libexec/rxt/rxt-rank" -D >"$T/of_rank"
names "$to/bin/rxt" -D >"$T/of_driver"
claim "rxt-rank shows what librxt.so shows: $(diff "$T/of_library" "$T/of_rank" | head -n 3)" cmp "$T/of_library" "$T/of_rank"
claim "rxt shows none of it: $(head -n 3 "$T/of_driver")" sh -c "! grep '^rxt_' '$T/of_driver'"
echo 'int planted; int rxt_planted;' >"$T/planted.c" && cc -c -o "$T/planted.o" "$T/planted.c"
cp "$to/lib/librxt.a" "$T/planted.a" && ar r "$T/planted.a" "$T/planted.o" 2>/dev/null
if shows "$T/planted.a" -g >"$T/told"; then told=no; else told=$(tr '\n' ' ' <"$T/told"); fi
claim "planted symbols are told: $told" [ "$told" = "planted rxt_planted " ]

# The stage is not where it will be: pkg-config is told.
if command -v pkg-config >/dev/null 2>&1; then
    export PKG_CONFIG_PATH="$T/stage dir/opt/r x/lib/pkgconfig"
    flags() { pkg-config --define-variable=prefix="$(printf '%s' "$to" | sed 's/ /\\ /g')" "$@"; }
    for language in "cc -std=c17 -x c" "c++ -x c++"; do
        for package in rxt rxt-static; do
            rm -f "$T/embeds"
            claim "$language links $package" sh -c "$language -Wall -Wextra -Wpedantic -Werror tests/library.c -x none -o '$T/embeds' $(flags --cflags --libs $package jansson)"
            LD_LIBRARY_PATH="$to/lib" "$T/embeds" >"$T/run" 2>&1
            claim "a pool of $language with $package: $(cat "$T/run")" grep -qx 285 "$T/run"
            claim "$language with $package: $(head -n 1 "$T/run")" grep -q '^{"n":[0-9]*} 7 7 is no layout 2$' "$T/run"
        done
    done
    claim "the static one is static" sh -c "! ldd '$T/embeds' | grep librxt"
fi
echo "$passed passed, $failed failed"
[ $failed = 0 ]
