cp results/example/journal.jsonl $T && cd $T && for f in html md csv rounds json; do rxt report . --format $f | sed -n 1p | cut -c1-40; done
ls -p | grep -v /; rxt report . --format csv --json
