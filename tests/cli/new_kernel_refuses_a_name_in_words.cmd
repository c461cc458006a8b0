cd "$T" || exit
for name in pi 9a a-b "" "$(printf 'x%.0s' $(seq 32))"; do
    rxt new-kernel "$name"
    echo "status $?"
done
[ -z "$(ls -d pi 9a a-b 2>/dev/null)" ] && echo "nothing was written"
