rxt study --dry-run --guess 1s --topology 'core:2 pu:1' --launcher none --layouts 1x1,1x2 --env 'A={threads} b' --env B= -- sh '-c{cores}' 2>/dev/null | grep bind
