rxt run pi --reps 0
