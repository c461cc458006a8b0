rxt topo --layout 2x1
