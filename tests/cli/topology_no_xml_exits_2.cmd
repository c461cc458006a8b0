rxt topo --topology Makefile
