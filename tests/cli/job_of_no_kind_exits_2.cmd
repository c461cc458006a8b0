rxt job matrx; rxt job; rxt job array pi n=5; rxt job matrix --partition "a b"; rxt job strong --nodes 0
