cd $T && mkdir -p a && echo "{\"schema\":\"x\"}" >a/journal.jsonl && rxt report a
