command -v "${CC:-cc}" >/dev/null || { echo "needs a C compiler"; exit 77; }
cp -r results/example "$T/s" && rm "$T"/s/report.*
cat >"$T/stop.c" <<'END'
#include <signal.h>
#include <sys/stat.h>
int fchmod(int file, mode_t mode) /* called between the file's first name and its second */
{
    (void)file, (void)mode;
    return raise(SIGTERM);
}
END
"${CC:-cc}" -shared -fPIC -o "$T/stop.so" "$T/stop.c" || exit 77
ASAN_OPTIONS=verify_asan_link_order=0 LD_PRELOAD=$T/stop.so rxt report "$T/s" >/dev/null 2>&1
echo "ended by signal $(($? - 128))"
ls "$T/s" | grep '^report' || echo "no report is there"
