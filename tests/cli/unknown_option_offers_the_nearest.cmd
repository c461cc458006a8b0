rxt run pi --layot 2x1
