rxt study --resume
