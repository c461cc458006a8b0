# A row a kernel, and the same kernels in both forms.
rxt kernels | grep -E "^(kernel|pi|fma) "
rxt kernels | sed -n "2,/^$/s/ .*//p" >$T/rows
rxt kernels --json | sed -n 's/^  "name": "\(.*\)",$/\1/p' | cmp - $T/rows && [ $(wc -l <$T/rows) -gt 9 ] && echo the same in JSON
