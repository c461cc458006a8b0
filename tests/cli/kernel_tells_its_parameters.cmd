rxt kernels pi
rxt kernels blur | grep -A 1 "^ *sigma"
rxt kernels mandelbrot | grep -A 1 "^ *width"
