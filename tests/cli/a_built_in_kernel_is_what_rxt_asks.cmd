# No claim fails, and each is told; which of them this machine cannot look at is its own affair.
rxt check-kernel square >$T/out; echo $?
grep -c "^FAILED" $T/out
sed -n "s/^passed  *\([a-z]*\) .*/\1/p; s/^skipped  *\([a-z]*\) .*/\1/p" $T/out | tr "\n" " "
rxt check-kernel square --json >$T/json; grep -o '"failed": 0' $T/json
