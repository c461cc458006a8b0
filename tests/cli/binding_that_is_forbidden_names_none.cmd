command -v strace >/dev/null && strace -o /dev/null true 2>/dev/null || { echo needs strace; exit 77; }
strace -f -qq -o /dev/null -e trace=sched_setaffinity -e inject=sched_setaffinity:error=EPERM rxt run pi n=100000 --layout 1x1 2>&1 | grep -o "use layouts that bind nothing, such as --layouts 1x2@none"
