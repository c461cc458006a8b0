rxt study --dry-run --guess 3s --leave 1,third heat
