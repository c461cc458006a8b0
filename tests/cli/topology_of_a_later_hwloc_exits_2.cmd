sed "s/version=\"2.0\"/version=\"9.0\"/" tests/topologies/power8.xml >$T/t.xml; rxt topo --topology $T/t.xml 2>$T/err; rc=$?; grep -o "is an XML of hwloc 9\|hwloc 9 reads this one" $T/err; exit $rc
