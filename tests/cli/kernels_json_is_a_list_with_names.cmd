rxt kernels --json | grep -E -e "^[][]" -e '^  "name": "(pi|fma)"'
