/* SPDX-License-Identifier: BSD-3-Clause
 * kernel.h - a kernel is one const object: formula, cost, data, loop, right answer.
 */
#ifndef RXT_KERNEL_H
#define RXT_KERNEL_H

#include "rxt/err.h"
#include "rxt/team.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

enum rxt_type { RXT_INTEGER, RXT_REAL, RXT_TEXT };
enum rxt_size { RXT_SMALL, RXT_DEFAULT, RXT_LARGE, RXT_SIZES };

/* One parameter, written as name=value on the command line. */
struct rxt_param {
    const char *name;
    const char *unit; /* "" if it has none */
    enum rxt_type type;
    double min, max;               /* both included; not used for texts */
    const char *preset[RXT_SIZES]; /* as a user would write it */
    const char *what;
};

/* Rows that many kernels have: a seed, whole in a double up to 2^53; a file, none unless the user names one. */
#define RXT_PARAM_SEED(what)                                                                                 \
    {                                                                                                        \
        "seed", "", RXT_INTEGER, 0, 9007199254740992.0, {"1", "1", "1"}, what                                \
    }
#define RXT_PARAM_FILE(name, what)                                                                           \
    {                                                                                                        \
        name, "", RXT_TEXT, 0, 0, {"", "", ""}, what                                                         \
    }

/* The value of a parameter: the member that its type says. */
union rxt_value {
    int64_t integer;
    double real;
    const char *text; /* "" when the user named none */
};

/* What one execution of run does, summed over the team. */
struct rxt_work {
    double items;
    double flop;     /* floating point operations; 0 if that is not what it does */
    double bytes;    /* bytes moved to and from memory, if no cache held anything  */
    double messages; /* messages that a rank with two neighbours sends             */
};

/* The memory that a kernel will use, told before it allocates any. */
struct rxt_need {
    double split_bytes; /* divided over the ranks         */
    double rank_bytes;  /* on every rank, whatever its share */
};

/* How the work grows with the size of the problem: with this power of it, and with its logarithm besides. */
struct rxt_growth {
    double power; /* 0: there is no rule, so weak scaling refuses the kernel */
    bool has_log;
};

/* What of the machine a kernel measures, for the reasons of a decision: such a kernel is no subject of a study. Those of
 * caches and costs are measured by `rxt machine` alone. */
enum rxt_ceiling { RXT_NO_CEILING, RXT_CEILING_FLOP, RXT_CEILING_BYTES, RXT_CEILING_CACHE, RXT_CEILING_COST };

/* Who cuts the work: rxt, into chunks for rxt_map; or the kernel itself, by its own OpenMP and MPI. */
enum rxt_kind { RXT_SPLIT, RXT_WHOLE };

/* open, run, check, output and close are collective; state is this rank's own. A kernel has name, what, open, run and
 * close; a split one has check and digest, a whole one answer; whatever else is not set has a meaning that is told beside it. */
struct rxt_kernel {
    const char *name; /* letters, digits, '_', '.', '-', '+'; at most 40 */
    const char *what; /* one line */
    enum rxt_kind kind;
    bool uses_mpi; /* of a whole one: MPI is started even for one rank */
    /* mathematics, parsing, text, simulation, images, data analysis, learning, machine */
    const char *category;
    const char *stresses; /* what of the machine: "memory bandwidth", "branches" */
    const char *formula;
    const char *source;
    /* NULL, or the library that this build lacks: then the kernel is listed and never run */
    const char *lack;
    enum rxt_ceiling ceiling;
    const struct rxt_param *params; /* ended by a NULL name */
    /* Parameters with a part to play, by name; NULL: there is none. */
    const char *size_param;   /* an integer: what weak scaling lets grow            */
    const char *input_param;  /* a file that is read; named, its length is the size */
    const char *output_param; /* the file that output writes                        */
    struct rxt_growth growth; /* of the work with size_param */
    /** Return the growth where it depends on the parameters; NULL: it is `growth`. See rxt_kernel_growth. */
    struct rxt_growth (*growth_of)(const union rxt_value *values);

    /** Tell the memory that open will allocate; NULL: nobody knows, and nothing is refused for it. */
    void (*need)(const union rxt_value *values, struct rxt_need *out);
    /** Allocate, fill (first touch by rxt_map_home), read input. All ranks return the same code.
     *  On error *state may be set; close is called all the same. */
    enum rxt_err (*open)(void **state, struct rxt_team *team, const union rxt_value *values);
    /** Set the state back to the start, untimed, before every run; NULL if run needs no such thing. */
    void (*reset)(void *state);
    /** Do the work: no I/O; no allocation after the first, untimed call. All ranks return the same code. */
    enum rxt_err (*run)(void *state);
    /** Check the answer of the last run against algebra or a known value.
     *  RXT_OK, or RXT_E_WRONG with the reason noted; all ranks return the same code. NULL of a whole kernel that has
     *  no rule but that its answers are the same. */
    enum rxt_err (*check)(void *state);
    /** Return a hash of the whole answer of the last run; the same on all ranks. Collective. */
    uint64_t (*digest)(void *state);
    /** Of a whole kernel: return the answer of the last run as one number; the same on all ranks. Collective. */
    double (*answer)(void *state);
    double tolerance; /* of the answers of two layouts, relative; 0: 1e-9 */
    /** Write the answer of the last run in a few words, such as "Pi = 3.1416", with the name of what is counted;
     *  asked of the first rank alone. NULL where the answer is not a few numbers. */
    void (*tell)(const void *state, char *text, size_t n_bytes);
    /** Say what the last run did; NULL: as many items as its size_param says, or 1, and nothing else is known. */
    void (*work)(const void *state, struct rxt_work *out);
    /** Damage one value of the answer, as a fault would, so that a test can see check fail. Collective. NULL: the test
     *  damages what the loops gave. */
    void (*spoil)(void *state);
    /** Write the answer as a file if output_param names one, which was tried before the work; NULL if there is
     *  nothing to write. */
    enum rxt_err (*output)(void *state);
    /** Free everything; accepts NULL. */
    void (*close)(void *state);
};

/** Return how the work grows under these parameters.
 *
 *  Collective:  no
 *  Source:      own
 */
static inline struct rxt_growth rxt_kernel_growth(const struct rxt_kernel *kernel,
                                                  const union rxt_value *values)
{
    return kernel->growth_of ? kernel->growth_of(values) : kernel->growth;
}

/** Return how many times the work of size n0 the work of size n is.
 *
 *  Collective:  no
 *  Source:      own
 */
static inline double rxt_growth_load(struct rxt_growth growth, double n, double n0)
{
    return pow(n / n0, growth.power) * (growth.has_log ? log(fmax(n, 2.0)) / log(fmax(n0, 2.0)) : 1.0);
}

/** Return the smaller, or the larger, of two counts.
 *
 *  Collective:  no
 *  Source:      own
 */
static inline size_t rxt_min(size_t a, size_t b)
{
    return a < b ? a : b;
}

static inline size_t rxt_max(size_t a, size_t b)
{
    return a > b ? a : b;
}

/** The kernels of this build, ended by NULL. */
extern const struct rxt_kernel *const rxt_kernels[];

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
