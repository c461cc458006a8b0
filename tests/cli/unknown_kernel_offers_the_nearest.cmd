rxt run mandelbrod
