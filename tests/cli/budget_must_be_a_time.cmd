rxt study --budget soon
