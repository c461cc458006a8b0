cd "$T" || exit
# A row takes 16 GiB: libpng must not have been asked for one when the size is looked at.
printf '\211PNG\r\n\032\n\000\000\000\015\111\110\104\122\177\377\377\377\000\000\000\144\020\006\000\000\000\250\237\161\167\000\000\000\010\111\104\101\124\170\234\003\000\000\000\000\001\110\006\211\322' >wide.png
ulimit -v 4000000 && rxt run blur input=wide.png --layout 1x1
