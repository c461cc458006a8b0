# SPDX-License-Identifier: BSD-3-Clause
# Build, study, check, install rxt. `make help` lists the targets.
#
#   make study                    install what is missing, build, study this machine
#   make check                    the same set-up, then every test
#   make CC=clang MPI=mpich       another compiler, another MPI: its own folder under build/
#   make MPI=mpicc CC=cc          an MPI that pkg-config does not know: MPICC (mpicc) or the compiler tells where it is
#   make MPI=no OMP=no ARCH=      without a library; for any machine of this architecture

ifeq ($(origin CC),default)
CC := gcc
endif
MPI    ?= auto
MPICC  ?= mpicc
OMP    ?= yes
CBLAS  ?= yes
PNG    ?= yes
FFTW   ?= yes
SAN    ?= no
ARCH   ?= native
OPT    ?= -O3 -g
PREFIX ?= /usr/local
V      ?= 0
Q      := $(if $(filter-out 0,$V),,@)

# A typing error must not build something else.
must-be = $(if $(filter $2,$($1)),,$(error rxt: $1='$($1)' must be one of: $2))
$(foreach v,OMP CBLAS PNG FFTW,$(call must-be,$v,yes no))
$(call must-be,SAN,yes no fuzz thread)
$(call must-be,MPI,auto openmpi mpich mpicc no)

# The folder is named by what was found; where MPI is to be had is asked each time, for modules come and go.
NEEDS_CONFIG := $(filter-out help deps deps-check deps-bench study check check-san fuzz lint format uninstall dist clean,$(or $(MAKECMDGOALS),all))
ifneq ($(NEEDS_CONFIG),)
MPI_ASKED := $(shell CC='$(CC)' MPI='$(MPI)' MPICC='$(MPICC)' sh .ci/mpi)
MPI_KIND := $(or $(word 2,$(MPI_ASKED)),$(error rxt: no MPI for MPI=$(MPI)))
endif

CONFIG := $(notdir $(CC))-$(MPI_KIND)$(if $(filter no,$(OMP)),-serial)$(if $(filter no,$(CBLAS)),-noblas)$(if $(filter no,$(PNG)),-nopng)$(if $(filter no,$(FFTW)),-nofftw)$(if $(filter-out no,$(SAN)),-$(SAN:yes=san))
B := build/$(CONFIG)

comma := ,
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
        -Wmissing-prototypes -Wwrite-strings -Wvla
# From below: a floor is compiled with -I of itself and of the floors below it alone, so an upward include finds nothing.
FLOORS := base machine layout team kernels trial launch kit journal decide study report cli
up-to = $(firstword $1)$(if $(filter-out $2,$(firstword $1)), $(call up-to,$(wordlist 2,99,$1),$2))
SANITIZE := -O1 $(if $(filter thread,$(SAN)),-fsanitize=thread,-fsanitize=address$(comma)undefined -fno-sanitize-recover=all) $(if $(filter fuzz,$(SAN)),-fsanitize=fuzzer-no-link)
CFLAGS = -std=c17 $(OPT) $(if $(ARCH),-march=$(ARCH)) -ffp-contract=off -fno-math-errno \
         -fPIC -fvisibility=hidden -fno-semantic-interposition $(WARN) $(if $(filter-out no,$(SAN)),$(SANITIZE)) $(FOUND_CFLAGS)
