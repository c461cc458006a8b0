env -u HOME -u XDG_STATE_HOME rxt machine; echo "status $?"
rxt machine fma; echo "status $?"
rxt run cost of=naps; echo "status $?"
