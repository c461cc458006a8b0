# What README shows first is what the program says of results/example today, line by line and in that order; "..." leaves lines out.
cp -r results/example "$T/example"
awk '/^```/ && found { exit } found { print } /^```/ { getline; if (/^study example/) { found = 1; print } }' README.md | grep -vx '\.\.\.' >"$T/shown"
root=$PWD
cd "$T" && rxt report example >said 2>/dev/null
[ "$(wc -l <shown)" -gt 40 ] && diff shown said | grep '^<'
grep -qx '!\[.*scaling-[a-z]*.svg)' "$root/README.md" && echo "as it is shown"
