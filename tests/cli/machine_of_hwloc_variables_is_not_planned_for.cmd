rxt topo >"$T/here"
HWLOC_SYNTHETIC="pack:3 core:7 pu:1" HWLOC_THISSYSTEM=1 rxt topo | cmp - "$T/here" && echo as before
HWLOC_XMLFILE=tests/topologies/power8.xml HWLOC_COMPONENTS=xml rxt topo | cmp - "$T/here" && echo as before
HWLOC_XMLFILE=tests/topologies/power8.xml rxt topo --topology "core:5 pu:1" | grep "^cores"
