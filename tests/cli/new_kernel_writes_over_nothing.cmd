# Both files are looked for before one is written.
cd "$T" && mkdir mine && echo kept >mine/Makefile
rxt new-kernel mine
echo "status $?"
ls mine
cat mine/Makefile
