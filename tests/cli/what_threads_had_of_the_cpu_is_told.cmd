rxt run pi n=1000000 --layout 1x2 --oversubscribe --json | grep -oE '"(cpu_share|cpu_s|run_delay_s|pss_node_B)": *[^,}]*' | sed -E 's/: *(null|[0-9].*)$/ is told/'
