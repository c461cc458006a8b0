mkdir -p "$T/tree/bin" "$T/tree/libexec/rxt" && cp "$(readlink -f "$(command -v rxt)")" "$T/tree/bin/rxt"
cp "$(dirname "$(readlink -f "$(command -v rxt)")")/rxt-rank" "$T/tree/libexec/rxt"
mkdir "$T/elsewhere" && ln -s "$T/tree/bin/rxt" "$T/elsewhere/rxt" && cd / && "$T/elsewhere/rxt" run pi n=1000 --layout 1x1 --reps 1 | grep -o "check pass"
