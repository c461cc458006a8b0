rxt run words input=/nonexistent --layout 1x1
