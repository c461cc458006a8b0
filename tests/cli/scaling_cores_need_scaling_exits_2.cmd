rxt study pi --cores 1,2
