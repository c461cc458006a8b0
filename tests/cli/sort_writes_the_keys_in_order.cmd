cd "$T" && printf '\377\377\377\377\377\377\377\377\0\0\0\0\0\0\0\200\2\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0' >keys &&
    rxt run sort input=keys output=sorted --reps 1 --layout 1x1 >/dev/null; od -An -t x8 --endian=little -w8 sorted
