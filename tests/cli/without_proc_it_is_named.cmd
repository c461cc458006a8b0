unshare -m sh -c 'mount -t tmpfs none /proc' 2>/dev/null || { echo "only root can hide /proc"; exit 77; }
unshare -m sh -c 'mount -t tmpfs none /proc && rxt run pi n=1000000 --layout 1x1' 2>&1 | grep -o 'mount /proc'
