rxt merge
