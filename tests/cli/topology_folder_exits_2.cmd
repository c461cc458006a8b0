rxt topo --topology tests
