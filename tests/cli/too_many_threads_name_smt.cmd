rxt place 2x2 --topology "core:2 pu:2"
