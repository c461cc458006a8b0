rxt kernels pi
