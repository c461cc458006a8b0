rxt kernels >/dev/full
