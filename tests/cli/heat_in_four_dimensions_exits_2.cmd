rxt run heat dims=4
