rxt topo --topology "pack:1 l3:1 core:2 pu:1" --json
