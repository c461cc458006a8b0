rxt place 4x4 --topology "core:2 pu:1"
