rxt kernels --json | sed -n 's/^  "name": //p'
