rxt place
