rxt run pi --layout 64x64 2>&1 | sed "s/and [0-9]* are/and N are/"; rxt run pi --layout 64x64 2>/dev/null
