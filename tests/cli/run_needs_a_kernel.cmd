rxt run
