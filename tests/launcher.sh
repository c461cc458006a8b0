#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# launcher.sh [BUILD] - a launcher that rxt has never heard of, a script of five lines with variables of its own, is added
# to a copy of the tree with one file and one row; then rxt starts ranks by it, and knows ranks that it started.
B=${1:-build/gcc-openmpi}
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
case $B in *gcc-openmpi*) ;; *) echo "launcher: skipped: the script is made of Open MPI's mpirun" && exit 77 ;; esac
command -v mpirun.openmpi >/dev/null 2>&1 || { echo "launcher: skipped: no mpirun.openmpi here"; exit 77; }
T=$(mktemp -d) && trap 'rm -rf "$T"' EXIT
trap 'exit 130' INT TERM
failed=0
wrong() { echo "wrong: $*" && failed=1; }

# Its ranks are children of the script, and see none of the variables by which mpirun tells their place.
mkdir "$T/bin" && cat >"$T/bin/fiverun" <<'END'
#!/bin/sh
[ "$1" = --rank ] || exec mpirun.openmpi --oversubscribe --bind-to "${FIVE_BIND:-none}" -n "$1" "$0" --rank "$@"
export FIVE_RANK=$OMPI_COMM_WORLD_RANK FIVE_LOCAL=$OMPI_COMM_WORLD_LOCAL_RANK FIVE_SIZE=$OMPI_COMM_WORLD_SIZE
unset OMPI_COMM_WORLD_RANK OMPI_COMM_WORLD_LOCAL_RANK OMPI_COMM_WORLD_SIZE OMPI_COMM_WORLD_LOCAL_SIZE
shift 2 && "$@"
END
chmod +x "$T/bin/fiverun"

mkdir "$T/tree" && cp -Rp Makefile .ci src include tests bench "$T/tree" && mkdir -p "$T/tree/$B" && cp -Rp "$B/." "$T/tree/$B" && cd "$T/tree" || exit 1
cat >src/launch/launch_five.c <<'END'
/* launch_five.c - fiverun N PROGRAM, which this test pretends. */
#include "launch.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const programs[] = {"fiverun", NULL}, *const parents[] = {"fiverun", NULL};
static const char *const forget[] = {"FIVE_RANK=", "FIVE_LOCAL=", "FIVE_SIZE=", NULL};

static void advise(int n_threads, char *out, size_t n_bytes)
{
    snprintf(out, n_bytes, "start with FIVE_BIND=none, for %d threads", n_threads);
}

static bool write_binder(char *out, size_t n_bytes)
{
    const char *bind = getenv("FIVE_BIND");
    snprintf(out, n_bytes, "fiverun's FIVE_BIND=%s", bind ? bind : "");
    return bind != NULL;
}

static const struct rxt_ranks ranks = {
    .starter = "fiverun",
    .parents = parents,
    .rank = "FIVE_RANK",
    .local_rank = "FIVE_LOCAL",
    .n_ranks = "FIVE_SIZE",
    .forget = forget,
    .is_bound = "FIVE_BIND",
    .binder = write_binder,
    .advise = advise,
};

static bool serves(const struct rxt_layout *layout, const char *library)
{
    (void)library;
    return layout->nodes == 1;
}

static void command(struct rxt_words *out, const char *path, const struct rxt_launch *launch)
{
    rxt_words_add(out, "%s", path);
    rxt_words_add(out, "%d", launch->layout.ranks);
}

static void set_environment(const struct rxt_launch *launch)
{
    (void)launch;
}

const struct rxt_launcher rxt_launcher_five = {
    .name = "five",
    .what = "fiverun",
    .programs = programs,
    .ranks = &ranks,
    .serves = serves,
    .command = command,
    .environ = set_environment,
};
END
sed -i '/define RXT_LAUNCHERS/s/X(none)/X(none) X(five)/' src/launch/launch_table.h
"${MAKE:-make}" --no-print-directory -s -j2 CC=gcc MPI=openmpi WERROR=-Werror all >out 2>&1 || { tail -n 20 out; exit 1; }
PATH=$T/bin:$PATH
rxt=$T/tree/$B/rxt

timeout 120 "$rxt" where 2x1 --oversubscribe >out 2>&1
grep -q 'layout 2x1  launcher five' out && grep -q 'process rank 1 ' out && [ "$(grep -c 'as planned' out)" = 2 ] ||
    wrong "rxt does not start ranks by it: $(cat out)"
timeout 120 fiverun 2 "$rxt" where >out 2>&1
grep -q 'layout 2x1  launcher user' out || wrong "ranks that it started do not know how many they are: $(cat out)"
timeout 120 fiverun 2 "$rxt" study pi >out 2>&1
[ "$(grep -c '^rxt: ' out)" = 1 ] && grep -q 'fiverun started it as one: start it without fiverun' out ||
    wrong "a study as its rank is not refused, once: $(cat out)"
if [ "$(nproc)" -ge 2 ]; then
    FIVE_BIND=core timeout 120 fiverun 2 "$rxt" where 2x2 >out 2>&1
    grep -q "^rxt: fiverun's FIVE_BIND=core gave rank 0 1 core .*: start with FIVE_BIND=none, for 2 threads" out ||
        wrong "a narrow mask is not told in its words: $(cat out)"
fi
[ $failed = 0 ] && echo "launcher: one file and one row: ranks are started, known, refused and advised"
exit $failed
