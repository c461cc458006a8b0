# Every command has its line, and a help of its own.
rxt help | sed -n "s/^  \([a-z-]*\) .*/\1/p" | tee $T/commands
while read -r command; do rxt help $command | grep "^rxt $command" >/dev/null || echo "no help of $command"; done <$T/commands
rxt help | grep -o "Exit status.*1 a wrong result"
