rxt study --metric 'time [0-9]+' --out $T/s -- true
