rxt place "4x "
