cd $T && mkdir -p b && printf "{\"schema\":\"rxt-st" >b/journal.jsonl && rxt report b