ROOMS := $(patsubst %/,%,$(wildcard src/kernels/*/))
INCLUDES = -Iinclude $(patsubst %,-Isrc/%,$(filter-out cli,$(FLOORS))) $(ROOMS:%=-I%) -I$B
CPPFLAGS = -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE $(INCLUDES) -MMD -MP $(FOUND_CPPFLAGS) $(FOUND_MPI_CPPFLAGS)
LDLIBS = $(FOUND_LIBS) -lm -ldl

ifneq ($(NEEDS_CONFIG),)
include $B/config.mk
endif

# The floors below the programs, as one library, save the back ends that a link chooses: rxt, the driver, has neither
# MPI nor OpenMP; rxt-rank, which it becomes where it is a rank, and the tests have what there is.
MPI_SRC := $(wildcard src/*/*_mpi.c)
OMP_SRC := $(wildcard src/*/*_omp.c)
NO_MPI_SRC := src/team/team_ways_none.c
NO_OMP_SRC := $(OMP_SRC:_omp.c=_none.c)
RANK_SRC := $(if $(filter no,$(MPI_KIND)),$(NO_MPI_SRC),$(MPI_SRC)) $(if $(filter no,$(OMP)),$(NO_OMP_SRC),$(OMP_SRC))
DRIVER_SRC := $(NO_MPI_SRC) $(NO_OMP_SRC)
LIB_SRC := $(filter-out $(MPI_SRC) $(OMP_SRC) $(DRIVER_SRC) $(if $(FOUND_AVX512),,%_avx512.c),$(sort $(wildcard $(patsubst %,src/%/*.c,$(filter-out cli,$(FLOORS))) src/kernels/*/*.c)))
CLI_RANK_SRC := $(wildcard src/cli/rank_*.c) $(patsubst %,src/cli/%.c,main cli_cpu cli_fit cli_help cli_option_table cli_options cli_print cli_request cli_say cli_stop cmd_run cmd_where cmd_check_kernel)
CLI_SRC := $(filter-out src/cli/rank_%.c,$(sort $(wildcard src/cli/*.c)))
TEST_SRC := $(sort $(wildcard tests/test_*.c))
FUZZ_SRC := $(sort $(wildcard tests/fuzz/fuzz_*.c))
FUZZ_PARTS := $(sort $(wildcard tests/fuzz/part_*.c))
BENCH_SRC := $(if $(filter no,$(MPI_KIND) $(OMP)),,$(sort $(wildcard bench/bench_*.c))) # they compare with both
LIB_OBJ := $(LIB_SRC:%.c=$B/%.o)
RANK_OBJ := $(RANK_SRC:%.c=$B/%.o)
CLI_OBJ := $(CLI_SRC:%.c=$B/%.o) $(DRIVER_SRC:%.c=$B/%.o)
CLI_RANK_OBJ := $(CLI_RANK_SRC:%.c=$B/%.o)
TEST_OBJ := $(TEST_SRC:%.c=$B/%.o)
OBJ := $(sort $(LIB_OBJ) $(CLI_OBJ) $(RANK_OBJ) $(CLI_RANK_OBJ) $(TEST_OBJ) $(BENCH_SRC:%.c=$B/%.o)) $(patsubst %.c,$B/%.o,$(FUZZ_SRC) $(FUZZ_PARTS))

.DEFAULT_GOAL := all
.PHONY: all help deps deps-check deps-bench study study-here uninstall dist library check check-long check-unit check-mpi check-cli check-kill check-cluster check-programs listings check-san check-pool fuzz fuzz-targets bench measure lint tidy format config folder man install clean FORCE
.DELETE_ON_ERROR:

# A line a file; V=1 shows the commands instead, make -s nothing.
hushed := $(findstring s,$(firstword -$(MAKEFLAGS)))
say = $(if $(Q),$(if $(hushed),,@echo '  $1  $2'))

# build/rxt is what the bare `make` built, or the first build of all.
IS_DEFAULT := $(if $(filter-out file undefined,$(foreach v,CC MPI MPICC OMP CBLAS PNG FFTW SAN ARCH OPT,$(origin $v))),,yes)
all: $B/rxt $B/rxt-rank $B/librxt-pmpi.so $B/librxt-kit.so
	@$(if $(IS_DEFAULT),,[ -e build/rxt ] ||) ln -sfn $(CONFIG)/rxt build/rxt
	$(if $(hushed),,@program=$B/rxt; [ "$$(readlink build/rxt)" != $(CONFIG)/rxt ] || program="build/rxt, a link to $$program"; \
	  echo "rxt: MPI $(strip $(MPI_KIND) $(FOUND_MPI_VERSION))$(if $(FOUND_MPI_BY), by $(FOUND_MPI_BY)), OpenMP $(OMP), CBLAS $(FOUND_CBLAS), PNG $(FOUND_PNG), FFTW $(FOUND_FFTW), $(if $(ARCH),-march=$(ARCH),any CPU); call $$program")

$B/config.mk: .ci/probe .ci/mpi $B/mpi_asked
	@mkdir -p $(@D)
	$(Q)CC='$(CC)' MPI='$(MPI)' MPICC='$(MPICC)' OMP='$(OMP)' CBLAS='$(CBLAS)' PNG='$(PNG)' FFTW='$(FFTW)' sh .ci/probe > $@

# A tarball of `make dist` holds the file .revision, a clone never does.
REVISION = $(shell cat .revision 2>/dev/null || git describe --always --dirty --abbrev=12 2>/dev/null || echo unknown)
stamp = @mkdir -p $(@D); printf '%s\n' '$(subst ','\'',$(1))' | cmp -s - $@ || printf '%s\n' '$(subst ','\'',$(1))' > $@
$B/mpi_asked: FORCE
	$(call stamp,$(MPI_ASKED))
$B/flags: FORCE
	$(call stamp,$(CC) $(CFLAGS) $(CPPFLAGS) $(LDLIBS) $(FOUND_MPI_LIBS))
$B/revision: FORCE
	$(call stamp,$(REVISION))
$B/build_flags.h: $B/flags $B/revision
	$(Q){ printf '#define RXT_BUILD_REVISION "%s"\n' '$(REVISION)'; \
	  printf '#define RXT_BUILD_COMPILER "%s"\n' '$(shell $(CC) --version | head -n 1)'; \
	  printf '#define RXT_BUILD_FLAGS "%s"\n' '$(strip $(CFLAGS))'; \
	  printf '#define RXT_BUILD_MPI "%s"\n' '$(MPI_KIND)'; \
	  printf '#define RXT_BUILD_OPENMP "%s"\n' '$(OMP)'; \
	  printf '#define RXT_BUILD_CBLAS "%s"\n' '$(FOUND_CBLAS)'; \
	  printf '#define RXT_BUILD_PNG "%s"\n' '$(FOUND_PNG)'; \
	  printf '#define RXT_BUILD_FFTW "%s"\n' '$(FOUND_FFTW)'; } > $@
$B/src/base/base_build.o: $B/build_flags.h
# The check of the processor runs on any, so it is compiled for any: cli_cpu.c.
$B/cpu_needs.h: $B/flags .ci/cpu
	$(Q)sh .ci/cpu '$(CC)' '$(ARCH)' > $@
$B/src/cli/cli_cpu.o: private override ARCH :=
$B/src/cli/cli_cpu.o: $B/cpu_needs.h

# private: else the flags that all objects wait for would be written with the folders of the object that asked first.
floor-sees = $B/src/$1/%.o: private INCLUDES = -Iinclude $(patsubst %,-Isrc/%,$(call up-to,$(FLOORS),$1)) -I$B
$(foreach f,$(filter-out kernels,$(FLOORS)),$(eval $(call floor-sees,$f)))
# A kernel sees the public headers, its own room, and what the kernels share.
$B/src/kernels/%.o: private INCLUDES = -Iinclude -I$(<D) -Isrc/kernels/parts

# The variants of kernels for one instruction set, chosen at run time (rxt/isa.h).
$B/%_avx512.o: private CFLAGS += $(FOUND_AVX512)

# WERROR=-Werror, as in the tests, is no part of the flags that a binary tells of, and rebuilds nothing:
# it judges what is compiled anew.
$B/%.o: %.c $B/flags
	@mkdir -p $(@D)
	$(call say,CC  ,$<)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(WERROR) -c -o $@ $<

$B/floors.a: $(LIB_OBJ)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

# What a kernel's author or a program that embeds rxt links: what rxt-rank has below cli, as one object. Of its symbols
# those are seen that include/rxt declares (its headers make them visible); all others are its own, and clash with none.
VERSION := $(shell sed -n 's/^.define RXT_VERSION "\(.*\)"/\1/p' src/base/build.h)
SONAME := librxt.so.$(firstword $(subst ., ,$(VERSION)))
LIBRARY_OBJ = $(filter $(patsubst %,$B/src/%/%,$(call up-to,$(FLOORS),launch)),$(LIB_OBJ)) $(RANK_OBJ)
library: $B/librxt.a $B/$(SONAME)
$B/librxt.a: $(LIB_OBJ) $(RANK_OBJ)
	$(call say,LINK,$@)
	$(Q)$(CC) -nostdlib -r -o $B/librxt.o $(LIBRARY_OBJ) && objcopy --localize-hidden $B/librxt.o && rm -f $@ && $(AR) rcs $@ $B/librxt.o
$B/shared.o: src/machine/machine_start.c $B/flags
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -DRXT_SHARED -c -o $@ $<
$B/$(SONAME): $(LIB_OBJ) $(RANK_OBJ) $B/shared.o
	$(call say,LINK,$@)
	$(Q)$(CC) $(CFLAGS) -shared -Wl,-soname,$(SONAME) -Wl,-z,defs -Wl,-z,initfirst -o $@ $(filter-out %/machine_start.o,$(LIBRARY_OBJ)) $B/shared.o $(LDLIBS) $(FOUND_MPI_LIBS)

$B/rxt: $(CLI_OBJ) $B/floors.a
	$(call say,LINK,$@)
	$(Q)$(CC) $(filter-out -fopenmp,$(CFLAGS)) -o $@ $^ $(LDLIBS)

# A plug-in finds here what include/rxt declares: all of the library is in it, and the list makes of what is visible that
# seen which is rxt's.
$B/rxt-rank: $(CLI_RANK_OBJ) $(LIB_OBJ) $(RANK_OBJ) $B/floors.a src/cli/exports.list
	$(call say,LINK,$@)
	$(Q)$(CC) $(CFLAGS) -Wl,--dynamic-list=src/cli/exports.list -o $@ $(CLI_RANK_OBJ) $(LIBRARY_OBJ) $B/floors.a $(LDLIBS) $(FOUND_MPI_LIBS)

# What a program of others loads before its own libraries: of no MPI, and of no floor.
PRELOAD_CFLAGS = -std=c17 -O2 -g -fPIC -fvisibility=hidden $(WARN) -Isrc/base
$B/librxt-pmpi.so: src/preload/preload_account.c src/preload/preload_calls.h src/base/mpi_account.h $B/flags
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(CC) -D_GNU_SOURCE $(PRELOAD_CFLAGS) $(WERROR) -shared -o $@ $< -ldl -pthread

$B/librxt-kit.so: src/preload/preload_kit.c src/kit/kit_counts.h $B/flags
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(CC) -D_GNU_SOURCE $(PRELOAD_CFLAGS) -Isrc/kit -fno-builtin $(WERROR) -shared -o $@ $< -ldl

$B/test_rxt: $(TEST_OBJ) $(RANK_OBJ) $B/floors.a
	$(call say,LINK,$@)
	$(Q)$(CC) $(CFLAGS) -o $@ $^ -lcunit $(LDLIBS) $(FOUND_MPI_LIBS)

$B/fuzz_%: $B/tests/fuzz/fuzz_%.o $(FUZZ_PARTS:%.c=$B/%.o) $(RANK_OBJ) $B/floors.a
	$(Q)$(CC) $(CFLAGS) -fsanitize=fuzzer -o $@ $^ $(LDLIBS) $(FOUND_MPI_LIBS)
.SECONDARY: $(FUZZ_SRC:%.c=$B/%.o) $(FUZZ_PARTS:%.c=$B/%.o)

$B/bench_%: $B/bench/bench_%.o $(RANK_OBJ) $B/floors.a
	$(Q)$(CC) $(CFLAGS) -o $@ $^ $(LDLIBS) $(FOUND_MPI_LIBS)

$B/stress_%: $B/tests/stress_%.o $(RANK_OBJ) $B/floors.a
	$(Q)$(CC) $(CFLAGS) -o $@ $^ $(LDLIBS) $(FOUND_MPI_LIBS)

-include $(OBJ:.o=.d) $(wildcard $B/tests/stress_*.d)

help:
	@echo "make            build build/rxt                  make study      set up, build, study this machine"
	@echo "make check      set up, then every test           make check-san  the tests under sanitizers (MPI=no)"
	@echo "make check-mpi  conformance of this configuration make check-kill a study killed 20 times"
	@echo "make bench      rivals, workers, the team         make lint       clang-tidy and clang-format"
	@echo "make check-cluster  Slurm jobs, several hosts     make config     what was found here"
	@echo "make check-programs studies of LAMMPS, CP2K ... with their recipes"
	@echo "make fuzz SECONDS=60  every reader under libFuzzer (clang)   make check-long  every plan of every machine"
	@echo "make deps       install what is missing"
	@echo "make install    to PREFIX=$(PREFIX)           make clean      remove build/"
	@echo "make dist       a tarball, built without git      make uninstall  from PREFIX"
	@echo "variables: CC=gcc|clang MPI=auto|openmpi|mpich|mpicc|no OMP=yes|no CBLAS=yes|no PNG=yes|no FFTW=yes|no SAN=yes V=1"
	@echo "  MPI=auto      what the compiler finds by itself, a module's mpicc, pkg-config's, or MPICC=mpicc"
	@echo "  ARCH=native   for the CPU of this machine, and no older one, where rxt says so and ends"
	@echo "                (the trap: a login node newer than the compute nodes; see jobs/README.md): ARCH=x86-64-v3"

deps:
	@sh .ci/deps build $(CC) $(MPI)

deps-check:
	@sh .ci/deps check
deps-bench:
	@sh .ci/deps bench $(CC) $(MPI)

# The two commands of the README. Both set up first, so they call make again with what is there then.
study: deps
	@$(MAKE) --no-print-directory study-here
study-here: all
	$B/rxt study --budget 330s --reps 1 $(STUDY)

check: deps-check
	@sh tests/check.sh

# The options of the man page, from the rows that the program reads them by.
man: $B/rxt
	$(Q)sh .ci/man $B/rxt >$B/rxt.1 && cp $B/rxt.1 docs/rxt.1

config: $B/config.mk
	@cat $B/config.mk
folder: # where the build of these variables lies
	@echo $B

# Units, then conformance under a launcher: of one configuration.
check-unit: $B/test_rxt $B/rxt-rank
	@$B/test_rxt
# What costs minutes: every plan of the machines in tests/test_plan_rules.c, where check makes a part of them, the
# configurations that check leaves out, 64 and 128 ranks, 10 million tasks of a pool, 300 journals of known truth, and a short run of every fuzz target.
check-long: $B/test_rxt $B/rxt-rank
	@RXT_PLANS=all $B/test_rxt
	@$(MAKE) --no-print-directory -s CC=gcc MPI=openmpi all
	@sh tests/many_ranks.sh build/gcc-openmpi/rxt || [ $$? = 77 ]
	@sh tests/made_journals.sh build/gcc-openmpi/rxt 300 || [ $$? = 77 ]
	@sh tests/fuzz.sh -runs=3000
	@$(MAKE) --no-print-directory SAN=thread MPI=no CC=clang CBLAS=no PNG=no FFTW=no check-pool
	@sh tests/sites.sh all
	@sh tests/pools.sh 10000000 CC=gcc MPI=openmpi
	@sh tests/pools.sh 10000000 CC=gcc MPI=mpich
	@$(MAKE) --no-print-directory CC=clang MPI=openmpi WERROR=-Werror check-mpi
	@$(MAKE) --no-print-directory CC=gcc MPI=mpich WERROR=-Werror check-mpi
check-mpi: $B/test_rxt all
	@sh tests/conformance.sh $B
check-cli: all
	@sh tests/cli/run.sh $B/rxt
# What lists the kernels, made from their table; tests/listings.sh holds it equal.
listings: all
	@sh tests/listings.sh $B/rxt -u
check-kill: all
	@sh tests/kill.sh $B/rxt
# Slurm jobs and several hosts, pretended on this machine; root alone can.
check-cluster: deps-check
	@$(MAKE) --no-print-directory all library
	@failed=""; for test in slurm_study slurm_jobs slurm_best slurm_kinds slurm_bind slurm_program hosts_digests faults_slurm faults_hosts; do \
	  sh tests/cluster/$$test.sh $B/rxt || [ $$? = 77 ] || failed="$$failed $$test"; done; [ -z "$$failed" ] || { echo "failed:$$failed"; exit 1; }
# Real programs of Debian's, installed where that can be; a test that lacks one says so.
check-programs: all
	@sh .ci/deps programs || echo "rxt: programs that are not here are skipped"
	@failed=""; for test in tests/programs/*.sh; do sh $$test $B/rxt || [ $$? = 77 ] || failed="$$failed $$test"; done; \
	  [ -z "$$failed" ] || { echo "failed:$$failed"; exit 1; }
check-san:
	@$(MAKE) --no-print-directory SAN=yes MPI=no CC=gcc OPT=-g1 check-unit check-mpi check-pool
# Many tasks through a pool of threads: what a sanitizer sees of it. ThreadSanitizer knows POSIX threads, which a pool has.
check-pool: $B/stress_pool
	@for layout in 1x1 1x2 1x4; do $B/stress_pool $$layout 20000 2>/dev/null || exit 1; done

# SECONDS of libFuzzer for every target, or for those of TARGETS; tests/fuzz/corpus/ is what they begin with.
SECONDS := 60
fuzz:
	@sh tests/fuzz.sh -max_total_time=$(SECONDS) $(TARGETS)
fuzz-targets: $(patsubst tests/fuzz/%.c,$B/%,$(FUZZ_SRC))

# A rival's first lines say how it is built: "build: COMPILER FLAGS LIBRARIES".
RIVALS := $(patsubst bench/%,$B/%,$(basename $(sort $(wildcard bench/rival_*.c bench/rival_*.cpp))))
$B/rival_%: bench/rival_%.c $B/floors.a ; $(call build-rival,$<)
$B/rival_%: bench/rival_%.cpp $B/floors.a ; $(call build-rival,$<)
build-rival = $(Q)set -- $$(sed -n '1,4s/.*build: *\([^*]*\).*/\1/p' $1) && cc=$$1 && shift && \
	$$cc $(CPPFLAGS) -o $@ $1 $B/floors.a "$$@" $(FOUND_CFLAGS) $(LDLIBS)

bench: deps-bench
	@$(MAKE) --no-print-directory measure
measure: $(BENCH_SRC:bench/%.c=$B/%) $(RIVALS) all
	@sh bench/run.sh $B $(BENCH)

lint:
	@sh tests/format.sh || [ $$? = 77 ]
	@sh tests/lines.sh
	@$(MAKE) --no-print-directory tidy
tidy: $B/build_flags.h $B/cpu_needs.h
	@clang-tidy --quiet $(LIB_SRC) $(RANK_SRC) $(DRIVER_SRC) $(sort $(CLI_SRC) $(CLI_RANK_SRC)) -- -std=c17 $(CPPFLAGS) $(FOUND_CFLAGS) $(FOUND_AVX512)

format:
	@clang-format -i $$(git ls-files '*.c' '*.h')

to = "$(DESTDIR)$(PREFIX)/$1"
install: all library
	@mkdir -p $(call to,share/bash-completion/completions) $(call to,lib/pkgconfig) $(call to,include/rxt)
	@install -D -m 755 $B/rxt $(call to,bin/rxt)
	@install -D -m 755 $B/rxt-rank $(call to,libexec/rxt/rxt-rank)
	@install -m 755 $B/librxt-pmpi.so $(call to,libexec/rxt/librxt-pmpi.so)
	@install -m 755 $B/librxt-kit.so $(call to,libexec/rxt/librxt-kit.so)
	@install -m 644 $B/librxt.a $(call to,lib/librxt.a)
	@install -m 755 $B/$(SONAME) $(call to,lib/librxt.so.$(VERSION))
	@ln -sf librxt.so.$(VERSION) $(call to,lib/$(SONAME)) && ln -sf $(SONAME) $(call to,lib/librxt.so)
	@install -m 644 include/rxt/*.h $(call to,include/rxt)
	@mkdir -p $(call to,share/rxt/recipes) && install -m 644 share/recipes/*.json $(call to,share/rxt/recipes)
	@mkdir -p $(call to,share/rxt/new-kernel) && install -m 644 share/new-kernel/* $(call to,share/rxt/new-kernel)
	@install -D -m 644 docs/rxt.1 $(call to,share/man/man1/rxt.1)
	$(Q)sh .ci/pc -lrxt $(call pc-words) > $(call to,lib/pkgconfig/rxt.pc)
	$(Q)sh .ci/pc -l:librxt.a $(call pc-words) > $(call to,lib/pkgconfig/rxt-static.pc)
	$(Q)$B/rxt completion > $(call to,share/bash-completion/completions/rxt)
quoted = '$(subst ','\'',$(strip $1))'
# OpenMP's run-time by its name: another compiler's -fopenmp links another one.
runtime = $(shell LC_ALL=C readelf -d $B/$(SONAME) | sed -n 's/.*NEEDED.*\[\(lib[gi]*omp[0-9]*\.so[^]]*\)\].*/-l:\1/p')
pc-words = $(call quoted,$(PREFIX)) $(VERSION) $(call quoted,$(MPI_KIND) $(FOUND_MPI_VERSION)) $(call quoted,$(FOUND_REQUIRES) $(FOUND_MPI_PACKAGE)) \
	$(call quoted,$(FOUND_PRIVATE_LIBS) $(if $(FOUND_MPI_PACKAGE),,$(FOUND_MPI_LIBS)) $(runtime) -pthread -lm -ldl)

# What install of this or another build put there, and the folders that are rxt's own.
uninstall:
	$(Q)cd $(call to,) && rm -f bin/rxt lib/librxt.a lib/librxt.so lib/librxt.so.* lib/pkgconfig/rxt.pc lib/pkgconfig/rxt-static.pc \
	  share/man/man1/rxt.1 share/bash-completion/completions/rxt && rm -rf libexec/rxt include/rxt share/rxt

# What git knows, as it lies here, and the revision.
dist:
	$(Q)mkdir -p build && git rev-parse --show-cdup | grep -qx '' || { echo "rxt: make dist needs a clone of git" >&2; exit 3; }
	$(Q)rm -rf build/dist && mkdir -p build/dist/rxt-$(VERSION) && git ls-files -z | xargs -0 tar -cf - | tar -xf - -C build/dist/rxt-$(VERSION)
	$(Q)echo '$(REVISION)' > build/dist/rxt-$(VERSION)/.revision
	$(Q)tar --owner=0 --group=0 -C build/dist -czf build/rxt-$(VERSION).tar.gz rxt-$(VERSION) && rm -rf build/dist && echo build/rxt-$(VERSION).tar.gz

clean:
	rm -rf build
