printf 123456789 >"$T/keys"; cd "$T" && rxt run sort input=keys --layout 1x1
