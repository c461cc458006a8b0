cd $T && echo none >none.so && rxt study ./none.so n=3 pi --dry-run --guess 1s --layouts 1x1 2>&1 | sed "s,$T,T,g" | grep "^rxt:"; rxt study ./none.so --dry-run 2>&1 | tail -n 1
