rxt study --launcher none --layouts 1x1 --rounds 1 --out "$T/s" -- true >/dev/null 2>&1
grep '"rxt-sample/1"' "$T/s/journal.jsonl" | head -n 1 | grep -oE '"(pss_node_B|setup_s)":[^,}]*'
