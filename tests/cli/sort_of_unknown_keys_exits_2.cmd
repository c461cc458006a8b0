rxt run sort keys=random --layout 1x1
