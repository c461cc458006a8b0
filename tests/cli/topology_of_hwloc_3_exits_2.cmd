sed "s/version=\"2.0\"/version=\"3.0\"/" tests/topologies/power8.xml >$T/t.xml; cd $T && rxt topo --topology t.xml
