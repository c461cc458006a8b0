[ "$(nproc)" -ge 2 ] || { echo needs 2 cores; exit 77; }
rxt run words input=/nonexistent --layout 2x1
