printf '12\n1\n' > $T/n.txt; cd $T; rxt run factor input=n.txt --layout 1x1 2>&1; s=$?; rxt run factor kind=easy --layout 1x1; e=$?; [ $s = 2 ] && exit $e
