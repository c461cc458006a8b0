rxt place 8x16 --topology tests/topologies/epyc-7763-2s.xml
