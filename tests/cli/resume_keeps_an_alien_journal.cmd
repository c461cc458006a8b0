cd $T && mkdir h && echo "{\"schema\":\"x\"}" >h/journal.jsonl && cp h/journal.jsonl kept; rxt study pi --layouts 1x1 --out h --resume; rc=$?; cmp kept h/journal.jsonl && exit $rc
