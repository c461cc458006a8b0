cd $T && mkdir torn && printf "{\"schema\":\"rxt-study/1\",\"na" >torn/journal.jsonl && taskset -c 0 rxt study pi n=100000 --rounds 1 --resume --out torn >/dev/null 2>&1; echo $?; wc -l <torn/journal.jsonl
mkdir alien && printf "my notes" >alien/journal.jsonl && taskset -c 0 rxt study pi n=100000 --rounds 1 --resume --out alien; echo $?; cat alien/journal.jsonl
