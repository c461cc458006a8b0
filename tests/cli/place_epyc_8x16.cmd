rxt place 8x16 --topology tests/topologies/epyc-7763-2s.xml | grep -E "^ +[0-9]|^Ranks|L3 (0|15) "
