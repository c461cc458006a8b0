rxt study --dry-run --topology "core:2 pu:1" --launcher mpich --layouts 2x1 -- ./not-here 2>/dev/null | grep "bind 2x1 "
