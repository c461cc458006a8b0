rxt run pi sed=1
