rxt study --guess 3s heat
