rxt where 2x3 --oversubscribe 2>&1 | sed "s/\(pid\|tid\|core\|PU\|planned\) *[0-9][0-9]*/\1 N/g; s/host [^ ]*/host H/"
