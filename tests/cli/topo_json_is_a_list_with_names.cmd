rxt topo --topology "pack:1 l3:1 core:2 pu:1" --json | grep -e "^[][]" -e '"name"' -e '"core"' -e '"memory_bytes"'
