cd "$T" && z='\0\0\0\0\0\0' && printf "$z\\360\\077$z\\000\\100$z\\010\\100$z\\370\\177" >numbers && rxt run stats input=numbers output=answer --reps 1 --layout 1x1 >/dev/null; sed -n 1,8p answer; sed 1,8d answer | grep -v '^0'
: >"$T/none" && rxt run stats input="$T/none" --reps 1 --layout 1x1 | grep -o "no finite number"
