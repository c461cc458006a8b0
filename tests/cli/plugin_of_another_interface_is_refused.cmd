cd $T && echo '#include <stddef.h>
const struct { int interface, mpi; size_t bytes; const void *kernel; } rxt_plugin = {99, 0, 8, 0};' >old.c && cc -shared -fPIC old.c -o old.so || exit
rxt run old.so 2>&1 | sed "s,$T,T,g; s/[0-9]* bytes)/N bytes)/g"
rxt kernels ./old.so 2>&1 | grep -c "is of interface 99"
