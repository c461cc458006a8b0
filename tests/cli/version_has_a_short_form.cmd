rxt --version >$T/version && rxt -V | cmp - $T/version && rxt -V | grep -o "^rxt [0-9]"
