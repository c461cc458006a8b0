rxt best results/example
echo "status $?"
rxt best results/example --subject hea 2>&1 | cut -c1-60
rxt best results/example --subject heat --stale-ok 2>/dev/null | sed 's/^[12]x[12]$/a layout/'
rxt best results/example --print json --stale-ok 2>/dev/null | grep -c '"kernel":'
