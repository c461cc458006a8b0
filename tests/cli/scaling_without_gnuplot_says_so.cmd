cd $T && mkdir nopics && ln -s /usr/bin/* nopics/ && rm -f nopics/gnuplot*
PATH=$T/bin:$T/nopics rxt study pi n=100000 --layouts 1x1 --scaling strong --rounds 1 --out plain 2>&1 >/dev/null; ls plain
