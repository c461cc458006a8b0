rxt run pi --layout
