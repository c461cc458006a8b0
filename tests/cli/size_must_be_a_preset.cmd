rxt run pi --size 12x
