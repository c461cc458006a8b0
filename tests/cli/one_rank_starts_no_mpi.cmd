# Without its own files Open MPI cannot start.
OPAL_PREFIX=$T rxt run pi n=1000 --layout 1x1 --reps 1 | grep -o "check pass"
