# Its own words, variables, inputs, standard input and rule, in a fresh folder each; an answer that is wrong now, and a definition of others.
cd "$T" && mkdir tmp && echo data >in.txt && cat >app <<END
#!/bin/sh
read line && echo "\$1|\$A|\$(cat in.txt made | tr "\\n" -)|\$line" >>$T/log
echo "E = \$(cat $T/e)"
END
chmod +x app && echo 1 >e
rxt study --launcher none --ranks 1 --rounds 1 --env A='b {cores}' --copy in.txt --prepare 'cp in.txt made' --stdin in.txt \
    --answer 'E = (.*)' --expect 'E = 1' --out f -- ./app 'x ; {threads}' >/dev/null 2>&1
grep -q '"default_layout": null' f/decision.json && echo "one core: no plain line" && exit 77
sort -u log >first && rm log
TMPDIR=$T/tmp rxt best f --print layout --verify >out 2>told
case $? in
0) sed 's/.*/a layout/' out ;;
1) echo "a layout" ;;
esac
sed -n 's/.*verified: .* took .*x the time of .*@none, median of \(. rounds\).*/\1/p' told
[ "$(wc -l <log)" -ge 6 ] && sort -u log | comm -13 first - && ls tmp
echo 2 >e && rxt best f --verify 2>&1 | grep -o 'a layout gave a wrong answer.*'
sed 's/"start": "one process"/"start": "by hand"/' f/decision.json >d.json && rxt best d.json --verify 2>&1 | grep -o "field 'start'.*"
