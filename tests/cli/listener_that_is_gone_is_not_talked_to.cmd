# What a rank's shell left: the word of an rxt that has ended. Of one that lives it is believed.
gone=$(sh -c 'echo $$')
here="$(readlink /proc/self/ns/pid) $(uname -n)"
for driver in $gone $$; do
    RXT_LAUNCHER=none RXT_DRIVER="$driver $here" rxt where 1x1 2>&1 | sed -n 's/^rxt  layout 1x1.*/a tree/p; s/^{.*schema.*/a record/p' | head -n 1
done
