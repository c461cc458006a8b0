# What stands at the left of a line, over a column, or as a verdict, by the sources of the reports.
said() { ls src/report/*.c | grep -v compare | xargs cat | tr -s ' \n' ' ' | grep -oE "$1" | grep -oE '"[^"]*"'; }
{
    said '(RXT_BLOCK_(ITEM|CODE), |rxt_answer_said\(out, |add(_of_sample)?\(&?list, (decision, sample, )?)"[^"]*"'
    said 'rxt_document_titles\(out, [^;]*NULL\);' | sed 's/">/"/'
    sed -n 's/^    X([A-Z_]*, \("[a-z ]*"\)).*/\1/p' src/decide/decide.h
} | tr 'A-Z,' 'a-z ' | sed 's/^" */"/; s/ in "$/"/; s/  */ /g' | grep -vx -e '"name"' -e '"value"' | sort -u >"$T/words"
text=$(tr '\n*`|,' ' ' <docs/reading-a-report.md | tr A-Z a-z | tr -s ' ')
while IFS= read -r word; do
    word=${word#\"} word=${word%\"}
    case $text in *[!a-z]"$word"[!a-z]*) ;; *) echo "'$word' is not explained" ;; esac
done <"$T/words"
[ "$(wc -l <"$T/words")" -gt 60 ] && echo "looked at all words"
