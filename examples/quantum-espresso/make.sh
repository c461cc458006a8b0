#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# make.sh FOLDER - a pseudopotential of hydrogen, which Debian does not bring, and an input of pw.x in FOLDER
here=$(cd "$(dirname "$0")" && pwd) && mkdir -p "$1" && cd "$1" || exit 2
ld1.x >ld1.out <<'END'
 &input
   title='H', zed=1., rel=0, config='1s1', iswitch=3, dft='PZ'
 /
 &inputp
   pseudotype=1, nlcc=.false., lloc=0, file_pseudopw='H.UPF', tm=.true.
 /
1
1S 1 0 1.00 0.00 0.80 0.80 0.0
END
[ -s H.UPF ] && cp "$here/pw.in" .
