#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# slurm_program.sh RXT - a study of a program that knows nothing of rxt over two nodes of a pretended cluster: its words, its
# folders, its copies.
rxt=$(realpath "$1")
here=$(dirname "$0")
. "$here/claims.sh"
slurm_up 2
submit() { # submit NAME COMMANDS: in a job of that name, from a folder of the cluster's own
    job=$1
    printf '#!/bin/sh\ncd %s\n%s\n' "$D" "$2" >"$D/$job.sh"
    id=$(sbatch --parsable -J "$job" -o "$D/$job.out" -N2 --ntasks-per-node=2 -t 5 "$D/$job.sh")
}
ended() { [ -z "$(squeue -h -j "$id" -o %i 2>/dev/null)" ] || { timeout 5 squeue -h -j "$id" -o %T | grep -q COMPLETED; }; }
finish() {
    n=$(($1 * 5))
    until ended; do n=$((n - 1)) && [ $n -gt 0 ] || break; sleep 0.2; done
}
samples() { # samples NAME PYTHON: what it says of the samples s of a study
    python3 - "$D/$1/journal.jsonl" "$2" <<'END'
import json, sys
s = [j for j in map(json.loads, open(sys.argv[1])) if j["schema"].startswith("rxt-sample")]
sys.exit(0 if eval(sys.argv[2]) else print([(j["kernel"], j["layout"], j.get("rejected")) for j in s]) or 1)
END
}
cat >"$D/app" <<'END'
#!/bin/sh
i=0; while [ $i -lt 100000 ]; do i=$((i + 1)); done
printf '<%s>' "$@" >"$WORDS.$SLURM_PROCID"
cat dict >"$WORDS.dict"
echo right
END
chmod +x "$D/app"
printf '{ranks} {ranks_per_node} {nodes} {q}' >"$D/dict"
bytes=$(printf '\377\200')
printf '<%s>' 'a b' '$HOME' : '' '*;' "$bytes" 4 >"$D/want"

submit words "$rxt study --layouts 2:2x1 --ranks 4 --threads 1 --rounds 2 --out words --expect right --template dict --env 'WORDS=$D/seen' -- ./app 'a b' '\$HOME' : '' '*;' '$bytes' '{ranks}'"
finish 60
claim "words reach every rank on both nodes byte by byte" sh -c "for r in 0 1 2 3; do cmp $D/seen.\$r $D/want || exit 1; done"
claim "the template is filled in for all nodes" [ "$(cat "$D/seen.dict")" = "4 2 2 2" ]
claim "srun started it, and no sample was rejected" samples words 'len([j for j in s if j["layout"] == "2:2x1" and j["launcher"] == "srun" and j["rejected"] is None]) == 2'
claim "ranks came from both nodes" samples words 'all(len({w["host"] for w in j["watched"]}) == 2 for j in s)'

submit copies "$rxt study --layouts 2:1x1 --ranks 2 --threads 1 --copies 2 --rounds 1 --out copies --expect right --template dict --env 'WORDS=$D/two' -- ./app"
finish 60
claim "copies side by side over nodes have cores of their own" samples copies '[len({(w["host"], w["plan"][0]) for w in j["watched"]}) for j in s] == [4]'
claim "and count runs an hour" samples copies 's[0]["metric"]["unit"] == "runs/h"'
claim "no folder of a launch is left" [ ! -e "$D/copies/launches" ]

# Programs that misbehave, one study of all of them; none of them knows MPI.
gcc -O1 -o "$D/odd" "$here/../program_kinds.c" && gcc -O1 -static -o "$D/static" "$here/../program_kinds.c"
cp "$D/odd" "$D/setuid" && chown nobody "$D/setuid" && chmod 4755 "$D/setuid"
printf '#!/bin/sh\n%s/odd "$@"\n' "$D" >"$D/script" && chmod +x "$D/script"
echo 17 >"$D/input"
subjects=""
for kind in spins crashes hangs ignores silent nan lazy daemon reads; do
    subjects="$subjects --subject '$kind=$D/odd $kind 0.8'"
done
submit kinds "$rxt study --layouts 2:2x1 --rounds 1 --timeout 3s --metric 'rate ([a-z0-9.]+)' --stdin input --out kinds $subjects --subject 'talks=./odd talks 1000000' --subject 'script=./script spins 0.8' --subject 'static=./static spins 0.8' --subject 'setuid=./setuid spins 0.8'"
finish 240
tried() { # tried KIND PYTHON: what it says of its samples s and the reasons f of its failures under 2:2x1
    python3 - "$D/kinds/journal.jsonl" "$1" "$2" <<'END'
import json, sys
lines = [j for j in map(json.loads, open(sys.argv[1])) if j.get("kernel") == sys.argv[2] and j["layout"] == "2:2x1"]
s = [j for j in lines if j["schema"].startswith("rxt-sample")]
f = " ".join(j["reason"] for j in lines if j["schema"].startswith("rxt-failure"))
sys.exit(0 if eval(sys.argv[3]) else print(len(s), f, [j.get("told") for j in s]) or 1)
END
}
for kind in spins daemon reads talks script static setuid; do
    claim "srun, $kind: a sample with a number from four ranks" tried $kind 'len(s) == 1 and len(s[0]["watched"]) == 4 and s[0]["metric"]["value"][0] > 0'
done
claim "srun: one that began no MPI is told of, for it may have run four times" tried spins '"none of the 4 processes began MPI" in s[0]["told"]'
claim "srun: a daemon that holds the output is ended, and told of" tried daemon '"outlived the program" in s[0]["told"]'
claim "srun: of 100 MB a rank all is searched" tried talks 'all(w["output_bytes"] >= 1e8 for w in s[0]["watched"])'
claim "srun: a crash names its rank" tried crashes '"rank 1 ended by signal 11" in f'
claim "srun: one that hangs is ended" tried hangs '"took longer than a launch may" in f'
claim "srun: one that ignores SIGTERM, too" tried ignores '"took longer than a launch may" in f'
claim "srun: no number is a failure" tried silent '"it gave no number" in f'
claim "srun: nan is no number" tried nan '"is no number" in f'
claim "srun: one that ended well without work gave no number either" tried lazy '"it gave no number" in f'
claim "srun: nothing is left on the nodes" gone -f "^[^ ]*/odd (hangs|ignores|daemon)"
claim "srun: the study finished" [ -s "$D/kinds/decision.json" ]
echo "$passed passed, $failed failed"
[ $failed = 0 ]
