rxt kernel
