rxt run n=5
