#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# lines.sh [FOLDER] - no function has more than 60 lines, from its first line to its closing brace.
# clang-format puts the braces of a function, and of nothing else, alone at the start of a line.
cd "${1:-.}" || exit 2
find src include tests bench -name '*.[ch]' -print | LC_ALL=C sort | xargs awk -v most=60 '
FNR == 1 { head = 0; body = 0 }
body { if (/^}/) { body = 0; n++; if (FNR - head >= most) { printf "%s:%d: a function of %d lines, more than %d\n", FILENAME, head, FNR - head + 1, most; long = 1 } head = 0 } next }
/^{/ { body = 1; if (!head) head = FNR; next }
/^$|[;}#\/]$|^#|^ \*/ { head = 0; next }
/^[A-Za-z_]/ && !head { head = FNR }
END { if (!n) { print "no function was found"; exit 2 } if (!long) printf "%d functions, none over %d lines\n", n, most; exit long }'
