rxt run pi --layout 0x1
