rxt help >$T/help && for word in help version -h; do rxt help $word | cmp - $T/help && echo "$word: the same"; done; rxt hepl
