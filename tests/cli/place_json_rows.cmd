rxt place 2x2@l3 --topology "pack:1 l3:2 core:2 pu:1" --json
