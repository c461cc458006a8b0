cd $T && mkdir pipe && mkfifo pipe/journal.jsonl && timeout 60 rxt study square n=1000 --size small --layouts 1x1 --rounds 1 --out pipe --resume; echo $?
timeout 60 rxt report pipe; echo $?; timeout 60 rxt merge pipe pipe --out pipes; ls pipes 2>&1
mkdir link && ln -s ../elsewhere link/journal.jsonl && rxt study square n=1000 --size small --layouts 1x1 --rounds 1 --out link; ls elsewhere
rxt report link
