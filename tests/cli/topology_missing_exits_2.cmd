rxt topo --topology nosuch.xml
