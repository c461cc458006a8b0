(rxt topo --json; rxt kernels pi --json; rxt run pi n=1000 --layout 1x1 --json | tr "{}" "\n\n") | grep -E "memory_bytes|items|peak_node_B|\"max\"" | sed "s/[0-9][0-9]*/N/g"
