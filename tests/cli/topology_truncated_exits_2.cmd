head -c 5000 tests/topologies/power8.xml >$T/t.xml; cd $T && rxt topo --topology t.xml
