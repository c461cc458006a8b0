cd $T && echo kept >kept && export OMP_NUM_THREADS=1
for out in absent/set.png . /proc/set.png; do
    timeout 100 rxt run mandelbrot n=20000 output=$out --layout 1x1; echo $?
done
for k in sort stats words json html factor kmeans blur mandelbrot; do rxt study $k output=absent/a --layouts 1x1 --out untried 2>&1 | grep -c "^rxt: cannot write 'absent/a': "; done; ls untried 2>&1
rxt run sort output=kept --layout 64x64 2>/dev/null; cat kept; rxt run sort n=1000 output=new --reps 1 --layout 1x1 >/dev/null; ls new
RXT_LAUNCHER=none rxt run pi n=1000 mandelbrot n=20000 output=absent/set.png --layout 1x1 --reps 1 2>/dev/null | grep -o '"reason".*'
ln -s later towards && rxt run sort n=1000 output=towards --reps 1 --layout 1x1 >/dev/null; echo $?; test -s later && echo "through the link"
ln -s never nowhere && rxt run sort n=1000 output=nowhere stats output=absent/a --reps 1 --layout 1x1 >/dev/null; ls never 2>&1
