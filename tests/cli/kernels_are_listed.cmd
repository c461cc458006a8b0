rxt kernels
