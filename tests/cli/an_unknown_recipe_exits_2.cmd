rxt study --recipe lamps --out $T/s -- true
