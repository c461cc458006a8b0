rxt topo --topology "pack:2 numa:2 l3:2 core:4 pu:2" | grep -E "^(NUMA nodes|L3 caches|cores|PUs|SMT) |^(package|NUMA node|L3) 1 |^all "
