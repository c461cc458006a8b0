rxt place 2x2@l3 --topology "pack:1 l3:2 core:2 pu:1" --json | tr -d " \n" >$T/rows
grep -o '"rank":[0-9]*,"thread":[0-9]*,"pu":[0-9]*' $T/rows
for field in node rank thread pu core numa package planned_pu kind; do echo "$field $(grep -o "\"$field\":[0-9]" $T/rows | wc -l)"; done
