[ "$(id -u)" = 0 ] || { echo needs root to mount a small disk; exit 77; }
mkdir -p $T/disk && mount -t tmpfs -o size=24k tmpfs $T/disk 2>/dev/null || { echo no tmpfs can be mounted here; exit 77; }
cd $T && rxt study pi n=1000000 --layouts 1x1 --size small --rounds 20 --out disk/s >$T/full 2>&1; echo "status $?"
grep -c "No space left on device" $T/full >/dev/null && echo "said so"
rxt report disk/s --json >$T/json 2>/dev/null; grep -q "\"best\": *\"1x1\"" $T/json && echo "samples kept"
cd / && umount $T/disk
