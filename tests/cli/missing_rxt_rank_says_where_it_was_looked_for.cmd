mkdir -p "$T/alone/bin" && cp "$(readlink -f "$(command -v rxt)")" "$T/alone/bin/rxt"
cd "$T/alone/bin" || exit
for launch in "run pi" "run pi --layout 2x1" "where 1x1"; do ./rxt $launch 2>&1 | sed "s|$(pwd -P)|BIN|g"; done
RXT_LAUNCHER=none ./rxt where 1x1 2>&1 | sed "s|$(pwd -P)|BIN|g"
./rxt run pi 2>/dev/null
