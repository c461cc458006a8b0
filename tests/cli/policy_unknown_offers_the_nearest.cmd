rxt place 1x1@spred
