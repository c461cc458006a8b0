cd $T && rxt study pi n=1000000 --layouts 1x1 --size small --rounds 1 --out g >/dev/null 2>&1; sed -i "2s/.*/{\"schema\":\"rxt-sam/" g/journal.jsonl; rxt report g
