awk '/^\.[A-Z]/ && gsub(/"/, "\"") % 2 {print FILENAME ":" FNR ": " $0; bad = 1} END {exit bad}' docs/rxt.1 && echo "quotes are in pairs"
