made=$PWD/tests/made_journal.awk; cd $T
told() { # NAME SCALING ROUNDS LAW(n): which model is told of times by a law of n workers, and what is said of serial fractions
    mkdir $1 && awk "BEGIN { for (n = 1; n <= $5; n *= 2) print \"pi 1x\" n, $4, \"$2\" == \"weak\" ? n : 1 }" | awk -v scaling=$2 -v rounds=$3 -v noise=0.004 -f $made >$1/journal.jsonl
    rxt report $1 >$1/out && echo "== $1" && grep -A9 -E '^(pi +model|no model|no serial)' $1/out | sed '/^$/,$d' | tr -s ' \n' ' ' | sed 's/\[[^]]*\]/[]/g; s/missed by [0-9.]* %, by the mean step by [0-9.]* %/missed/; s/$/\n/'
}
told amdahl strong 8 '10 * (1 + 0.05 * (n - 1)) / n' 32
told retrograde strong 8 '10 * (1 + 0.02 * (n - 1) + 0.005 * n * (n - 1)) / n' 64
told mean-step strong 8 '10 / n ^ 0.6' 32
told four-points strong 8 '10 * (1 + 0.05 * (n - 1)) / n' 8
told five-rounds strong 5 '10 * (1 + 0.05 * (n - 1)) / n' 32
told above-linear strong 8 '10 / n ^ 1.1' 16
told only-slower strong 8 '10 * n ^ 0.3' 16
told gustafson weak 8 '10 * n / (n - 0.2 * (n - 1))' 32
echo "== page"; for d in amdahl mean-step four-points five-rounds; do sed 's/<[^>]*>/ /g' $d/report.html | tr -s ' ' | grep -o 'a model of the curve.*\|what more workers would bring.*\|model: [A-Za-z]*'; done
