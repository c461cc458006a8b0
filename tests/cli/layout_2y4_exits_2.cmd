rxt run pi --layout 2y4
