change() { mkdir $T/$1 && sed '1s|"kernels":\[{"name":"square",|&"plugin":"/my dir/a.so","files":{"/my dir/a.so":{"size":1,"digest":"000000000000000'$2'"}},|' results/example/journal.jsonl >$T/$1/journal.jsonl; }
change one 1
change two 2
rxt best $T/one --subject square --print launch --stale-ok 2>/dev/null | grep -o "run '/my dir/a.so' n="
rxt best $T/one --subject square --print launch 2>&1 >/dev/null | grep -o "changed since the study: file /my dir/a.so"
rxt merge $T/one $T/two --out $T/both 2>&1 | grep -o "build of a plug-in" | head -n 1
