rxt run stats n=900000000000 --layout 1x1 2>&1 | sed "s/and [0-9.]* GiB/and N GiB/"; rxt run stats n=900000000000 --layout 1x1 2>/dev/null
