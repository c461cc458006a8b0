rxt study --dry-run --topology "core:4 pu:1" --launcher mpich heat 2>/dev/null | grep -E "^(launches|time)"
