rxt topo --topology "pack:2 numa:2 l3:2 core:4 pu:2"
